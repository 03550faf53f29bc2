"""The version that `speechcls --version` prints."""

import tomllib
from importlib import metadata
from pathlib import Path

# Where a wheel installed the program this is in site-packages, in which other projects' wheels may have left a file.
CHECKOUT = Path(__file__).parents[2] / "pyproject.toml"


def version() -> str:
    """The version of the checkout that runs; elsewhere that of the installed package."""
    if CHECKOUT.exists():
        project = tomllib.loads(CHECKOUT.read_text(encoding="utf-8")).get("project", {})
        if project.get("name") == "speechcls":
            return str(project["version"])
    return metadata.version("speechcls")
