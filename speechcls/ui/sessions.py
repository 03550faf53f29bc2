"""The server's memory of sessions: limited in total and for each visitor; sessions with a sound are kept longest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from gradio.state_holder import SessionState, StateHolder

from speechcls.ui.selection import Selection
from speechcls.ui.visitors import owner

EMPTY = 200  # sessions without a sound; anybody can make up names of sessions
FULL = 400  # sessions with a sound
BYTES = 2**28  # of all sounds together: 70 times the longest
SHARE = 4  # a visitor may have one SHARE-th of both; all programs without a cookie count as one visitor


class Sessions(StateHolder):
    """Gradio's memory of sessions. The least recently used goes first, but none with a sound for one without.

    A visitor who exceeds a share loses their own sounds, and nobody else's.
    """

    def update(self, session_id: str) -> None:
        with self.lock:
            if session_id in self.session_data:
                self.session_data.move_to_end(session_id)
            for name in [*self._beyond_the_limits()]:
                self.session_data.pop(name, None)
                self.time_last_used.pop(name, None)

    def _beyond_the_limits(self) -> Iterator[str]:
        """Names of the sessions to forget, found by going from the most to the least recently used."""
        empty = full = kept = 0
        sounds, taken = Counter[str](), Counter[str]()  # by visitor
        for name in reversed(self.session_data):
            size, whose = sound_bytes(self.session_data[name]), owner(name)
            if not size:
                empty += 1
                if empty > EMPTY:
                    yield name
                continue
            sounds[whose] += 1
            taken[whose] += size
            if sounds[whose] > FULL // SHARE or taken[whose] > BYTES // SHARE:
                yield name
                continue
            full, kept = full + 1, kept + size
            if full > FULL or kept > BYTES:
                yield name


def sound_bytes(session: SessionState) -> int:
    """Bytes of the sounds that a session holds."""
    return sum(value.clip.samples.nbytes for value in [*session.state_data.values()] if isinstance(value, Selection))


def bound(gradio_app: Any) -> None:
    """Give a mounted Gradio app this limited memory."""
    gradio_app.state_holder = Sessions()
    gradio_app.state_holder.set_blocks(gradio_app.get_blocks())
