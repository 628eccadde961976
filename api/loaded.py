"""Loads as addresses and pages show them: each receipt with where it is found."""

from api.lookups import Item
from graph.loads.receipt import receipt_of
from graph.store import Store


def loads(store: Store) -> list[Item]:
    """The receipts of all loads, the newest first."""
    return [_addressed(receipt) for receipt in store.loads()]


def load(store: Store, id_: str) -> Item:
    """The receipt of one load, or of the newest for ``latest``. Raises ``UnknownName``."""
    return _addressed(receipt_of(id_, store.loads()))


def _addressed(receipt: Item) -> Item:
    return {**receipt, "url": f"/api/loads/{receipt['load']}", "page": f"/loads/{receipt['load']}"}
