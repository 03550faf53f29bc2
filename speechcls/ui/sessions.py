"""What the server remembers of those who have the page open: bounded in all and for each, sounds for longest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from gradio.state_holder import SessionState, StateHolder

from speechcls.ui.selection import Selection
from speechcls.ui.visitors import owner

EMPTY = 200  # sessions without a sound that are kept; anybody can make up names of sessions
FULL = 400  # sessions with a sound
BYTES = 2**28  # of all sounds together, which is 70 times the longest
SHARE = 4  # part of both that one visitor's sessions may take; all programs without a cookie count as one visitor


class Sessions(StateHolder):
    """Gradio's memory of sessions. What was used longest ago goes first, yet no sound for a session without one.

    Whoever fills a share of it loses sounds of their own, and nobody else's.
    """

    def update(self, session_id: str) -> None:
        with self.lock:
            if session_id in self.session_data:
                self.session_data.move_to_end(session_id)
            for name in [*self._beyond_the_limits()]:
                self.session_data.pop(name, None)
                self.time_last_used.pop(name, None)

    def _beyond_the_limits(self) -> Iterator[str]:
        """Names of sessions to forget, the most recently used being looked at first."""
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
    """Let a mounted Gradio app remember its sessions within the limits."""
    gradio_app.state_holder = Sessions()
    gradio_app.state_holder.set_blocks(gradio_app.get_blocks())
