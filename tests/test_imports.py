"""Imports point backwards along the way of a sound, and each heavy package has one home."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "speechcls"
# The way of a sound; a module imports from its own station or from earlier ones, never from later ones.
STATIONS = (
    {"audio", "panel"},
    {"features"},
    {"experiments", "spectra"},
    {"alluvial", "chapter", "curves", "lab_panels", "panels"},
    {"figures"},
    {"models"},
    {"gate", "reliability", "variants"},
    {"classifier", "results"},
    {"cost", "doctor", "evidence", "findings", "listen", "live", "microphone", "predict"},
    {"training", "ui"},
    {"app", "__init__", "__main__"},
)
HOMES = {
    "gradio": ("speechcls/ui/", "app.py"),
    "gradio_client": (),
    "matplotlib": ("speechcls/figures.py",),
    "lightning": ("speechcls/training/",),
    "torchmetrics": ("speechcls/training/",),
    "sounddevice": ("speechcls/microphone.py",),
    "librosa": (),
    "scipy": (),
}
UNPICKLERS = {"pickle", "_pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve"}
FILES = {
    str(file.relative_to(ROOT)): ast.parse(file.read_text())
    for file in sorted([*PACKAGE.rglob("*.py"), *ROOT.glob("*.py"), *ROOT.glob("benchmarks/*.py")])
}
SHIPPED = {file: tree for file, tree in FILES.items() if not file.startswith("benchmarks/")}


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names of what is imported anywhere in a file, functions included: of `from a import b`, a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where a name comes from"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(file: str) -> set[str]:
    """The files of this project that a file imports, packages as their __init__."""
    found = set()
    for name in imported(FILES[file]):
        for path in (f"{name.replace('.', '/')}.py", f"{name.replace('.', '/')}/__init__.py"):
            if path in FILES:
                found.add(path)
    return found


def station(file: str) -> int:
    """Where a file stands on the way; that of its folder where it is in one."""
    parts = Path(file).with_suffix("").parts
    name = parts[1] if parts[0] == "speechcls" and len(parts) > 1 else parts[0]
    places = [place for place, names in enumerate(STATIONS) if name in names]
    assert places, f"{file} has no place on the way of a sound: give it one in STATIONS"
    return places[0]


@pytest.mark.parametrize("file", SHIPPED)
def test_imports_point_backwards_along_the_way_of_a_sound(file):
    later = {other for other in ours(file) if station(other) > station(file)} - {"speechcls/__init__.py"}
    assert later == set()


@pytest.mark.parametrize("file", SHIPPED)
def test_the_page_and_the_training_never_import_each_other(file):
    for one, other in (("ui", "training"), ("training", "ui")):
        if file.startswith(f"speechcls/{one}/"):
            assert [name for name in ours(file) if name.startswith(f"speechcls/{other}/")] == []


def test_no_module_imports_itself_by_way_of_others():
    reached = {file: ours(file) - {"speechcls/__init__.py"} for file in SHIPPED}
    for _ in SHIPPED:
        reached = {file: near.union(*(reached[other] for other in near)) for file, near in reached.items()}
    assert [file for file, others in reached.items() if file in others] == []


def test_the_app_reaches_nothing_of_the_training():
    reached, new = set(), {file for file in SHIPPED if file == "app.py" or file.startswith("speechcls/ui/")}
    while new:
        reached |= new
        new = set().union(*map(ours, new)) - reached
    assert [file for file in reached if file.startswith("speechcls/training/")] == []


@pytest.mark.parametrize("file", SHIPPED)
def test_heavy_packages_are_imported_at_their_home_only(file):
    packages = {name.split(".")[0] for name in imported(FILES[file])}
    assert [p for p in packages & set(HOMES) if not file.startswith(HOMES[p])] == []


@pytest.mark.parametrize("file", FILES)
def test_nothing_is_unpickled(file):
    names = set(imported(FILES[file]))
    assert {name.split(".")[0] for name in names} & UNPICKLERS == set()
    assert {"torch.load", "numpy.load"} & names == set()
    for node in ast.walk(FILES[file]):
        if isinstance(node, ast.Attribute):
            assert ast.unparse(node) not in ("torch.load", "torch.jit.load", "torch.package")
        elif isinstance(node, ast.keyword):
            assert node.arg != "allow_pickle" or ast.unparse(node.value) == "False"


@pytest.mark.parametrize("file", SHIPPED)
def test_a_file_says_its_job_in_the_first_line(file):
    first = (ast.get_docstring(FILES[file]) or "").split("\n")[0]
    assert first.endswith((".", "?"))


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("speechcls.ui.handlers", {"speechcls.training", "lightning", "gradio", "matplotlib", "sounddevice"}),
        ("speechcls", {"torch", "numpy", "av"}),
    ],
)
def test_opening_a_module_leaves_the_others_closed(module, unwanted):
    code = f"import sys, {module}; print(*(name for name in {sorted(unwanted)} if name in sys.modules))"
    opened = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (opened.returncode, opened.stdout.split()) == (0, []), opened.stderr
