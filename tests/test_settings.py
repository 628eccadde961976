"""Settings come from the variables that the README names, and from no others."""

from pathlib import Path

import pytest

from api.settings import Settings


def test_no_variable_of_another_name_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Settings()
    for field in Settings.model_fields:
        monkeypatch.setenv(field.removeprefix("neo4j_").upper(), "7")
    assert Settings() == before


def test_the_variables_of_the_readme_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANKGRAPH_HOME", "/there")
    monkeypatch.setenv("BANKGRAPH_PORT", "8123")
    monkeypatch.setenv("NEO4J_URI", "bolt://there:7687")
    monkeypatch.setenv("NEO4J_DATABASE", "")
    read = Settings()
    assert (read.home, read.port, read.neo4j_uri, read.neo4j_database) == (
        Path("/there"),
        8123,
        "bolt://there:7687",
        None,
    )


def test_without_any_the_data_is_in_a_folder_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("BANKGRAPH_HOME", "BANKGRAPH_CACHE"):
        monkeypatch.delenv(variable, raising=False)
    read = Settings()
    assert read.home.name == read.cache.name == "bankgraph"
    assert read.home != Path.home()
