"""What assets/results/export-*.json say of exported files, as a table for docs/export.md."""

from __future__ import annotations

import json
from typing import Any

from speechcls.paths import ASSETS
from tools.markdown import table

FILES = "export-onnx.json", "export-litert.json"
HEAD = ("To", "Size", "Same word as PyTorch", "Same refusal", "Largest difference of logits", "Accuracy", "PyTorch's")


def exports_table() -> str:
    """Each file beside PyTorch on the same clips."""
    records = [json.loads((ASSETS / "results" / file).read_text(encoding="utf-8")) for file in FILES]
    clips = ", ".join(f"{count:,}" for count in sorted({record["clips"] for record in records}))
    variants = ", ".join(sorted({f"`{record['variant']}`" for record in records}))
    return f"Over all {clips} test clips, of {variants}:\n\n{table(HEAD, *map(_row, records))}"


def _row(record: dict[str, Any]) -> tuple[str, ...]:
    ours, theirs = (f"{right / record['clips']:.4f}" for right in record["right"])
    return (
        f"`{record['to']}` ({record['runtime']})",
        f"{record['bytes'] / 1e6:.2f} MB",
        *(f"{record[same]:,} of {record['clips']:,}" for same in ("same_words", "same_reasons")),
        f"{record['difference']:.1e}",
        theirs,
        ours,
    )


BLOCKS = {"exports": exports_table}
