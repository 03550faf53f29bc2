"""What README and docs say of files, variants, commands and the Space is so."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import typer
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from speechcls import cli
from speechcls.models import variants
from speechcls.ui.wording import PRIVACY, say
from tools import docs

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DOCUMENTS = {file.relative_to(ROOT).as_posix(): file for file in (README, *sorted((ROOT / "docs").glob("*.md")))}


def text(file: Path = README) -> str:
    return file.read_text(encoding="utf-8")


def code(language: str, file: Path = README) -> list[str]:
    return re.findall(f"^```{language}\n(.*?)^```", text(file), re.DOTALL | re.MULTILINE)


def commands(start: str) -> list[str]:
    """The lines of the shell blocks of all documents that begin so, comments left out."""
    lines = [line for file in DOCUMENTS.values() for block in code("sh", file) for line in block.splitlines()]
    return sorted({line.split("  #")[0].strip() for line in lines if line.startswith(start)})


def front_matter() -> dict[str, str]:
    head = re.match(r"---\n(.*?)\n---\n", text(), re.DOTALL)[1]
    return {key: value.strip('"') for key, value in (line.split(": ", 1) for line in head.splitlines())}


@pytest.mark.slow
def test_what_is_generated_is_current():
    assert [str(file) for file in docs.stale()] == [], "Run: python -m tools.docs"


def test_the_map_names_every_module():
    architecture = text(ROOT / "docs" / "architecture.md")
    assert [path for path in docs.jobs() if f"](../{path})" not in architecture] == []


def test_each_benchmark_is_in_its_document():
    named = re.findall(r"python -m benchmarks\.(\w+)", text(DOCUMENTS["docs/benchmarks.md"]))
    assert set(named) == {file.stem for file in (ROOT / "benchmarks").glob("[!_]*.py")}


def test_the_command_of_each_card_stands_in_the_docs():
    assert {variants.card(name).training["command"] for name in variants.names()} <= set(
        commands("python -m speechcls")
    )


def test_the_readme_is_short_enough_to_be_read():
    assert len(text().encode()) < 12_000


@pytest.mark.parametrize("line", commands("python -m speechcls"))
def test_the_command_line_knows_every_command_and_option(line):
    name, *arguments = shlex.split(line)[3:]
    known = typer.main.get_command(cli.app).commands
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


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_is_linked_or_shown_is_there(name):
    file = DOCUMENTS[name]
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text(file)) if not link.startswith("http")]
    assert [link for link in links if link and not (file.parent / link).exists()] == []


def test_page_and_docs_promise_the_same_privacy():
    assert " ".join(say(name) for name in (*PRIVACY, "privacy.long-form")) in text(ROOT / "docs" / "privacy.md")


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
