"""The description of the API is true: its examples run, its answers have the shapes that it gives them."""

import re
from typing import Any

import httpx
import jsonschema
import pytest

from api.app import create_app
from api.settings import Settings
from api.things import THINGS

SPEC = create_app(Settings()).openapi()
GETS = sorted(path for path, methods in SPEC["paths"].items() if "get" in methods)
SUCH_AS = re.compile(r", such as (\S+)\.$")
QUERY_EXAMPLES = [
    (path, parameter["name"], match[1])
    for path in GETS
    for parameter in SPEC["paths"][path]["get"]["parameters"]
    if "{" not in path and (match := SUCH_AS.search(parameter.get("description", "")))
]


def filled(path: str) -> str:
    """The address with the examples of its parts in it."""
    for parameter in SPEC["paths"][path]["get"]["parameters"]:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", parameter["schema"]["examples"][0])
    return path


def check(answer: httpx.Response, operation: dict[str, Any]) -> None:
    """The answer is one that the description names, of the shape that it gives."""
    told = operation["responses"][str(answer.status_code)]["content"]
    schema = told[answer.headers["content-type"].partition(";")[0]]["schema"]
    whole = {**schema, "components": SPEC["components"]}
    jsonschema.validate(answer.json(), whole, jsonschema.Draft202012Validator)


@pytest.mark.parametrize("path", GETS)
def test_each_address_answers_as_described(web: httpx.Client, path: str) -> None:
    parameters = SPEC["paths"][path]["get"]["parameters"]
    examples = {parameter["name"]: parameter["example"] for parameter in parameters if "example" in parameter}
    needed = {
        parameter["name"]: parameter["example"]
        for parameter in parameters
        if parameter.get("required") and "example" in parameter
    }
    for given in (needed, examples):
        answer = web.get(filled(path), params=given)
        assert answer.status_code == 200, answer.text
        check(answer, SPEC["paths"][path]["get"])
        assert answer.json().get("items", True)


@pytest.mark.parametrize(("path", "name", "value"), QUERY_EXAMPLES)
def test_the_values_named_in_words_are_taken(web: httpx.Client, path: str, name: str, value: str) -> None:
    answer = web.get(filled(path), params={name: value, "limit": 2})
    assert answer.status_code == 200, answer.text
    check(answer, SPEC["paths"][path]["get"])


def test_the_example_of_a_query_runs(web: httpx.Client) -> None:
    operation = SPEC["paths"]["/api/cypher"]["post"]
    answer = web.post("/api/cypher", json=operation["requestBody"]["content"]["application/json"]["example"])
    check(answer, operation)
    assert answer.json()["items"]


@pytest.mark.parametrize("path", [path for path in GETS if "404" in SPEC["paths"][path]["get"]["responses"]])
def test_errors_are_as_described(web: httpx.Client, path: str) -> None:
    operation = SPEC["paths"][path]["get"]
    for address in (path.replace("{id}", "nobody-at-all").replace("{name}", "nothing"), f"{filled(path)}?nonsense=1"):
        answer = web.get(address)
        assert answer.status_code in (404, 422)
        check(answer, operation)


def test_every_address_is_described() -> None:
    for path, methods in SPEC["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["description"], path
            assert operation["tags"], path
            assert {"200", "400", "422", "503"} <= operation["responses"].keys(), path
            own = [(parameter["in"], parameter["name"]) for parameter in operation["parameters"]]
            assert len(own) == len(set(own)), path
            assert all(
                parameter.get("description") for parameter in operation["parameters"] if parameter["in"] == "query"
            )
    assert {f"/api/{thing.path}/{{id}}/facts" for thing in THINGS} <= SPEC["paths"].keys()


def test_all_that_is_pointed_to_is_there() -> None:
    def pointers(value: Any) -> set[str]:
        if isinstance(value, dict):
            inner = set().union(*map(pointers, value.values())) if value else set()
            return inner | ({value["$ref"]} if isinstance(value.get("$ref"), str) else set())
        return set().union(*map(pointers, value)) if isinstance(value, list) and value else set()

    there = {f"#/components/schemas/{name}" for name in SPEC["components"]["schemas"]}
    assert pointers(SPEC["paths"]) | pointers(SPEC["components"]) <= there


def test_the_page_of_the_description_is_local(web: httpx.Client) -> None:
    page = web.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "http" not in page.text.replace("the HTTP API", "")
    assert "<script>" not in page.text
    for address in ("/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/docs/docs.js", "/openapi.json"):
        assert web.get(address).status_code == 200
    assert web.get("/docs/other.js").status_code == 404
