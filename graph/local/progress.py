"""How a long step tells its caller where it stands."""

from typing import Protocol


class Progress(Protocol):
    """Shown by whoever has a screen; bankgraph's own works never print."""

    def say(self, text: str) -> None:
        """Tell one thing that happens, or that is about to take a while."""

    def step(self, text: str, done: int, total: int) -> None:
        """``done`` of ``total`` parts of ``text`` are through; the last call has them equal."""


class Silent:
    """Shows nothing."""

    def say(self, text: str) -> None:
        """Nothing."""

    def step(self, text: str, done: int, total: int) -> None:
        """Nothing."""
