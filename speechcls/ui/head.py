"""The head of the page's HTML: title, icon, link preview, the opening, and preloading of all scripts."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from gradio.routes import templates
from jinja2 import ChoiceLoader, DictLoader

from speechcls.ui import wording
from speechcls.ui.languages import KEY, links

SCOPE = (Path(__file__).parent / "scope").resolve()
OPENING = "opening.js"  # draws the first screen
# It needn't wait for Gradio's script, nor that for it; where it never comes, the page says so itself.
START = f"""<script>import("./scope/{OPENING}").catch(() => {{}});</script>\n"""
# Gradio builds the page behind the opening, and comes into sight when that leaves.
BEHIND = "<style>#opening + gradio-app { position: absolute; inset: 0 0 auto; visibility: hidden; }</style>"
# What the page's components start, the first screen's first.
ENTRIES = ("page.js", "lab/lab.js", "front_ends/front_ends.js", "results/results.js", "many_files/many.js")
IMPORT = re.compile(r"""^(?:import|export)\b[^"';]*?\bfrom "(\.[^"]+)";""", re.MULTILINE)
TEMPLATE = "frontend/index.html"
GRADIOS = templates.env.loader


def use_head(title: str) -> None:
    """Write our head into Gradio's template: Gradio's own option `head` takes effect only after its script has run."""
    assert GRADIOS is not None
    source, *_ = GRADIOS.get_source(templates.env, TEMPLATE)
    ours = DictLoader({TEMPLATE: with_heads(source, title)})
    templates.env.loader = ChoiceLoader([ours, GRADIOS])


def with_heads(template: str, title: str) -> str:
    """Gradio's Jinja template with our head, in the language of the request, in place of its link preview."""
    bare = re.sub(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*', "", template)
    heads = []
    for language in wording.LANGUAGES:
        with wording.speaking(language):
            heads.append(f"{{% if request.scope.{KEY} == '{language}' %}}\n{head(title)}{{% endif %}}")
    marked = bare.replace('lang="en"', f'lang="{{{{ request.scope.{KEY} }}}}"', 1)
    later = "".join(map(preload, modules()[len(modules([OPENING])) :]))  # after Gradio's script
    marked = marked.replace("<style>", "".join(heads) + "<style>", 1).replace("</head>", f"{later}</head>", 1)
    return marked.replace("</gradio-app>", f"</gradio-app>\n{START}", 1)


def preload(module: str) -> str:
    return f'<link rel="modulepreload" href="scope/{module}">\n'


def head(title: str) -> str:
    """The head as a Jinja template, since the address of the preview picture is known only for each request."""
    description = wording.say("about")
    shown = {"og:title": title, "og:description": description, "og:type": "website"}
    tags = [f'<meta property="{name}" content="{html.escape(text)}">' for name, text in shown.items()]
    sentences, phrases = inline(wording.sentences()), inline(wording.phrases())
    return "\n".join(
        [
            f"<title>{html.escape(title)}</title>",
            f'<meta name="description" content="{html.escape(description)}">',
            *tags,
            """<meta property="og:image" content="{{ config['root'] }}/preview.png">""",
            '<meta name="twitter:card" content="summary_large_image">',
            '<link rel="icon" type="image/svg+xml" href="scope/icon.svg">',
            links(wording.language()),
            '<script src="scope/language.js"></script>',
            f'<script type="application/json" id="wording">{{% raw %}}{sentences}{{% endraw %}}</script>',
            f'<script type="application/json" id="phrases">{{% raw %}}{phrases}{{% endraw %}}</script>',
            '<script src="scope/early.js"></script>',
            '<script src="scope/outages.js"></script>',
            BEHIND,
            *map(preload, modules([OPENING])),
            "",
        ]
    )


def inline(sentences: Mapping[str, str]) -> str:
    """JSON that nothing in it can end before its element does."""
    return json.dumps(sentences, ensure_ascii=False).replace("<", "\\u003c")


def modules(entries: Sequence[str] = (OPENING, *ENTRIES)) -> list[str]:
    """The page's modules as paths below scope/, those of the opening and of the first screen first.

    Preloaded, they need no round trip a level of imports. What a module imports only once it is wanted is left out.
    """
    found: dict[str, None] = {}
    for entry in entries:
        waiting = [entry]
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = None
                waiting += imports(name)
    return list(found)


def imports(module: str) -> list[str]:
    """What a module, a path below scope/, imports before it runs."""
    file = SCOPE / module
    named = IMPORT.findall(file.read_text(encoding="utf-8"))
    return [(file.parent / name).resolve().relative_to(SCOPE).as_posix() for name in named]
