"""What the README says of files, networks, commands and the Space is so; run as a script, this fills it in."""

import ast
import math
import re
import shlex
import tomllib
from pathlib import Path

import numpy as np
import pytest
import typer
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from speechcls import cli as command_line
from speechcls.data.negatives import LEFT_OUT
from speechcls.models import variants
from speechcls.results import findings, records, report
from speechcls.results.findings import Arm
from speechcls.ui.page import PRIVACY

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
# Kinds of what is none of the words, as the cards name them, that are speech.
SPEECH = ("synthesised words", "reversed words", "spliced words")
# The accuracy that was asked of each network.
LEAST = {"compact": "0.96, hoped for 0.975", "logmel": "0.94", "complex": "0.92", "power": "0.88", "mel": "0.85"}
FILL = "Run: python tests/test_readme.py"
MAPPED = ("app.py", "speechcls/**/*.py", "speechcls/ui/scope/**/*.js", "benchmarks/*.py", "assets/clips/*.py")
ROW = re.compile(r"^\| \[`(.+?)`\]\((.+?)\) \| (.+) \|$", re.MULTILINE)


def text() -> str:
    return README.read_text(encoding="utf-8")


def block(name: str) -> str:
    """What stands between the markers of that name."""
    return re.search(f"<!-- {name} -->\n(.*?)<!-- /{name} -->", text(), re.DOTALL)[1]


def jobs() -> dict[str, str]:
    """Every module with its job: the first line of its docstring, or of its comment in JavaScript."""
    files = sorted(file for pattern in MAPPED for file in ROOT.glob(pattern))
    return {file.relative_to(ROOT).as_posix(): job(file) for file in files}


def job(file: Path) -> str:
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".js":
        return source.splitlines()[0].removeprefix("// ")
    return ast.get_docstring(ast.parse(source)).splitlines()[0]


def file_map() -> str:
    """The map: rows in the order in which they stand, what is new at the end, what is gone left out."""
    known = jobs()
    order = [path for path, _, _ in ROW.findall(block("map"))]
    rows = [path for path in order if path in known] + [path for path in known if path not in order]
    return "".join(["| File | Its job |\n|---|---|\n", *(f"| [`{path}`]({path}) | {known[path]} |\n" for path in rows)])


def variants_table() -> str:
    """The networks, the best first, with their scores on test clips, and the command that each was trained with."""
    cards = [variants.card(name) for name in variants.names()]
    some, all_ = len(cards[0].covered_words), len(cards[0].words)
    head = (
        "Network",
        "Its input",
        f"Test, {some} words",
        f"Test, {all_} words",
        "Test loss",
        f"Validation, {some} words",
    )
    commands = [card.training["command"] for card in cards]
    return "\n".join([table((*head, "Trained on", "In"), *map(variant_row, cards)), "```sh", *commands, "```", ""])


def variant_row(card: variants.Card) -> tuple[str, ...]:
    test, validation, training = card.metrics["testing"], card.metrics["validation"], card.training
    synthetic = f" and {card.synthetic_clips:,} synthetic" if card.synthetic_clips else ""
    return (
        f"`{card.name}`",
        str(card.recipe.shape),
        *(f"{score:.3f}" for score in (test["accuracy_covered"], test["accuracy"], test["loss"])),
        f"{validation['accuracy_covered']:.3f}",
        f"{training['clips']['training']:,} clips{synthetic}, {training['epochs']} epochs",
        f"{training['seconds'] / 60:.0f} min; {training['device']}",
    )


def table(*rows: tuple[str, ...]) -> str:
    """In Markdown, the first row being its head."""
    head, *below = rows
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ("---",) * len(head), *below))


def gates_table() -> str:
    """What each network's gate lets through and refuses, in per cent: of words and of each kind of what is none."""
    kinds = ("Noise, silence, tones, chords", *map(str.capitalize, SPEECH))
    cards = [card for card in map(variants.card, variants.names()) if card.gate]
    return table(("Network", "Words missed", *kinds, "Calibration error"), *map(gate_row, cards))


def gate_row(card: variants.Card) -> tuple[str, ...]:
    parts = [card.gate.measured[part] for part in ("validation", "testing")]
    missed, error = (" / ".join(f"{100 * part[key]:.1f}" for part in parts) for key in ("missed", "calibration_error"))
    return f"`{card.name}`", missed, *heard_amiss(card), error


def heard_amiss(card: variants.Card) -> list[str]:
    """What its gate takes for words on test, in per cent: of noise, silence, tones and chords, then of SPEECH."""
    heard = card.gate.measured["testing"]["heard_by_kind"]
    plain = np.mean([share for kind, share in heard.items() if kind not in SPEECH])
    return [f"{100 * share:.1f}" for share in (plain, *(heard[kind] for kind in SPEECH))]


def aims() -> str:
    """What was aimed at, and what the cards and records say of it."""
    cards = {name: variants.card(name) for name in variants.names()}
    noise = {run.arm: run.noise for run in records.runs("shipped") if run.name.endswith("-0")}
    scores = {name: card.metrics["testing"]["accuracy_covered"] for name, card in cards.items()}
    rivals = [noise[name] for name in ("power", "mel", "complex") if name in noise]
    best, own = cards["compact"], noise["compact"]
    errors = (
        max((1 - own[level]) / (1 - max(rival[level] for rival in rivals)) for level in own) if rivals else math.nan
    )
    plain, synthesised, *_ = heard_amiss(best)
    left_out = findings.arms("left-out")["compact"].runs[0].gate["testing"]["heard_by_kind"][LEFT_OUT]
    calibration = {name: 100 * card.gate.measured["testing"]["calibration_error"] for name, card in cards.items()}
    worst = max(calibration, key=lambda name: calibration[name])
    met = sum(error <= 2 for error in calibration.values())
    return table(
        ("Aim", "Asked", "Reached"),
        *((f"`{name}`, test, 22 words", least, f"{scores[name]:.3f}") for name, least in LEAST.items()),
        ("`compact`, validation, 22 words", "0.98", f"{best.metrics['validation']['accuracy_covered']:.3f}"),
        ("`compact` at 0 dB of noise", "0.90", f"{own['0']:.3f}"),
        (
            "Its errors beside those of the best of `power`, `mel`, `complex`, 20 to -5 dB",
            "half",
            f"{errors:.3f} at most",
        ),
        ("Words that its gate misses on test", "5 %", f"{100 * best.gate.measured['testing']['missed']:.1f} %"),
        ("Noise, silence, tones, chords that it takes for words", "5 %", f"{plain} %"),
        ("Synthesised words outside the list", "5 %", f"{synthesised} %"),
        ("Words left out of a short training of it", "5 %", f"{100 * left_out:.0f} %"),
        (
            "Calibration error on test",
            "2 %",
            f"{met} of {len(cards)} below it; {calibration[worst]:.1f} % for `{worst}`",
        ),
    )


def phase() -> str:
    """The answer to the chapter's claim, and the arms that it rests on."""
    found = findings.arms("controlled")
    shipped = findings.arms("shipped")
    gain = findings.differ(shipped["complex"], shipped["power"])
    on_all = (
        f"Trained on all clips, for {shipped['power'].runs[0].epochs} epochs, complex has {100 * gain.mean:+.1f} over "
        f"power ({100 * gain.low:+.1f} to {100 * gain.high:+.1f}): {gain.verdict}."
    )
    said = (findings.on_phase(found), trainings(found), findings.precisions(found), on_all)
    return f"{' '.join(said)}\n\n{experiment('controlled')}"


def trainings(found: dict[str, Arm]) -> str:
    """How often each arm was trained, in one sentence."""
    often: dict[int, list[str]] = {}
    for arm in found.values():
        often.setdefault(len(arm.runs), []).append(arm.name)
    times = {1: "once", 2: "twice"}
    told = "; ".join(f"{times.get(n, f'{n} times')} {', '.join(names)}" for n, names in sorted(often.items()))
    return f"Trained, each time with another seed: {told}."


def tried() -> str:
    """What was tried and does not ship, beside the network that does; and which were trained in another precision."""
    arms, shipped = findings.arms("tried").values(), findings.arms("shipped")
    pairs = [(arm, shipped[arm.name.split("-")[0]]) for arm in arms]
    head = (
        "Tried / shipped",
        "Test, 22 words",
        "Points over what ships",
        "95 % over voices",
        "Words of few voices",
        "At 0 dB of noise",
        "Validation, 22 words",
    )
    rows = table(head, *(tried_row(*pair) for pair in pairs))
    other = [f"`{one.name}`" for one, beside in pairs if one.runs[0].precision != beside.runs[0].precision]
    return f"{rows}\nTrained in another precision than what ships: {', '.join(other) or 'none'}.\n"


def tried_row(arm: Arm, beside: Arm) -> tuple[str, ...]:
    assert (arm.about.paths == beside.about.paths).all()
    gain = findings.differ(arm, beside)
    test, rare, noisy, validation = (
        " / ".join(f"{value:.3f}" for value in both) for both in zip(shares(arm), shares(beside), strict=True)
    )
    span = f"{100 * gain.low:+.1f} to {100 * gain.high:+.1f}"
    return f"`{arm.name}`", test, f"{100 * gain.mean:+.1f}", span, rare, noisy, validation


def shares(arm: Arm) -> tuple[float, ...]:
    """On test its accuracy, that on words of few voices, that at 0 dB of noise; and its accuracy on validation."""
    validation = [run.metrics["validation"]["accuracy_covered"] for run in arm.runs]
    return arm.accuracy, arm.right[~arm.about.covered].mean(), arm.noise["0"], np.mean(validation)


def experiment(name: str) -> str:
    """The arms of an experiment that have records, the best first."""
    head = ("Arm", "Test, well-covered words", "95 %", "Words of few voices", "At 0 dB of noise")
    return table(head, *map(arm_row, findings.arms(name).values()))


def arm_row(arm: Arm) -> tuple[str, ...]:
    (accuracy, rare, noisy, _), (low, high) = shares(arm), arm.interval
    return f"`{arm.name}`", f"{accuracy:.3f}", f"{low:.3f} to {high:.3f}", f"{rare:.3f}", f"{noisy:.3f}"


def few_voices() -> str:
    """The arms of that experiment, those that are best on the words of few voices first."""
    head = (
        "Arm",
        "Words of few voices",
        "Over `none`, points",
        "95 % over voices",
        "Mean over these words",
        "Other words",
    )
    arms = findings.arms("few-voices")
    rows = [few_voices_row(arm, arms["none"]) for arm in arms.values()]
    return table(head, *sorted(rows, key=lambda row: row[1], reverse=True))


def few_voices_row(arm: Arm, none: Arm) -> tuple[str, ...]:
    rare, words = ~arm.about.covered, arm.about.words
    gain, low, high = (
        100 * value for value in records.difference(arm.right[rare], none.right[rare], arm.about.voices[rare])
    )
    mean = np.mean([arm.right[words == word].mean() for word in np.unique(words[rare])])
    over = ("", "") if arm is none else (f"{gain:+.1f}", f"{low:+.1f} to {high:+.1f}")
    return f"`{arm.name}`", f"{arm.right[rare].mean():.3f}", *over, f"{mean:.3f}", f"{arm.accuracy:.3f}"


def ingredients() -> str:
    """What leaving out each ingredient of `compact` costs, and how far its one training can be relied on."""
    arms = findings.arms("ingredients")
    again = findings.arms("few-voices")["none"]
    assert again.runs[0].command == arms["all"].runs[0].command
    return (
        f"{table(report.INGREDIENTS, *report.ingredients(arms))}\n{report.verdicts(arms)} Each was trained once, and "
        f"trained on another processor, in another precision, the same command as for nothing left out gave "
        f"{again.accuracy:.3f} in place of {arms['all'].accuracy:.3f}: a difference of a point says little.\n"
    )


def left_out() -> str:
    """What the gate of a network makes of words that it was never taught."""
    run = findings.arms("left-out")["compact"].runs[0]
    *first, last = (f"`{word}`" for word in run.settings["leave_out"].split(","))
    tested = run.gate["testing"]
    heard, missed = (100 * share for share in (tested["heard_by_kind"][LEFT_OUT], tested["missed"]))
    return (
        f"What is made of words that a network was never taught: `compact` was trained for {run.epochs} epochs on at "
        f"most {run.settings['per_word']} clips a word without {', '.join(first)} and {last}. On test, its gate takes "
        f"{heard:.0f} % of the clips of these for other words, and misses {missed:.1f} % of the words that it knows.\n"
    )


BLOCKS = {
    "map": file_map,
    "variants": variants_table,
    "gates": gates_table,
    "aims": aims,
    "tried": tried,
    "phase": phase,
    "ingredients": ingredients,
    "left-out": left_out,
    "few-voices": few_voices,
}


def fill() -> None:
    """Write map and tables into the README."""
    for name, content in ((name, write()) for name, write in BLOCKS.items()):
        before, after = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        README.write_text(text().replace(before + block(name) + after, before + content + after), encoding="utf-8")


def code(language: str) -> list[str]:
    return re.findall(f"^```{language}\n(.*?)^```", text(), re.DOTALL | re.MULTILINE)


def commands(start: str) -> list[str]:
    """The lines of the shell blocks that begin so, comments left out."""
    lines = [line for lines in code("sh") for line in lines.splitlines()]
    return [line.split("  #")[0].strip() for line in lines if line.startswith(start)]


def front_matter() -> dict[str, str]:
    head = re.match(r"---\n(.*?)\n---\n", text(), re.DOTALL)[1]
    return {key: value.strip('"') for key, value in (line.split(": ", 1) for line in head.splitlines())}


def test_the_map_names_every_module_and_quotes_its_first_line():
    rows = ROW.findall(block("map"))
    assert all(path == link for path, link, _ in rows)
    assert {path: quote for path, _, quote in rows} == jobs(), FILL
    assert block("map") == file_map(), FILL


def test_the_table_gives_the_numbers_of_the_cards():
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in block("variants").splitlines()]
    table = {row[0].strip("`"): row for row in rows if row and row[0].startswith("`")}
    assert list(table) == variants.names(), FILL
    for name, row in table.items():
        measured = variants.card(name).metrics
        expected = [measured["testing"]["accuracy_covered"], measured["testing"]["accuracy"]]
        assert [float(cell) for cell in row[2:4]] == pytest.approx(expected, abs=6e-4), FILL
    assert block("variants") == variants_table(), FILL


def test_the_table_of_the_gates_gives_what_is_on_the_cards():
    assert block("gates") == gates_table(), FILL
    for name in variants.names():
        missed = variants.card(name).gate.measured["testing"]["missed"]
        assert f"| `{name}` | " in block("gates") and f" / {100 * missed:.1f} |" in block("gates")


def test_what_was_aimed_at_and_tried_is_told_as_recorded():
    assert block("aims") == aims(), FILL
    assert block("tried") == tried(), FILL


def test_the_answer_on_phase_and_its_table_are_those_of_the_records():
    assert block("phase") == phase(), FILL
    for arm in findings.arms("controlled").values():
        assert f"| `{arm.name}` | {arm.accuracy:.3f} |" in block("phase")


def test_the_table_of_what_helps_rare_words_is_that_of_the_records():
    assert block("few-voices") == few_voices(), FILL


def test_what_is_said_of_ingredients_and_of_words_left_out_is_that_of_the_records():
    assert block("ingredients") == ingredients(), FILL
    assert block("left-out") == left_out(), FILL


def test_the_command_of_each_card_stands_in_the_readme():
    trained = {variants.card(name).training["command"] for name in variants.names()}
    assert trained <= set(commands("python -m speechcls")), FILL


@pytest.mark.parametrize("line", commands("python -m speechcls"))
def test_the_command_line_knows_every_command_and_option(line):
    name, *arguments = shlex.split(line)[3:]
    known = typer.main.get_command(command_line.app).commands
    assert name in known
    known[name].make_context(name, arguments).close()  # raises on whatever it does not know


@pytest.mark.parametrize("line", commands("make"))
def test_make_knows_every_target(line):
    assert re.search(rf"^{line.split()[1]}:.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("line", commands("python -m benchmarks"))
def test_every_benchmark_is_there(line):
    assert (ROOT / "benchmarks" / f"{line.split()[2].split('.')[1]}.py").exists()


def test_the_lines_of_python_print_a_word(capsys):
    example = next((ROOT / "assets" / "clips").glob("*.flac"))
    exec(code("python")[0].replace("clip.wav", str(example)), {})
    assert capsys.readouterr().out.strip() in variants.card("complex").words


def test_every_file_that_is_linked_or_shown_is_there():
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text()) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_page_and_the_readme_promise_the_same_privacy():
    assert PRIVACY in text()


def test_a_space_finds_what_it_needs():
    said = front_matter()
    assert (said["sdk"], said["license"]) == ("gradio", "mit")
    assert (ROOT / said["app_file"]).exists()
    assert len(said["short_description"]) <= 60  # or the upload is refused
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    latest = f"{said['python_version']}.99"  # a Space takes the latest patch
    assert SpecifierSet(project["requires-python"]).contains(latest)
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    wanted = {one.name: one.specifier for one in (Requirement(line) for line in lines if line and line[0] != "#")}
    assert wanted["gradio"].contains(said["sdk_version"])
    assert str(wanted["torch"]) == str(wanted["torchaudio"])


if __name__ == "__main__":
    fill()
