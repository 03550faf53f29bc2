"""The experiments in sentences: whether phase helps, and which arms had another precision."""

from __future__ import annotations

from collections.abc import Sequence

from speechcls.results.fair import Verdict
from speechcls.results.findings import Arm, Difference, differ


def precisions(found: dict[str, Arm]) -> str:
    """Which arms were trained in which precision, in one sentence; empty where all were in the same."""
    by_precision: dict[str, list[str]] = {}
    for arm in found.values():
        for precision in dict.fromkeys(run.precision for run in arm.runs):
            by_precision.setdefault(precision, []).append(arm.name)
    if len(by_precision) < 2:
        return ""
    told = "; ".join(f"in {precision} {', '.join(names)}" for precision, names in sorted(by_precision.items()))
    return f"Not all were trained in the same precision: {told}."


def on_phase_in(table: str, found: dict[str, dict[str, Arm]]) -> str:
    """What one of the experiments on the chapter's claim says, in one or two sentences; `found` has arms by table."""
    arms = found.get(table, {})
    if table != "levelled":
        return on_phase(arms)
    return " ".join(filter(None, (on_level(arms, found.get("controlled", {})), on_phase_at_level(arms))))


def on_phase(found: dict[str, Arm]) -> str:
    """One sentence on the chapter's claim that phase helps, or on the records that are missing for it."""
    if missing := [name for name in ("complex", "scrambled", "power") if name not in found]:
        return f"Whether phase helps can't be told yet; records that are missing: {', '.join(missing)}."
    beside = [differ(found["complex"], arm) for name, arm in found.items() if name in ("power", "magnitude")]
    return phase_answer(differ(found["complex"], found["scrambled"]), beside)


def phase_answer(gain: Difference, beside: Sequence[Difference]) -> str:
    """One sentence on whether phase helps: `gain` is complex less scrambled, `beside` complex less other arms."""
    span = f"{_points(gain.mean)} points of accuracy (95 % of draws of voices: "
    span += f"{_spread(gain)})"
    trained = "Over seeds with " + ", ".join(map(_points, gain.seeds))
    if not gain.seeds:
        trained = "On trainings that share no seed"
    elif len(gain.seeds) == 1:
        trained = "On one training of each, so that how much trainings differ among themselves is not in the interval"
    told = gain.verdict if gain.beyond_voices else "no gain from phase can be told from chance"
    if gain.certain:
        told = "phase helps" if gain.mean > 0 else "phase harms"
    others = " and ".join(f"{_points(one.mean)} over {one.other}" for one in beside)
    return f"{trained}: {told}. Keeping phase rather than drawing it at random brings {span}; complex has {others}."


def on_level(levelled: dict[str, Arm], found: dict[str, Arm]) -> str:
    """How much of what complex has over power is left at one level, in one sentence; empty without these records."""
    if not all({"complex", "power"} <= set(arms) for arms in (levelled, found)):
        return ""
    left, before = (differ(arms["complex"], arms["power"]) for arms in (levelled, found))
    brought = {name: differ(levelled[name], found[name]).mean for name in ("power", "complex")}
    return (
        f"With each second at one level, complex has {_points(left.mean)} over power ({_spread(left)}) in place of "
        f"{_points(before.mean)}: the level brings power {_points(brought['power'])}, "
        f"complex {_points(brought['complex'])}."
    )


def on_phase_at_level(levelled: dict[str, Arm]) -> str:
    """What phase gives where each second is at one level, in one sentence; empty without these records."""
    if not {"complex", "scrambled"} <= set(levelled):
        return ""
    gain = differ(levelled["complex"], levelled["scrambled"])
    told = f"There, keeping phase rather than drawing it at random brings {_points(gain.mean)} ({_spread(gain)})"
    return f"{told}: {gain.verdict}."


def on_controls(found: dict[str, Arm], name: str) -> str:
    """How far an arm is from each other one, with what that may be put down to; one sentence."""
    others = [differ(found[name], arm) for other, arm in found.items() if other != name] if name in found else []
    if not others:
        return f"Whether {name} is ahead can't be told yet."
    told = "; ".join(f"{_points(gain.mean)} over {gain.other} ({_spread(gain)}), {gain.verdict}" for gain in others)
    return f"In points, {name} has {told}."


def _spread(gain: Difference) -> str:
    return f"{_points(gain.low)} to {_points(gain.high)}"


def on_front_ends(found: dict[str, Arm], planned: Sequence[str]) -> str:
    """Two sentences on which front end to choose, with what the trainings can't tell; then which are missing."""
    if not found:
        return "No front end was trained yet."
    verdict = Verdict(found)
    missing = [name for name in planned if name not in found]
    return (
        f"Best of {len(found)} is {verdict.best.name}, at {verdict.best.accuracy:.3f} of the test clips"
        f"{_beside(verdict)}. {_trainings(verdict)}, before a network that was designed for 64 bands every 10 ms, so "
        "a difference of a point says little, and nothing is told of other networks, of longer trainings or of other "
        "tasks." + (f" Not trained yet: {', '.join(missing)}." if missing else "")
    )


def on_shipping(found: dict[str, Arm], shipped: str, candidates: dict[str, str]) -> str:
    """Which candidates (arms by what they are called) are ahead of what ships; empty without their records."""
    if not {shipped, *candidates.values()} <= set(found):
        return ""
    gains = {name: differ(found[arm], found[shipped]) for name, arm in candidates.items()}
    told = ", ".join(f"{name} ({gain.one}) is at {_points(gain.mean)} points" for name, gain in gains.items())
    earned = [name for name, gain in gains.items() if gain.low > 0]
    does = f"{' and '.join(earned)} {'does' if len(earned) == 1 else 'do'}" if earned else "none of them does"
    return (
        f"To ship as a variant, a front end has to be ahead of {shipped}, with which `compact` ships, by more than "
        f"voices differ by chance: {told}, so {does}."
    )


def _beside(verdict: Verdict) -> str:
    """Which are as good as the best but for chance, and how far behind the others are."""
    told = ""
    if alike := [_far(one) for one in verdict.alike]:
        told = f"; no more than voices differ by chance from it (in points) {_are(alike)} {', '.join(alike)}"
    if behind := [_far(one) for one in verdict.behind]:
        others = "the others, " if alike else ""
        told += f"; behind it {_are(behind)} "
        told += behind[0] if len(behind) == 1 else f"{others}from {behind[0]} to {behind[-1]}"
    return told


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _far(difference: Difference) -> str:
    return f"{difference.other} ({_points(-difference.mean)})"


def _trainings(verdict: Verdict) -> str:
    """How often each arm was trained, and how far each was from the best with each seed."""
    if not verdict.again:
        return "Each was trained once and briefly"
    apart = {one.other: f" ({', '.join(_points(-gain) for gain in one.seeds)} by seed)" for one in verdict.apart}
    again = [f"{name}{apart.get(name, '')}" for name in verdict.again]
    return f"All were trained briefly, and with one seed but for {', '.join(again)}"


def _points(share: float) -> str:
    return f"{round(100 * share, 1) + 0.0:+.1f}"  # never -0.0
