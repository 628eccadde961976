"""The files that the browser loads: ours, and vis-network's script out of pyvis's wheel.

All stand below one address that holds a hash of them all, so that a browser may keep them for
ever and an upgrade is seen at once: ``/static/<version>/js/explorer.js``.
"""

import hashlib
import sysconfig
from functools import cache
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static"
VIS_NETWORK: Final = "vis-network.min.js"
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}


@cache
def files() -> dict[str, Path]:
    """Every file by its path below ``/static/<version>/``."""
    ours = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*") if path.suffix in TYPES}
    return ours | {VIS_NETWORK: _vis_network()}


def _vis_network() -> Path:
    # found on the disk, not by importing pyvis, which takes 0.3 s; the newest of its two copies
    library = Path(sysconfig.get_path("purelib")) / "pyvis/templates/lib"
    return sorted(library.glob(f"vis-*/{VIS_NETWORK}"))[-1]


@cache
def version() -> str:
    """A hash of all files: another one after any change."""
    every = hashlib.sha256()
    for name, path in sorted(files().items()):
        every.update(name.encode() + b"\0" + path.read_bytes())
    return every.hexdigest()[:12]


def static(name: str) -> str:
    """The address of a file; a name that is not there is a bug, and raises ``KeyError``."""
    if name not in files():
        raise KeyError(name)
    return f"/static/{version()}/{name}"


def media_type(name: str) -> str:
    """The file's content type, for the answer's header."""
    return TYPES[Path(name).suffix]
