"""The version that `speechcls --version` prints."""

import tomllib
from importlib import metadata
from pathlib import Path

CHECKOUT = Path(__file__).parents[2] / "pyproject.toml"  # not there where the program was installed from a wheel


def version() -> str:
    """The version of the checkout that runs; elsewhere that of the installed package."""
    if CHECKOUT.exists():
        return str(tomllib.loads(CHECKOUT.read_text(encoding="utf-8"))["project"]["version"])
    return metadata.version("speechcls")
