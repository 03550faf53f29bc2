"""Each heavy package has one home; the order of our own packages is held by import-linter (pyproject.toml)."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "speechcls"
HOMES = {
    "sounddevice": ("speechcls/audio/microphone.py",),
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
        ("speechcls.ui.page", {"speechcls.training", "speechcls.evaluation", "lightning", "sounddevice", "torch"}),
        ("speechcls.cli", {"torch", "gradio", "lightning", "av", "typer"}),
        ("speechcls.cli.sounds", {"torch", "numpy", "rich", "speechcls.cli.trainings"}),
        ("speechcls.evaluation.many", {"torch"}),
        ("speechcls", {"torch", "numpy", "av"}),
    ],
)
def test_opening_a_module_leaves_the_others_closed(module, unwanted):
    code = f"import sys, {module}; print(*(name for name in {sorted(unwanted)} if name in sys.modules))"
    opened = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (opened.returncode, opened.stdout.split()) == (0, []), opened.stderr
