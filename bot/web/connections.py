"""Connections of the page: who takes too long to say what they want, or to hear the answer, is hung up on.

Else a few hundred that never say anything would keep everybody out. Those that come again at once do not either: where
there are many, the one that has kept us waiting longest makes room for the next.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

AT_ONCE = 500  # connections; a browser keeps up to six
MOST_WAITING = AT_ONCE // 2
PATIENCE = 30.0  # seconds for the head of a request, and for any of an answer to be taken


class Connection(H11Protocol):
    """uvicorn's connection, with an end to its patience."""

    patience = PATIENCE
    _waits: asyncio.TimerHandle | None = None
    _since = 0.0  # when the waiting began
    _untaken = 0  # bytes of an answer by then

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > MOST_WAITING:
            owing = [one for one in self.connections if isinstance(one, Connection) and one._owes and one is not self]
            if owing:
                gone = min(owing, key=lambda one: one._since)
                self.connections.discard(gone)  # it counts no more, though the loop has yet to hear of it
                gone.transport.abort()

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

    @property
    def _owes(self) -> bool:
        """Whether the rest of a request is still to come, or some of an answer to be taken."""
        waits = self._waits is not None or (self.cycle is not None and self.cycle.more_body)
        return waits and not self.transport.is_closing()

    def _wait(self) -> None:
        self._stop()
        self._since = self.loop.time()
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
