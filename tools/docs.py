"""Write what is said of code, cards and records, and the protocol's types: python -m tools.docs [--check]."""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Callable
from pathlib import Path

from speechcls.models import variants
from tools import experiment_tables, export_table, front_ends, listening, model_card, own_words_table, protocol
from tools.markdown import table

ROOT = Path(__file__).parents[1]
MAPPED = (
    "app.py",
    "speechcls/**/*.py",
    "speechcls/ui/scope/**/*.js",
    "benchmarks/*.py",
    "tools/*.py",
    "assets/clips/*.py",
)
BLOCK = re.compile(r"<!-- ([a-z-]+) -->\n(.*?)<!-- /\1 -->", re.DOTALL)


def jobs() -> dict[str, str]:
    """Every module with its job: the first line of its docstring, or of its comment in JavaScript."""
    files = sorted({file for pattern in MAPPED for file in ROOT.glob(pattern)})
    return {file.relative_to(ROOT).as_posix(): job(file) for file in files}


def job(file: Path) -> str:
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".js":
        return source.splitlines()[0].removeprefix("// ")
    return (ast.get_docstring(ast.parse(source)) or "").split("\n")[0]


def file_map() -> str:
    """One table a folder, in the order of the way of a sound; links are relative to docs/."""
    way = ("", "audio", "frontends", "models", "live", "plots", "data", "evaluation", "results", "training", "ui")
    folders: dict[str, list[tuple[str, str]]] = {}
    for path, said in jobs().items():
        folders.setdefault(str(Path(path).parent), []).append((path, said))
    known = [f"speechcls/{name}".rstrip("/") for name in way]
    order = [folder for folder in (".", *known) if folder in folders]
    parts = []
    for folder in order + [folder for folder in folders if folder not in order]:
        rows = [(f"[`{Path(path).name}`](../{path})", said) for path, said in folders[folder]]
        parts.append(f"### {'Top level' if folder == '.' else folder}\n\n{table(('File', 'Its job'), *rows)}")
    return "\n".join(parts)


BLOCKS: dict[str, Callable[[], str]] = {
    "map": file_map,
    "variants": model_card.variants_table,
    "commands": model_card.commands,
    "rejection": model_card.rejection_table,
    **experiment_tables.BLOCKS,
    **export_table.BLOCKS,
    **front_ends.BLOCKS,
    **listening.BLOCKS,
    **own_words_table.BLOCKS,
}


def documents() -> dict[Path, str]:
    """Every document with generated parts, and its text as it should be."""
    texts = {}
    for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        before = file.read_text(encoding="utf-8")
        texts[file] = BLOCK.sub(lambda found: _block(found[1]), before)
    for name in variants.names():
        texts[variants.FOLDER / name / "README.md"] = model_card.model_card(name)
    texts[protocol.FILE] = protocol.declarations()
    return texts


def _block(name: str) -> str:
    return f"<!-- {name} -->\n{BLOCKS[name]()}<!-- /{name} -->"


def stale() -> dict[Path, str]:
    """The documents that are not as they should be, and their texts."""
    return {file: text for file, text in documents().items() if not file.exists() or file.read_text("utf-8") != text}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="write nothing; exit 1 where something is not current")
    check = options.parse_args().check
    for file, text in (old := stale()).items():
        if not check:
            file.write_text(text, encoding="utf-8")
        print(f"{file.relative_to(ROOT)} {'is not current: run python -m tools.docs' if check else 'written'}")
    sys.exit(bool(check and old))


if __name__ == "__main__":
    main()
