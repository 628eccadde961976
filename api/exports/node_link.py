"""The JSON of networkx's ``node_link_data``, which D3 and others read too."""

from collections.abc import Iterator
from typing import Any

import orjson

from api.exports.attributes import LABELS, NODE, RELATIONSHIP, TYPE, plain
from api.exports.formats import Format
from api.exports.json_text import array
from graph.elements import Node, Relationship
from graph.export import Graph, labels_of


def writes(graph: Graph) -> Iterator[bytes]:
    """A directed graph that may have several edges between two nodes; an edge's key is its type."""
    told = {"name": "bankgraph", "version": graph.version}
    yield b'{"directed": true, "multigraph": true, "graph": ' + orjson.dumps(told) + b',\n"nodes": '
    yield from array(map(_node, graph.nodes()))
    yield b',\n"edges": '
    yield from array(map(_edge, graph.relationships()))
    yield b"}\n"


def _node(node: Node) -> dict[str, Any]:
    return {"id": str(node.key), **plain({**node.properties, LABELS: list(labels_of(node))}, NODE)}


def _edge(line: Relationship) -> dict[str, Any]:
    ends = {"source": str(line.start), "target": str(line.end), "key": line.type}
    return {**ends, **plain({**line.properties, TYPE: line.type}, RELATIONSHIP)}


NODE_LINK = Format(
    name="node-link", ending=".json", media_type="application/json", writes=writes,
    about="JSON of networkx's node_link_data",
)  # fmt: skip
