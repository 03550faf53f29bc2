"""What every reader of a sound file takes and gives: bytes in, blocks of samples out, an account of what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

Blocks = Iterator[tuple[float, np.ndarray]]  # (sampling rate in Hz, samples (n, channels))


class Unreadable(Exception):
    """A file that can't be read. The message is the rest of a sentence that begins with the sound's name."""


@dataclass
class Account:
    """What a reader reports beside the samples."""

    opened: bool = False
    broken: bool = False  # an error occurred, or reading stopped before the end
    announced: float = 0.0  # s, length by the container; 0 where it has none
    tolerance: float = 0.1  # s by which the container's length may be larger, by rounding and padding
    lost: float = 0.0  # s that could not be decoded, replaced by silence


Reader = Callable[[bytes, Account], Blocks]
