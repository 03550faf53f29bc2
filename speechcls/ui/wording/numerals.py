"""Numbers within a sentence, written as its language writes them; scope/numerals.js is the same in the browser."""

from __future__ import annotations

import re
from typing import NamedTuple

NUMERAL = re.compile(r"(?<![\d.,])(\d+(?:,\d{3})*)(?:\.(\d+))?(?!\.?\d)")  # as English has it; no version, no address
WORD = re.compile(r"[^\W\d_]+")
UNITS = {"dB", "dBFS", "Hz", "kHz", "k", "s", "ms", "rad", "MB", "kB", "e", "x"}  # e as in 1e-05, x as in 3 x 5


class Marks(NamedTuple):
    """What a language writes within, after and between numbers."""

    point: str = "."
    thousands: str = ","
    percent: str = "%"
    between: str = ", "


def localised(text: str, marks: Marks) -> str:
    """English numerals as a language writes them, in a text of numbers and units alone; any other text as it is.

    >>> localised("2,164.5 Hz, 93.4%", Marks(",", ".", " %", "; "))
    '2.164,5 Hz; 93,4 %'
    """
    if not UNITS.issuperset(WORD.findall(text)):
        return text

    def numeral(found: re.Match[str]) -> str:
        whole, decimals = found[1].replace(",", marks.thousands), found[2]
        return f"{whole}{marks.point}{decimals}" if decimals else whole

    listed = text.replace(", ", marks.between) if "." in text else text
    return re.sub(r"(?<=\d)%", lambda _: marks.percent, NUMERAL.sub(numeral, listed))
