"""``python -m api`` is ``bankgraph``."""

from api.cli import main

main()
