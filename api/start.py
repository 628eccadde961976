"""Where the command begins: small, so that whoever changes their mind at once is answered properly too."""

import sys


def main() -> None:
    """Run the command line. Ctrl-C ends it with status 130 and one line, also while it is still being read in."""
    try:
        # read in here, for it takes half a second in which Ctrl-C would otherwise be a traceback
        from api.cli import main as run

        run()
    except KeyboardInterrupt:
        print("bankgraph: interrupted", file=sys.stderr)
        sys.exit(130)
