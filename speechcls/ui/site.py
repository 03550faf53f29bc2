"""The page as a folder that any static host serves, no Python behind it: the work of `speechcls site`."""

from __future__ import annotations

import html
import json
import shutil
from pathlib import Path
from typing import Any

from speechcls.models.variants import VariantError
from speechcls.ui import components, glances, handlers, in_browser, languages, python_lines, wording
from speechcls.ui.head import inline
from speechcls.ui.model_pool import ModelPool
from speechcls.ui.selection import EXAMPLES, example_files

HERE = Path(__file__).parent
PARTS = ("answer", "pictures", "live", "inputs", "footer")
STYLES = ("controls", "page", "stage", "live", "live-pictures", "site", "media")
LEFT_OUT = ("lab", "results")  # of the scripts: what asks a server
# As strict as a page can be that compiles WebAssembly: no code as text, and nothing from or to another address.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "worker-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "connect-src": "'self'",
    "base-uri": "'self'",
    "form-action": "'none'",
}


def write(target: Path, folder: Path | None = None) -> Path:
    """Write the page into a new or empty folder, with the shipped networks or those of a folder. Gives its index.html.

    Raises ValueError where the target holds something, or no network is small enough for a browser.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ValueError(f"{target} is there and not an empty folder. Name one that is, or that isn't there yet.")
    pool = ModelPool(folder)
    settings = _settings(pool)
    if not settings["engine"]["networks"]:
        raise VariantError(f"No variant has at most {in_browser.LARGEST / 1e6:g} MB, which a browser could run.")
    (target / "networks").mkdir(parents=True)
    for name in settings["engine"]["networks"]:
        model = in_browser.file_of(pool.classifiers[name].card, folder)
        shutil.copyfile(model, target / "networks" / f"{name}.onnx")
    shutil.copytree(HERE / "scope", target / "scope", ignore=shutil.ignore_patterns(*LEFT_OUT))
    shutil.copytree(EXAMPLES, target / "clips", ignore=shutil.ignore_patterns("*.py", "__pycache__", "quiz"))
    for style in STYLES:
        shutil.copyfile(HERE / f"{style}.css", target / f"{style}.css")
    (target / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    for language in wording.LANGUAGES:
        below = target if language == wording.FIRST else target / language
        below.mkdir(exist_ok=True)
        with wording.speaking(language):
            written = _page(pool, list(settings["engine"]["networks"]), "./" if below == target else "../")
        (below / "index.html").write_text(written, encoding="utf-8")
    return target / "index.html"


def _settings(pool: ModelPool) -> dict[str, Any]:
    """What the page gets of a server at first: its networks, its examples, and one of them with its pictures."""
    engine = in_browser.settings(pool.cards, pool.folder)
    names = engine["networks"]
    first = pool.select(example_files()[components.FIRST])
    return {
        "engine": engine,
        "examples": components.examples(),
        "limits": handlers.limits(),
        "cards": [card for card in glances.cards(pool) if card["variant"] in names],
        "networks": [glance for glance in glances.glances(pool, first) if glance["variant"] in names],
        "pictures": handlers.pictures(first),
        "example": components.FIRST,
        "python": python_lines.PICTURES,
        "answer": {"turn": 0, **pool.answer(first, next(iter(names)))} if names else None,
    }


def _page(pool: ModelPool, networks: list[str], base: str) -> str:
    """The page in the language that is spoken; `base` leads to the folder of all that it asks for."""
    radios = [f'<label><input type="radio" name="variant" value="{name}"> {name}</label>' for name in networks]
    return components.part(
        "site",
        policy=html.escape("; ".join(f"{what} {whence}" for what, whence in POLICY.items())),
        about=html.escape(wording.say("about")),
        styles="\n".join(f'<link rel="stylesheet" href="{style}.css">' for style in STYLES),
        lang=wording.language(),
        base=base,
        languages=languages.links(wording.FIRST),  # relative to the base, which is the first one's folder
        sentences=inline(wording.sentences()),
        phrases=inline(wording.phrases()),
        **{"variants-offered": radios[0].replace(" value", " checked value") + "".join(radios[1:])},
        header=components.header(pool, wording.PRIVACY_ALONE, "privacy.long-form-alone"),
        sound=components.sound_html(served=False),
        **{name: components.part(name, sees="") for name in PARTS},
    )
