"""How each label looks and where its page is: one entry a label."""

from dataclasses import dataclass
from typing import Final

from viz.words import mark


@dataclass(frozen=True, slots=True)
class Kind:
    """What a picture and a page must know of a label.

    ``mark`` names shape and hue (``--bank``, ``#g-bank``), ``path`` the folder of its pages,
    ``radius`` the smallest one drawn. ``bold`` kinds are labelled in bold; ``rank`` says whose
    label goes first where there is no room for all. Legends follow the order of ``KINDS``.
    """

    label: str
    mark: str
    one: str
    many: str
    path: str
    radius: float
    rank: int
    bold: bool = False


KINDS: Final = {
    kind.label: kind
    for kind in (
        Kind("Bank", "bank", mark("Bank"), mark("Banks"), "banks", 6.0, 3),
        Kind("AIModel", "model", mark("AI model"), mark("AI models"), "models", 7.0, 2, bold=True),
        Kind("Initiative", "initiative", mark("Initiative"), mark("Initiatives"), "initiatives", 4.6, 5),
        Kind("BusinessArea", "area", mark("Business area"), mark("Business areas"), "areas", 8.0, 1, bold=True),
        Kind("Year", "year", mark("Year"), mark("Years"), "years", 9.0, 0, bold=True),
        Kind("Vendor", "vendor", mark("Vendor"), mark("Vendors"), "vendors", 6.5, 4),
        Kind("Metric", "metric", mark("Metric"), mark("Metrics"), "metrics", 6.5, 4, bold=True),
        Kind("BankGroup", "group", mark("Bank group"), mark("Bank groups"), "groups", 7.0, 4),
        Kind("Source", "source", mark("Source"), mark("Sources"), "sources", 5.5, 6),
        Kind("Fact", "fact", mark("Claim"), mark("Claims"), "facts", 4.5, 7),
    )
}
_OTHER: Final = Kind("", "fact", mark("Thing"), mark("Things"), "", 5.0, 8)


def kind_of(label: str) -> Kind:
    """The look of a label; a label without an entry is a plain ring without a page."""
    return KINDS.get(label, _OTHER)


def address(label: str, id: str) -> str | None:
    """Where the thing's page is, or ``None`` if it has none."""
    path = kind_of(label).path
    return f"/{path}/{id}" if path else None
