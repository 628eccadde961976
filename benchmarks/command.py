"""``bankgraph`` run as users run it, with what it took."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
_GLANCE = 0.02
"""Seconds between two looks at the memory."""


@dataclass(frozen=True)
class Ran:
    """Wall-clock seconds, the processor's seconds, most memory held at any time (MB), and what it printed."""

    seconds: float
    busy: float
    peak: float
    output: str


def bankgraph(*arguments: str, home: Path) -> Ran:
    """Run ``bankgraph`` on the data folder ``home``; ends the benchmark where it fails."""
    environment = {k: v for k, v in os.environ.items() if k != "NEO4J_URI"} | {"BANKGRAPH_HOME": str(home)}
    command, peak, before = [sys.executable, "-m", "api", *arguments], 0.0, _busy()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.perf_counter()
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=err) as program:
            while program.poll() is None:
                peak = max(peak, _memory(program.pid))
                time.sleep(_GLANCE)
        took = time.perf_counter() - begun
        if program.returncode:
            err.seek(0)
            raise SystemExit(f"bankgraph {' '.join(arguments)}: status {program.returncode}\n{err.read().decode()}")
        out.seek(0)
        return Ran(took, _busy() - before, peak, out.read().decode())


def _busy() -> float:
    """The processor's seconds of all children that have ended."""
    times = psutil.Process().cpu_times()
    return float(times.children_user + times.children_system)


def _memory(pid: int) -> float:
    """The most that the process held so far where the system keeps that, else what it holds now.

    Not from ``getrusage``: a child begins with the figure of its parent.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)
    except OSError:
        pass
    try:
        return float(psutil.Process(pid).memory_info().rss / 1024**2)
    except psutil.Error:
        return 0.0  # it has just ended
