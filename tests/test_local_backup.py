"""A graph goes into a file and comes back; whatever fails, the old graph is as it was."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import neo4j
import psutil
import pytest

from api.settings import Settings
from graph.errors import InputError, StoreError
from graph.local import Local, backup, restore, start, status, stop, swap, use


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    """A data folder with a graph of three things."""
    place = Local(tmp_path_factory.mktemp("backup") / "home", Settings().cache)
    assert names(place, "UNWIND ['a', 'b', 'c'] AS name CREATE (n:Thing {name: name}) RETURN name") == ["a", "b", "c"]
    yield place
    if pid := status(place).pid:
        psutil.Process(pid).kill()


@pytest.fixture(scope="module")
def dump(place: Local, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    file = tmp_path_factory.mktemp("dumps") / "three.dump"
    backup(place, file)
    return file


def names(place: Local, query: str = "MATCH (n:Thing) RETURN n.name AS name ORDER BY name") -> list[str]:
    with (
        use(place) as address,
        neo4j.GraphDatabase.driver(address.uri, auth=(address.username, address.password)) as driver,
    ):
        return [record[0] for record in driver.execute_query(query).records]


def test_a_backup_restores_into_another_folder_and_over_another_graph(place: Local, dump: Path, tmp_path: Path) -> None:
    other = Local(tmp_path / "other", place.cache)
    restore(other, dump)
    assert not status(other).running
    assert names(other, "CREATE (n:Thing {name: 'd'}) RETURN n.name") == ["d"]
    restore(other, dump)
    assert names(other) == ["a", "b", "c"]
    assert {path.name for path in other.home.iterdir()} == {
        "child.json",
        "lock",
        "neo4j",
        "password",
        "users",
        "version",
    }
    assert list(dump.parent.iterdir()) == [dump]


@pytest.mark.parametrize("wrong", ["truncated", "of another kind", "empty"])
def test_a_bad_dump_leaves_the_old_graph(place: Local, dump: Path, tmp_path: Path, wrong: str) -> None:
    bad = tmp_path / "bad.dump"
    whole = dump.read_bytes()
    bad.write_bytes({"truncated": whole[: len(whole) // 2], "of another kind": b"not a dump", "empty": b""}[wrong])
    before = tree(place)
    with pytest.raises(StoreError, match=r"bad\.dump cannot be restored, and .* is as it was: .*database load"):
        restore(place, bad)
    assert tree(place) == before


def test_a_graph_that_neo4j_cannot_open_leaves_the_old_one(
    place: Local, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    into_place = swap.into_place

    def damage(local: Local) -> None:
        into_place(local)
        (local.neo4j / "data/databases/neo4j/neostore").write_bytes(b"x" * 8192)

    monkeypatch.setattr(swap, "into_place", damage)
    with pytest.raises(StoreError, match="the data folder is as it was: Neo4j did not start"):
        restore(place, dump)
    assert names(place) == ["a", "b", "c"]


def test_a_restore_that_was_killed_is_undone_by_the_next_use(place: Local) -> None:
    shutil.copytree(place.neo4j, swap.stage(place).neo4j)
    swap.into_place(place)
    (place.neo4j / "data/databases/neo4j/neostore").unlink()
    assert names(place) == ["a", "b", "c"]
    assert not list(place.home.glob("neo4j.*"))


def test_a_store_in_use_is_not_backed_up_and_users_are_named(place: Local, tmp_path: Path) -> None:
    with use(place):
        for work in (backup, restore):
            file = tmp_path / work.__name__
            if work is restore:
                file.touch()
            with pytest.raises(StoreError, match=rf"in use by process {os.getpid()} .*can neither"):
                work(place, file)
        assert status(place).running
    assert [path.name for path in tmp_path.iterdir()] == ["restore"]


def test_a_store_that_was_killed_is_repaired_first_and_one_that_stays_runs_on(place: Local, tmp_path: Path) -> None:
    with use(place) as address:
        with neo4j.GraphDatabase.driver(address.uri, auth=(address.username, address.password)) as driver:
            driver.execute_query("CREATE (:Acknowledged)")
        psutil.Process(status(place).pid).kill()
    backup(place, tmp_path / "killed.dump")
    start(place)
    backup(place, tmp_path / "kept.dump")
    assert (status(place).running, status(place).stays) == (True, True)
    assert names(place, "MATCH (n:Acknowledged) DELETE n RETURN 'was there'") == ["was there"]
    assert stop(place)


def test_files_that_do_not_fit_are_refused(place: Local, dump: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"three\.dump is there already"):
        backup(place, dump)
    with pytest.raises(InputError, match="there is no such folder"):
        backup(place, tmp_path / "no" / "folder.dump")
    with pytest.raises(InputError, match="there is no such file"):
        restore(place, tmp_path / "none.dump")
    with pytest.raises(StoreError, match="holds no graph yet"):
        backup(Local(tmp_path / "new", place.cache), tmp_path / "new.dump")
    assert not list(tmp_path.iterdir())


def tree(place: Local) -> dict[Path, bytes]:
    """Every file of the data folder's store."""
    return {path: path.read_bytes() for path in place.neo4j.rglob("*") if path.is_file()}
