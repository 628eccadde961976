"""A real Neo4j of bankgraph's own, as a private child process: no Docker, no Java on the machine.

It yields an address, a user and a password; nothing else knows whether Neo4j is local.
"""

from graph.local.conf import neo4j_conf
from graph.local.dump import backup, restore
from graph.local.place import Local
from graph.local.progress import Progress, Silent
from graph.local.session import Address, end_stuck, install, revive, start, stop, use
from graph.local.state import Status, status

__all__ = [
    "Address",
    "Local",
    "Progress",
    "Silent",
    "Status",
    "backup",
    "end_stuck",
    "install",
    "neo4j_conf",
    "restore",
    "revive",
    "start",
    "status",
    "stop",
    "use",
]
