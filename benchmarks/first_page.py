"""From ``scripts/explore`` to the first page served, on a machine already set up.

Beside it what nobody can do without: Neo4j's own start until Bolt answers, with an empty FastAPI
application started after it.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.table import Measured, seconds, show
from graph.local import Local, use

ROOT = Path(__file__).parent.parent
EMPTY_APP = """
import fastapi, uvicorn, sys
app = fastapi.FastAPI()
app.get("/")(lambda: "hello")
uvicorn.run(app, port=int(sys.argv[1]), log_level="error")
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "data"
        with use(Local(home)):
            pass
        environment = {**os.environ, "BANKGRAPH_HOME": str(home)}
        explore = [str(ROOT / "scripts/explore"), "--no-browser", "--port"]
        first = until_page(explore, environment)
        second = until_page(explore, environment)
        bare = seconds(lambda: start(home)) + until_page([sys.executable, "-c", EMPTY_APP], environment)
    beside = "Neo4j until Bolt answers, then an empty FastAPI"
    show(
        "From scripts/explore to the first page served",
        [
            Measured("first start, the example is loaded", first, beside, bare),
            Measured("every later start", second, beside, bare),
        ],
    )


def start(home: Path) -> None:
    with use(Local(home)):
        pass


def until_page(command: list[str], environment: dict[str, str]) -> float:
    """Seconds from starting ``command`` until its page has been read; the program is then ended."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    begun = time.perf_counter()
    with subprocess.Popen([*command, str(port)], env=environment, stdout=subprocess.DEVNULL) as program:
        try:
            while not answers(port):
                if program.poll() is not None:
                    raise SystemExit(f"{command[0]} ended with status {program.returncode}")
                time.sleep(0.02)
            return time.perf_counter() - begun
        finally:
            program.terminate()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as response:
            return bool(response.read())
    except (urllib.error.URLError, ConnectionError):
        return False


if __name__ == "__main__":
    main()
