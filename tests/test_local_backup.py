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


def test_a_backup_takes_the_place_of_another_graph(place: Local, dump: Path, tmp_path: Path) -> None:
    other = Local(tmp_path / "other", place.cache)
    start(other)
    assert names(other, "CREATE (n:Thing {name: 'd'}) RETURN n.name") == ["d"]
    restore(other, dump)
    assert (status(other).running, status(other).stays) == (True, True)
    assert names(other) == ["a", "b", "c"]
    assert stop(other)
    assert sorted(path.name for path in other.home.iterdir()) == sorted(path.name for path in place.home.iterdir())
    assert list(dump.parent.iterdir()) == [dump]


@pytest.mark.parametrize("wrong", ["truncated", "empty"])
def test_a_bad_dump_leaves_the_old_graph(place: Local, dump: Path, tmp_path: Path, wrong: str) -> None:
    bad = tmp_path / "bad.dump"
    whole = dump.read_bytes()
    bad.write_bytes(whole[: len(whole) // 2] if wrong == "truncated" else b"")
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
    before = tree(place)
    with pytest.raises(StoreError, match="the data folder is as it was: Neo4j did not start"):
        restore(place, dump)
    assert tree(place) == before


def test_a_restore_that_was_killed_is_undone_and_a_store_in_use_left_alone(place: Local, tmp_path: Path) -> None:
    shutil.copytree(place.neo4j, swap.stage(place).neo4j)
    swap.into_place(place)
    (place.neo4j / "data/databases/neo4j/neostore").unlink()
    (tmp_path / "restore").touch()
    with use(place):
        assert names(place) == ["a", "b", "c"]
        for work in (backup, restore):
            with pytest.raises(StoreError, match=rf"in use by process {os.getpid()} .*can neither"):
                work(place, tmp_path / work.__name__)
        assert status(place).running
    assert [path.name for path in tmp_path.iterdir()] == ["restore"]
    assert not list(place.home.glob("neo4j.*"))


def test_a_store_that_stays_runs_on_and_one_that_was_killed_is_repaired_first(place: Local, tmp_path: Path) -> None:
    start(place)
    backup(place, tmp_path / "kept.dump")
    assert (status(place).running, status(place).stays) == (True, True)
    assert names(place, "CREATE (:Acknowledged) RETURN 'done'") == ["done"]
    running = psutil.Process(status(place).pid)
    running.kill()
    running.wait(timeout=20)
    backup(place, tmp_path / "killed.dump")
    assert not status(place).running
    assert names(place, "MATCH (n:Acknowledged) DELETE n RETURN 'was there'") == ["was there"]


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
