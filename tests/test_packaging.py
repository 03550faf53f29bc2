"""What a wheel holds: every package, and every file that the page and the variants need."""

import tomllib
from pathlib import Path

from speechcls.ui.page import PREVIEW

ROOT = Path(__file__).parents[1]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]


def covered(folder: Path, patterns: list[str]) -> set[Path]:
    return {
        file for pattern in patterns for file in folder.glob(pattern + "/*" * pattern.endswith("**")) if file.is_file()
    }


def test_every_package_is_named():
    there = {".".join(file.parent.relative_to(ROOT).parts) for file in (ROOT / "speechcls").rglob("__init__.py")}
    assert set(SETTINGS["packages"]) == there | {"speechcls.assets"}


def test_all_that_the_page_is_drawn_with_is_packed():
    ui = ROOT / "speechcls" / "ui"
    there = {file for file in ui.rglob("*") if file.is_file() and file.suffix not in (".py", ".pyc")}
    assert there and there <= covered(ui, SETTINGS["package-data"]["speechcls.ui"])


def test_variants_records_and_example_sounds_are_packed():
    assets = ROOT / "assets"
    packed = covered(assets, SETTINGS["package-data"]["speechcls.assets"])
    needed = {
        file for name in ("variants", "results", "clips") for file in (assets / name).rglob("*") if file.is_file()
    }
    assert needed and {file for file in needed if file.suffix != ".pyc"} <= packed
    assert PREVIEW in packed
