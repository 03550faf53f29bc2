"""The types of speechcls/ui/protocol as TypeScript: the declarations that the page's modules are checked against."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import sys
import tokenize
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from speechcls.ui import protocol

FILE = Path(protocol.__file__).parents[1] / "scope" / "protocol.d.ts"
HEAD = "// What travels between server and browser. Made from speechcls/ui/protocol: python -m tools.docs\n"
SUBJECTS = [
    importlib.import_module(f"{protocol.__name__}.{found.name}") for found in pkgutil.iter_modules(protocol.__path__)
]
PLAIN = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null"}


def declarations() -> str:
    """All of the file: the aliases and the TypedDicts of the protocol, and those that they are made of."""
    found = _typed_dicts()
    every = list(dict.fromkeys(one for typed in found for one in [*_parts(typed), typed]))
    named = [f"export type {name} = {_script(value)};" for value, name in aliases().items()]
    return "\n".join([HEAD, *named, "", *map(interface, every)])


def aliases() -> dict[Any, str]:
    """Names of choices, by what they are: of the protocol, and of the modules that it takes types from."""
    others = {sys.modules[typed.__module__] for typed in _typed_dicts()}.difference(SUBJECTS)
    modules = [*SUBJECTS, *sorted(others, key=lambda module: module.__name__)]
    named = [(name, value) for module in modules for name, value in vars(module).items()]
    return {value: name for name, value in named if isinstance(value, types.UnionType) or _is_literal(value)}


def _typed_dicts() -> list[Any]:
    values = [value for module in SUBJECTS for value in vars(module).values()]
    return [value for value in values if typing.is_typeddict(value) and value is not typing.TypedDict]


def interface(typed: Any) -> str:
    """A TypedDict with its docstring, and beside each key what its source says beside it."""
    source = inspect.getsource(typed)
    (node,) = ast.parse(source).body
    assert isinstance(node, ast.ClassDef)
    comments = dict(_comments(source))
    hints = typing.get_type_hints(typed, include_extras=True)
    base = next((b.id for b in node.bases if isinstance(b, ast.Name) and b.id != "TypedDict"), "")
    doc = ast.get_docstring(node)
    lines = [f"/** {doc} */"] if doc else []
    lines.append(f"export interface {typed.__name__}{f' extends {base}' * bool(base)} {{")
    for line in node.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            name, hint = line.target.id, hints[line.target.id]
            optional = typing.get_origin(hint) is typing.NotRequired or not typed.__total__
            comment = f" // {comments[line.lineno]}" if line.lineno in comments else ""
            lines.append(f"  {name}{'?' * optional}: {script(hint)};{comment}")
    return "\n".join([*lines, "}", ""])


def script(hint: Any) -> str:
    """A type of Python as one of TypeScript."""
    return aliases().get(hint) or _script(hint)


def _script(hint: Any) -> str:
    if isinstance(hint, type) and hint in PLAIN:
        return PLAIN[hint]
    if typing.is_typeddict(hint):
        return hint.__name__
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.NotRequired:
        return script(inner[0])
    if origin is typing.Literal:
        return " | ".join(f'"{value}"' for value in inner)
    if origin in (typing.Union, types.UnionType):
        return " | ".join(map(script, inner))
    if origin is list:
        return f"{script(inner[0])}[]"
    if origin is tuple:
        return f"[{', '.join(map(script, inner))}]"
    if origin is dict and inner[0] is str:
        return f"Record<string, {script(inner[1])}>"
    raise TypeError(f"Expected a type that JSON has a twin of, and {hint!r} came. Write it as a TypedDict.")


def _is_literal(value: object) -> bool:
    return typing.get_origin(value) is typing.Literal


def _parts(hint: object) -> Iterator[type]:
    """The TypedDicts that a type is made of, the innermost first."""
    inner = typing.get_type_hints(hint).values() if typing.is_typeddict(hint) else typing.get_args(hint)
    for one in inner:
        yield from _parts(one)
        if typing.is_typeddict(one):
            yield one


def _comments(source: str) -> Iterator[tuple[int, str]]:
    lines = iter(source.splitlines(keepends=True))
    for token in tokenize.generate_tokens(lambda: next(lines, "")):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string.removeprefix("#").strip()
