"""A probability in percent, by one rule for page, terminal and files; scope/percent.js is the same in the browser."""

from __future__ import annotations

import math


def percent(probability: float) -> str:
    """A probability in percent: whole, with one decimal below 1 and from 99; never 0% or 100%, which no softmax is.

    >>> [percent(p) for p in (0.0004, 0.004, 0.78, 0.997, 0.9995)]
    ['<0.1%', '0.4%', '78%', '99.7%', '>99.9%']
    """
    if probability < 0.001:
        return "<0.1%"
    if probability > 0.999:
        return ">99.9%"
    digits = 1 if probability < 0.01 or probability >= 0.99 else 0
    # Halves are rounded up, as in JavaScript; Python's formatting rounds them to even.
    return f"{math.floor(100 * probability * 10**digits + 0.5) / 10**digits:.{digits}f}%"
