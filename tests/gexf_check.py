"""GEXF 1.3 checked by its grammar, as far as we write it: elements, their attributes, their order."""

from xml.etree import ElementTree as ET

NAMESPACE = "{http://gexf.net/1.3}"
REQUIRED, OPTIONAL = True, False
ATTRIBUTES: dict[str, dict[str, bool]] = {
    "gexf": {"version": REQUIRED, "variant": OPTIONAL},
    "meta": {"lastmodifieddate": OPTIONAL},
    "creator": {}, "description": {}, "keywords": {},
    "graph": {"defaultedgetype": OPTIONAL, "idtype": OPTIONAL, "mode": OPTIONAL},
    "attributes": {"class": REQUIRED, "mode": OPTIONAL},
    "attribute": {"id": REQUIRED, "title": REQUIRED, "type": REQUIRED},
    "nodes": {"count": OPTIONAL}, "edges": {"count": OPTIONAL},
    "node": {"id": REQUIRED, "label": OPTIONAL},
    "edge": {"id": OPTIONAL, "source": REQUIRED, "target": REQUIRED, "type": OPTIONAL, "label": OPTIONAL,
             "kind": OPTIONAL, "weight": OPTIONAL},
    "attvalues": {}, "attvalue": {"for": REQUIRED, "value": REQUIRED},
}  # fmt: skip
CHILDREN = {
    "gexf": (("meta",), ("graph",)), "meta": (("creator", "keywords", "description"),),
    "graph": (("attributes",), ("nodes",), ("edges",)), "attributes": (("attribute",),), "nodes": (("node",),),
    "edges": (("edge",),), "node": (("attvalues",),), "edge": (("attvalues",),), "attvalues": (("attvalue",),),
}  # fmt: skip
"""What may stand in an element: groups, in this order."""
CHOICES = {
    ("graph", "defaultedgetype"): {"directed", "undirected", "mutual"}, ("graph", "idtype"): {"integer", "string"},
    ("graph", "mode"): {"static", "dynamic", "slice"}, ("attributes", "class"): {"node", "edge"},
    ("attribute", "type"): {"integer", "long", "double", "float", "boolean", "string", "anyURI", "liststring"},
    ("gexf", "version"): {"1.3"},
}  # fmt: skip
READS = {"integer": int, "double": float, "boolean": {"true": True, "false": False}.__getitem__, "string": str}


def mistakes_in_gexf(document: bytes) -> list[str]:
    """What the grammar does not allow, and values that are not of their declared type."""
    root = ET.fromstring(document)
    found = [] if root.tag == f"{NAMESPACE}gexf" else [f"the root is {root.tag}"]
    for element in root.iter():
        found += _in_element(element)
    return found + _in_references(root)


def _in_element(element: ET.Element) -> list[str]:
    name = element.tag.removeprefix(NAMESPACE)
    if name not in ATTRIBUTES:
        return [f"there is no element {element.tag}"]
    known = ATTRIBUTES[name]
    found = [f"{name} has no attribute {key}" for key in element.attrib if key not in known]
    found += [f"{name} lacks {key}" for key, needed in known.items() if needed and key not in element.attrib]
    found += [
        f"{key} of {name} is {value}"
        for key, value in element.attrib.items()
        if value not in CHOICES.get((name, key), {value})
    ]
    groups = CHILDREN.get(name, ())
    order = [next((at for at, group in enumerate(groups) if child in group), -1) for child in _children(element)]
    return found if order == sorted(order) and -1 not in order else [*found, f"{name} holds {_children(element)[:9]}"]


def _children(element: ET.Element) -> list[str]:
    return [child.tag.removeprefix(NAMESPACE) for child in element]


def _in_references(root: ET.Element) -> list[str]:
    """Ids are each other's, edges join nodes, values are of attributes that are declared, and of their types."""
    nodes = [node.attrib["id"] for node in root.iter(f"{NAMESPACE}node")]
    edges = list(root.iter(f"{NAMESPACE}edge"))
    ends = {edge.attrib[end] for edge in edges for end in ("source", "target")}
    found = [f"an edge ends at {end}, which is no node" for end in ends - set(nodes)]
    if len(set(nodes)) != len(nodes) or len({edge.attrib["id"] for edge in edges}) != len(edges):
        found.append("an id stands twice")
    for of in ("node", "edge"):
        types = {a.attrib["id"]: a.attrib["type"] for a in root.iterfind(f".//{NAMESPACE}attributes[@class='{of}']/*")}
        for value in root.iterfind(f".//{NAMESPACE}{of}/{NAMESPACE}attvalues/*"):
            READS[types[value.attrib["for"]]](value.attrib["value"])
    return found
