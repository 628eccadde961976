"""The jars in the cache folder: there, whole, and known to be."""

import json
from pathlib import Path

from graph.local import jars
from graph.local.fetch import Fetch, sha256
from graph.local.place import CACHE, Local, alone, plain_errors, write
from graph.local.progress import Progress


def folder(local: Local) -> Path:
    """Where this Neo4j's jars and its start-up cache lie, one folder a lock file."""
    return local.cache / jars.key()


def jar_folder(local: Local) -> Path:
    """The folder of the jars alone."""
    return folder(local) / "jars"


def installed(local: Local) -> bool:
    """Are all jars there as they were when their content was last checked?"""
    try:
        return bool(json.loads(_seal(local).read_text()) == _sizes(local))
    except (OSError, ValueError):
        return False


def bring(local: Local, progress: Progress, *, check: bool = False) -> None:
    """Fetch what is missing; with ``check``, hash again also what is known to be there."""
    if installed(local) and not check:
        return
    with alone(folder(local), progress, CACHE):
        if installed(local) and not check:
            return
        with plain_errors(f"installing Neo4j into {folder(local)}", CACHE):
            jar_folder(local).mkdir(exist_ok=True)
            missing = [jar for jar in jars.locked() if not _right(local, jar, progress)]
            if missing:
                progress.say(f"fetching Neo4j {jars.version()}: {len(missing)} files into {jar_folder(local)}")
                Fetch(jar_folder(local), local.mirror).all(missing, progress)
            sealed = json.dumps(_sizes(local))
            if not _seal(local).exists() or _seal(local).read_text() != sealed:
                _forget_caches(local)
                write(_seal(local), sealed)


def _right(local: Local, jar: jars.Jar, progress: Progress) -> bool:
    path = jar_folder(local) / jar.name
    if not path.exists():
        return False
    found = sha256(path)
    if found != jar.sha256:
        progress.say(f"{path}: sha256 is {found}, expected {jar.sha256}: fetching it again")
        path.unlink()
    return found == jar.sha256


def _seal(local: Local) -> Path:
    return folder(local) / "checked.json"


def _sizes(local: Local) -> dict[str, list[int]]:
    """Size and time of each jar; a jar that is missing is an error."""
    stats = {jar.name: (jar_folder(local) / jar.name).stat() for jar in jars.locked()}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items()}


def _forget_caches(local: Local) -> None:
    """Java refuses a start-up cache whose jars have another time."""
    for path in folder(local).glob("*.aot"):
        path.unlink()
