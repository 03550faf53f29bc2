"""Markdown tables."""

from collections.abc import Sequence


def table(*rows: Sequence[str]) -> str:
    """A table in Markdown, the first row being its head."""
    head, *below = rows
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ("---",) * len(head), *below))
