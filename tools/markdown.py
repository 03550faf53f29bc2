"""Markdown tables."""

from collections.abc import Sequence

from speechcls.results.tables import Table


def table(*rows: Sequence[str]) -> str:
    """A table in Markdown, the first row being its head."""
    head, *below = rows
    return Table(tuple(head), tuple(map(tuple, below))).markdown()
