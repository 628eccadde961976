"""A real Neo4j of bankgraph's own, as a private child process: no Docker, no Java on the machine.

It yields an address, a user and a password; nothing else knows whether Neo4j is local.
"""

from graph.local.place import Local
from graph.local.progress import Progress, Silent
from graph.local.session import Address, use

__all__ = ["Address", "Local", "Progress", "Silent", "use"]
