"""Answers that are sent as they are made."""

import logging
from collections.abc import Generator, Mapping
from itertools import chain

from anyio import CancelScope
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from graph.errors import BankgraphError

_log = logging.getLogger("bankgraph.api")


class Stream(StreamingResponse):
    """Bytes as they come. Whatever goes wrong before the first is raised here, and answered as a problem.

    What goes wrong later breaks the connection off, so that nobody takes a part for the whole.
    """

    def __init__(self, chunks: Generator[bytes, None, None], headers: Mapping[str, str], media_type: str) -> None:
        self._chunks = chunks
        first = next(chunks, b"")
        super().__init__(chain([first], chunks), 200, headers, media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; where the asker goes away, what it is made from is let go."""
        try:
            await super().__call__(scope, receive, send)
        except BankgraphError as error:
            # To return without the end of the body is what makes the server close the connection.
            _log.warning("%s broke off: %s", scope["path"], error)
        finally:
            with CancelScope(shield=True):
                await run_in_threadpool(self._chunks.close)
