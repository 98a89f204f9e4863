"""Connections of the page: who takes too long to say what they want, or to hear the answer, is hung up on.

Else a few hundred that never say anything would keep everybody out.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

AT_ONCE = 500  # connections; a browser keeps up to six
PATIENCE = 30.0  # seconds for the head of a request, and for any of an answer to be taken


class Connection(H11Protocol):
    """uvicorn's connection, with an end to its patience."""

    patience = PATIENCE
    _waits: asyncio.TimerHandle | None = None
    _untaken = 0  # bytes of an answer, when the waiting began

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Some of a request, which may be answered once its head is whole."""
        super().data_received(data)
        self._heard()

    def on_response_complete(self) -> None:
        """Wait for another request, which may be there already."""
        self._wait()
        super().on_response_complete()
        self._heard()

    def pause_writing(self) -> None:
        """Wait until some of the answer is taken."""
        super().pause_writing()
        self._wait()

    def resume_writing(self) -> None:
        """Some of it was."""
        super().resume_writing()
        self._heard()

    def connection_lost(self, exc: Exception | None) -> None:
        """There is nothing left to wait for."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._stop()
        self._untaken = self.transport.get_write_buffer_size()
        self._waits = self.loop.call_later(self.patience, self._tire)

    def _tire(self) -> None:
        """Hang up, unless some of an answer was taken meanwhile."""
        if self.transport.get_write_buffer_size() < self._untaken:
            self._wait()
        else:
            self.transport.abort()

    def _heard(self) -> None:
        """Stop waiting where a request is being answered."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop()

    def _stop(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None
