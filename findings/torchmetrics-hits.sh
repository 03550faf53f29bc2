#!/usr/bin/env bash
# torchmetrics counts too few words as heard right wherever one is missing and another added: of "yes no stop", heard as "no
# stop go", one, not two. So word information lost is 0.89, not 0.56, and match error rate 0.67, not 0.5; WER alone is right.
# Guess beforehand: each rate has one definition (Morris et al. 2004), so jiwer and torchmetrics give the same of each text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    torchmetrics==1.9.0 torch==2.11.0 jiwer==4.0.0 numpy==2.4.6
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import jiwer
from torchmetrics.functional.text import match_error_rate, word_error_rate, word_information_lost

SENTENCES = {  # what was said, what was heard
    "the same": (["yes no stop"], ["yes no stop"]),
    "a word more": (["yes no"], ["yes no stop"]),
    "another word": (["yes no stop"], ["yes go stop"]),
    "one missing, one more": (["yes no stop"], ["no stop go"]),
}
RATES = {"WER": (word_error_rate, "wer"), "MER": (match_error_rate, "mer"), "WIL": (word_information_lost, "wil")}

print(f"torchmetrics {version('torchmetrics')}, jiwer {version('jiwer')}: each rate by the one and by the other")
apart = {}
for name, (said, heard) in SENTENCES.items():
    counted = jiwer.process_words(said, heard)
    pairs = {rate: (float(theirs(heard, said)), getattr(counted, other)) for rate, (theirs, other) in RATES.items()}
    told = ", ".join(f"{rate} {one:.3f} and {two:.3f}" for rate, (one, two) in pairs.items())
    print(f"{name} ({said[0]!r}, {heard[0]!r}; {counted.hits} right): {told}")
    apart[name] = [rate for rate, (one, two) in pairs.items() if abs(one - two) > 1e-6]
expected = {name: [] for name in SENTENCES} | {"one missing, one more": ["MER", "WIL"]}
right = counted.hits, counted.deletions, counted.insertions, counted.substitutions
sys.exit(not (apart == expected and right == (2, 1, 1, 0) and abs(pairs["WIL"][0] - 8 / 9) < 1e-6))
PY
