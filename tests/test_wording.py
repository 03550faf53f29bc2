"""The page's sentences: each that is named is there, and says the same in each language; what fills them fits."""

import ast
import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from speechcls.audio import AudioError, read
from speechcls.frontends.atlas import FRONTENDS
from speechcls.frontends.differences import differences
from speechcls.plots import clip_panels
from speechcls.results.plan import TABLES
from speechcls.ui import site, wording
from speechcls.ui.limiter import Busy
from speechcls.ui.parts.results.comparison import Experiments
from speechcls.ui.selection import example_files
from speechcls.ui.wording.numerals import Marks, localised

UI = Path(wording.__file__).parents[1]
SCRIPTS = {file: file.read_text() for file in (UI / "scope").rglob("*.js") if "vendor" not in file.parts}
PARTS = {file.relative_to(UI / "parts").as_posix(): file.read_text() for file in (UI / "parts").rglob("*.html")}
PYTHON = "".join(file.read_text() for file in UI.rglob("*.py"))
FILLED = {  # by Python, as HTML; by the part in which they stand
    "header.html": {"count", "chips", "privacy", "privacy-long", "invitation", "switch"},
    "invitation.html": {"qr", "url"},
    "inputs.html": {"sees"},
    "lab/lab.html": {"links", "steps"},
    "phase/step.html": {"verdict"},
    "results/results.html": {"verdict"},
    "sound.html": {"buttons", "hidden", "whose"},
    "site.html": {
        *("policy", "about", "styles", "lang", "base", "languages", "sentences", "phrases", "header", *site.PARTS),
        "variants-offered",
    },
}


def slots(html: str) -> set[str]:
    return set(re.findall(r"\{\{([\w.-]+)\}\}", html))


def named() -> set[str]:
    """Every name that a script, a part or a module gives; of those that are put together, what comes before."""
    scripts = "".join(SCRIPTS.values())
    plain = re.findall(r'(?<![.#\w])say\(\s*"([^"]+)"', scripts)
    parts = (slots(html) - FILLED.get(part, set()) for part, html in PARTS.items())
    return set(plain).union(*parts) | set(re.findall(r'wording\.say\("([^"]+)"', PYTHON))


def values_in(sentence: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", sentence))


def beginnings() -> tuple[str, ...]:
    return tuple(re.findall(r"(?<![.#\w])say\(\s*`([\w.-]+)\$", "".join(SCRIPTS.values())))


def test_every_sentence_that_the_page_names_is_there() -> None:
    assert named() - set(wording.ENGLISH) == set()
    for beginning in beginnings():
        assert any(name.startswith(beginning) for name in wording.ENGLISH), beginning


def test_no_part_says_anything_but_sentences_and_what_is_alike_in_all_languages() -> None:
    alike = {"dB", "linear", "mel"}
    for part, html in PARTS.items():
        texts = re.findall(r">([^<>{}]+)<", re.sub(r"(?s)<(script|style).*?</\1>", "", html))
        assert alike.issuperset(re.findall(r"[^\W\d_]{2,}", " ".join(texts))), part


def test_what_python_fills_stands_in_its_part() -> None:
    for part, names in FILLED.items():
        assert names - slots(PARTS[part]) == set(), part


def test_a_sentence_takes_the_values_that_scripts_give_it() -> None:
    for name, given in re.findall(r'(?<![.#\w])say\("([^"]+)", \{([^}]*)\}\)', "".join(SCRIPTS.values())):
        values = set(re.findall(r"(\w+)(?=\s*[:,]|\s*$)", re.sub(r":[^,]*", ":", given)))
        assert set(re.findall(r"\{(\w+)\}", wording.ENGLISH[name])) <= values | {"size", "limit"}, name


def test_no_script_quotes_a_word_but_by_a_sentence_or_a_phrase() -> None:
    """For the marks are others in German."""
    phrases, literal = wording.PHRASES["de"], re.compile(r'`[^`“]*“[^`]*`|"[^"\n“]*“[^"\n]*"')
    for file, script in SCRIPTS.items():
        for text in literal.findall(script):
            first, *others = re.split(r"\$\{\w+\}", text[1:-1])
            assert first + "".join(f"{{{i}}}{other}" for i, other in enumerate(others)) in phrases, (file.name, text)


def test_each_language_has_every_sentence_with_the_same_values() -> None:
    assert wording.GERMAN.keys() == wording.ENGLISH.keys()
    for name, sentence in wording.ENGLISH.items():
        for text in (sentence, wording.GERMAN[name]):
            assert text.strip(), name
            assert values_in(text) == values_in(sentence), name


def test_every_experiment_has_the_question_that_it_answers() -> None:
    asked = {name for name in wording.ENGLISH if name.startswith("results.ask.")}
    assert asked == {f"results.ask.{table}" for table in TABLES}


def test_no_two_subjects_have_a_sentence_of_the_same_name() -> None:
    assert sum(len(subject.ENGLISH) for subject in wording.SUBJECTS) == len(wording.ENGLISH)
    assert sum(len(subject.GERMAN) for subject in wording.SUBJECTS) == len(wording.GERMAN)


def test_what_is_spoken_is_in_the_language_of_the_block_and_of_where_a_handler_was_wired() -> None:
    with wording.speaking("de"):
        assert wording.say("close") == wording.LANGUAGES["de"]["close"]
        handler = wording.spoken(lambda name: (wording.language(), wording.say(name)))
    assert wording.language() == "en"
    assert handler("close") == ("de", wording.LANGUAGES["de"]["close"])
    assert wording.say("close") == wording.ENGLISH["close"]


def test_html_is_filled_with_its_sentences_escaped_and_with_given_html_as_it_is() -> None:
    assert wording.filled("<p>{{step.play}}</p>{{steps}}", steps="<b>1</b>") == "<p>Play it</p><b>1</b>"
    assert "&#x27;s own" in wording.filled("{{mel.kept}}")
    with pytest.raises(KeyError):
        wording.filled("{{no.such}}")


@pytest.mark.parametrize(("right", "clips", "told"), [(180, 200, "90 of 100"), (1999, 2000, "more than 99 of 100")])
def test_how_often_such_an_answer_is_right_is_never_always(right: int, clips: int, told: str) -> None:
    assert told in wording.as_sure(right, clips)


@pytest.mark.parametrize(("near", "german"), [(["b"], "zu b Zufall"), (["b", "c"], "zu b und c Zufall")])
def test_front_ends_that_may_be_just_as_good_are_told_of_one_as_of_several(near: list[str], german: str) -> None:
    given = 3, ("a", 0.9), near, ("d", 0.5)
    assert f"though {' and '.join(near)} may be just as good" in wording.fair(*given)
    with wording.speaking("de"):
        assert f"wobei der Abstand {german} sein kann" in wording.fair(*given)


# Words of English that are none of German, nor a network's: where one is said, something was not translated.
ENGLISH_WORD = re.compile(
    r"\b(the|of|and|is|are|with|which|its|your|than|from|this|that|for|by|it|each|where|when|what|other|have|instead"
    r"|then|apart|at|threshold|logarithmic)\b"
)


def test_phrases_have_the_same_places_for_what_varies_in_german() -> None:
    for phrase, german in wording.PHRASES["de"].items():
        said = [place.replace("!", "") for place in re.findall(r"\{\d!?\}", german)]
        assert german.strip() and sorted(re.findall(r"\{\d\}", phrase)) == sorted(said), phrase


def in_german(text: str) -> str:
    with wording.speaking("de"):
        return wording.translate(text)


def left_in_english(text: str) -> bool:
    """Whether something of what is said of a text in German is English; names in brackets are a library's."""
    return bool(ENGLISH_WORD.search(re.sub(r"\([^()]*\)", "", in_german(text))))


def untranslated(text: str) -> bool:
    known = text in wording.PHRASES["de"]  # as some are that are the same in both languages
    return left_in_english(text) or (not known and in_german(text) == text)


def test_what_lower_layers_say_is_told_in_the_language_that_is_spoken() -> None:
    assert wording.translate("Silence.") == "Silence."
    assert in_german("Silence. Nobody knows this. Time") == "Stille. Nobody knows this. Zeit"
    assert in_german("Samples multiplied by 2 (scale).") == "Abtastwerte mal 2 (scale)."
    assert in_german("whisper-80: As with 80 bands.") == "whisper-80: Wie mit 80 Bändern."


NUMERALS = json.loads((Path(__file__).parent / "data" / "numerals.json").read_text())
# A decimal point, a comma before thousands, or a number joined to its percent sign.
ENGLISH_NUMERAL = re.compile(r"\d\.(?!\d{3}(?!\d))\d|[1-9]\d*,\d{3}(?!\d)|[\d}]%")


@pytest.mark.parametrize(("english", "german"), NUMERALS)
def test_numbers_and_units_are_written_as_the_language_does_and_names_stay(english: str, german: str) -> None:
    marks = [wording.LANGUAGES["de"][f"number.{mark}"] for mark in Marks._fields]
    assert localised(english, Marks(*marks)) == german
    assert localised(english, Marks()) == english


def test_english_is_written_with_the_marks_that_numbers_come_with() -> None:
    assert Marks(*(wording.ENGLISH[f"number.{mark}"] for mark in Marks._fields)) == Marks()


def test_no_german_sentence_holds_a_number_as_english_writes_it() -> None:
    said = [*wording.GERMAN.items(), *wording.PHRASES["de"].items()]
    assert len(said) > 500
    plain = {name: text.replace("CC BY 4.0", "") for name, text in said}
    assert {name: text for name, text in plain.items() if ENGLISH_NUMERAL.search(text)} == {}


def test_numbers_within_a_german_sentence_are_german_and_what_is_quoted_stays() -> None:
    with wording.speaking("de"):
        assert "2.164" in wording.say("words.about", count="2,164")
    assert in_german("Largest difference 0.25.") == "Größter Unterschied 0,25."
    assert in_german("power says “1.5” (90.5%).") == "power sagt „1.5“ (90,5\N{NO-BREAK SPACE}%)."


def test_a_network_named_like_what_it_sees_keeps_its_name() -> None:
    assert in_german("power says “no” (90%).") == "power sagt „no“ (90\N{NO-BREAK SPACE}%)."
    assert in_german("mel keeps it to the end of the slider.").startswith("mel behält")
    assert in_german("logarithm of power") == "Logarithmus von: Leistung"


def strings(node: ast.AST, known: Mapping[str, Sequence[ast.expr]]) -> Iterator[str]:
    """The texts of an expression with Xy for each value that is filled in; nothing where it is no text."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr():
            yield "".join(one.value if isinstance(one, ast.Constant) else filled_in(one, known) for one in node.values)
        case ast.IfExp():
            yield from (*strings(node.body, known), *strings(node.orelse, known))
        case ast.Name() if node.id.isupper() or node.id == "sentence":
            for value in known.get(node.id, ()):
                yield from strings(value, known)
        case ast.Call(func=ast.Attribute(value=ast.Name() as template, attr="format")):
            yield from (re.sub(r"\{\}", "Xy", text) for text in strings(template, known))


def filled_in(value: ast.expr, known: Mapping[str, Sequence[ast.expr]]) -> str:
    return next(strings(value.value, known), "Xy") if isinstance(value, ast.FormattedValue) else "Xy"


def modules(folder: Path) -> Iterator[tuple[str, ast.Module, Mapping[str, Sequence[ast.expr]]]]:
    """Each module's name and tree, and what its names are assigned."""
    for file in sorted(folder.rglob("*.py")):
        tree, known = ast.parse(file.read_text()), defaultdict(list)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                known[node.targets[0].id].append(node.value)
        yield file.name, tree, known


def raised(name: str) -> Iterator[tuple[str, str]]:
    """Where an exception of this name is raised in the package, and the sentences that it is given."""
    for file, tree, known in modules(UI.parent):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and node.args:
                for text in strings(node.args[0], known):
                    yield f"{file}:{node.lineno}", text


def refused() -> Iterator[tuple[str, str]]:
    """Where a server answers with a sentence instead of what was asked, and the sentence."""
    for file, tree, known in modules(UI):
        for node in ast.walk(tree):
            given: list[ast.expr] = []
            if isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                given = [value for key, value in pairs if isinstance(key, ast.Constant) and key.value == "error"]
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("PlainTextResponse", "_end"):
                given = node.args
            for text in (text for one in given for text in strings(one, known)):
                yield f"{file}:{node.lineno}", text


def thrown() -> Iterator[tuple[str, str]]:
    """Where a script of the page gives up with a sentence, and the sentence."""
    given = re.compile(r'(?:new Error\(\s*(?:\w+ \|\| )?|error: )(`[^`]+`|"[^"\n]+")')
    for file, script in SCRIPTS.items():
        for text in given.findall(script):
            yield file.name, re.sub(r"\$\{[^}]*\}", "Xy", text[1:-1])


def stays(text: str) -> bool:
    """Whether a whole sentence of a text is the same in German, as those are for which there is no phrase."""
    return any(one in in_german(text) for one in wording.SENTENCES.split(text) if re.sub(r"Xy|\W", "", one))


def left_of(said: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What is shown of these sentences and stays English in German."""
    shown = {f"{where} {text}": text for where, text in said if not any(part in text for part in FOR_PROGRAMS)}
    return {where: in_german(text) for where, text in shown.items() if left_in_english(text) or stays(text)}


FOR_PROGRAMS = (
    "can't be taught",
    "from_array()",
    "A recogniser takes",
    "classify() takes",
    "(n, channels)",
    "can't be fetched",
    "to its end",
    "into a folder named after it",
    "There is no folder or zip",
    "Give the number of one of",
    "with --record",
    "Send a sound to",
    "The lab has no step",
    "multipart/form-data",
    "files are answered at a time",
    "Call window() first",
)


@pytest.mark.parametrize(
    ("exception", "least"), [("AudioError", 10), ("ArchiveError", 8), ("TakesError", 15), ("MicrophoneError", 5)]
)
def test_every_sentence_that_an_exception_shows_is_told_in_german(exception: str, least: int) -> None:
    said = list(raised(exception))
    assert len(said) >= least
    assert left_of(said) == {}


def test_every_sentence_by_which_a_server_refuses_is_told_in_german() -> None:
    said = [*refused(), ("limiter.py", str(Busy()))]
    assert any("people are teaching words" in text for _, text in said) and len(said) >= 15
    assert left_of(said) == {}


def test_every_sentence_with_which_a_script_gives_up_is_told_in_german() -> None:
    said = list(thrown())
    assert any("This browser can't read Xy" in text for _, text in said) and len(said) >= 12
    assert left_of(said) == {}


def test_why_a_file_is_no_sound_is_told_in_german(tmp_path: Path) -> None:
    for content in (b"", b"this is a text and no sound at all", b"RIFF0000WAVE", b"\0\1\2" * 50):
        (tmp_path / "mine.wav").write_bytes(content)
        with pytest.raises(AudioError) as refused:
            read(tmp_path / "mine.wav")
        told = in_german(str(refused.value))
        assert told.startswith("mine.wav ") and not left_in_english(str(refused.value)), told


def test_all_that_experiments_say_is_told_in_german() -> None:
    experiments = Experiments()
    for table in experiments.overview():
        first, second = table["first"]
        change = experiments.compare({"table": table["name"], "one": first, "other": second})["change"]
        for text in (table["text"], table["phase"], change["text"], change.get("note", "")):
            assert not left_in_english(text), in_german(text)


def test_all_that_two_trainings_show_is_told_in_german() -> None:
    experiments = Experiments()
    told = experiments.compare({"table": "shipped", "one": "compact", "other": "power"})
    panels = [panel for arm in told["arms"] for panel in arm["panels"]] + [told["noise"]]
    said = [text for panel in panels for text in (panel["title"], panel["subtitle"], panel["description"])]
    said += [axis["label"] for panel in panels for axis in (panel["x"], panel["y"])]
    said += [arm["flows"]["description"] for arm in told["arms"]]
    assert [text for text in said if text and untranslated(text)] == []


def test_all_that_is_said_of_front_ends_is_told_in_german() -> None:
    said = {f"{name}: {note}" for name, each in FRONTENDS.items() for note in (each.surprise, each.batch) if note}
    for one, other in itertools.permutations(FRONTENDS, 2):
        said |= set(differences(FRONTENDS[one].config, FRONTENDS[other].config))
    assert len(said) > 200
    assert {text: in_german(text) for text in said if untranslated(text)} == {}


@pytest.mark.parametrize("name", sorted(clip_panels.PANELS))
def test_all_that_a_picture_of_a_sound_says_has_a_german_phrase(name: str) -> None:
    panel = clip_panels.PANELS[name](read(example_files()["stop"]), 0.0)
    said = [panel.title, panel.subtitle, panel.description, panel.x.label, panel.y.label]
    said += [line.name for line in panel.lines]
    assert [text for text in said if text and untranslated(text)] == []
