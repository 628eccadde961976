"""The Cypher door's keeper: so many queries at once, and each ends when nobody waits for it any more."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import anyio
from anyio import to_thread
from fastapi import Request
from starlette.exceptions import HTTPException

from graph.ending import Ending

T = TypeVar("T")
WAIT = 1.0
"""Seconds that a query waits for its turn before it is sent away."""
RETRY_SECONDS = 2


class Door:
    """Lets ``most`` queries of users run at once, each in a thread of its own."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._turns = anyio.Semaphore(most)
        self._threads = anyio.CapacityLimiter(most)
        self._running: set[Ending] = set()

    async def ask(self, request: Request, work: Callable[[Ending], T]) -> T:
        """What ``work`` answers. When the asker goes away, what it does in Neo4j is ended.

        Answers 429 where no turn comes in time.
        """
        async with self._turn():
            ending = Ending()
            self._running.add(ending)
            leaving = asyncio.create_task(_end_with(request, ending))
            try:
                return await to_thread.run_sync(work, ending, limiter=self._threads)
            finally:
                leaving.cancel()
                self._running.discard(ending)

    def close(self) -> None:
        """End all queries that run now."""
        for ending in tuple(self._running):
            ending.now()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            with anyio.fail_after(WAIT):
                await self._turns.acquire()
        except TimeoutError:
            detail = f"{self._most} queries run already, which is the most at once: ask again in a moment"
            raise HTTPException(429, detail, {"Retry-After": str(RETRY_SECONDS)}) from None
        try:
            yield
        finally:
            self._turns.release()


async def _end_with(request: Request, ending: Ending) -> None:
    """End the query when the connection of whoever asked is gone. The body has been read: nothing else comes."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    ending.now()
