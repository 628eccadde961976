"""``python -m api`` is ``bankgraph``."""

from api.start import main

main()
