"""The fair table: one network before each of the field's front ends, what it gives and what its front end costs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from speechcls.frontends.atlas import by_name
from speechcls.frontends.config import FrontEndConfig
from speechcls.results import cost
from speechcls.results.findings import Arm, Difference, differ

TABLE = "front-ends"  # its experiment
QUIET = ("-30", "-50")  # dBFS of a clip's peak


@dataclass(frozen=True)
class FrontEndRow:
    """What a network gives with one front end, and what that front end costs; shares are in [0, 1]."""

    arm: Arm
    config: FrontEndConfig
    rare: float  # over the clips of rare words
    at_zero_db: float  # of noise
    quiet: tuple[float, ...]  # at each peak of QUIET

    @property
    def size(self) -> int | None:
        """Bytes of its tables; None where a library is called."""
        return cost.front_end_bytes(self.config)

    @property
    def multiply_adds(self) -> int | None:
        """For one second of sound; None where a library is called."""
        return cost.front_end_multiply_adds(self.config)


def row(arm: Arm) -> FrontEndRow:
    """The arm's accuracy in each condition, the means over seeds."""
    levels = arm.robustness("level")
    return FrontEndRow(
        arm,
        by_name(arm.runs[0].settings["front_end"]),
        rare=float(arm.right[~arm.clips.covered].mean()),
        at_zero_db=arm.noise["0"],
        quiet=tuple(levels[peak][0] for peak in QUIET),
    )


class Verdict:
    """The best front end beside all others. Arms come the best first, as `findings.arms` gives them."""

    def __init__(self, arms: dict[str, Arm]) -> None:
        self.arms = arms
        self.best, *self.others = arms.values()

    @cached_property
    def apart(self) -> list[Difference]:
        """What the best has over each of the others."""
        return [differ(self.best, other) for other in self.others]

    @property
    def alike(self) -> list[Difference]:
        """Those that are behind by no more than voices differ by chance."""
        return [one for one in self.apart if not one.beyond_voices]

    @property
    def behind(self) -> list[Difference]:
        """The others, the least behind first."""
        return sorted((one for one in self.apart if one.beyond_voices), key=lambda one: one.mean)

    @property
    def again(self) -> list[str]:
        """Arms that were trained with more than one seed."""
        return [name for name, arm in self.arms.items() if len(arm.runs) > 1]
