"""The modules that the page's head preloads are those that its components import, in the order of need."""

import re

from speechcls.ui import head

STARTED = re.compile(r'new URL\("scope/([\w/]+\.js)", document\.baseURI\)')
UI = head.SCOPE.parent


def test_what_components_start_is_preloaded_and_nothing_is_named_that_none_starts():
    started = {name for file in UI.rglob("*.py") for name in STARTED.findall(file.read_text(encoding="utf-8"))}
    assert started == set(head.ENTRIES)


def test_all_that_a_preloaded_module_imports_is_preloaded_once():
    modules = head.modules()
    assert len(modules) == len(set(modules)) > 40
    assert all(head.SCOPE.joinpath(name).is_file() for name in modules)
    assert {name for module in modules for name in head.imports(module)} <= set(modules)


def test_what_only_the_story_or_the_results_need_comes_after_the_first_screen():
    modules = head.modules()
    first = modules[: modules.index("lab/lab.js")]
    assert {"page.js", "panel.js", "live/listen.js", "scales.js"} <= set(first)
    assert not any(name.startswith(("lab/", "front_ends/", "results/", "many_files/")) for name in first)


def test_imports_over_several_lines_are_read_and_those_in_comments_are_not(tmp_path, monkeypatch):
    monkeypatch.setattr(head, "SCOPE", tmp_path)
    lines = [
        'import { one } from "./one.js";',
        "import {",
        "  two,",
        '} from "./two.js";',
        'export { RATE } from "./rate.js";',
        '/** @import { Three } from "./three.js" */',
        'const later = () => import("./later.js");',
    ]
    (tmp_path / "start.js").write_text("\n".join(lines), encoding="utf-8")
    assert head.imports("start.js") == ["one.js", "two.js", "rate.js"]
