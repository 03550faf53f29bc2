#!/usr/bin/env bash
# Whisper's English normaliser, which recognisers' texts go through before they are compared, makes one number of digits said
# one after another: "twelve" for "one two" is no error, and one wrong digit of eight a word error rate of 100 %, not 12.5.
# Guess beforehand: numbers become digits, a word each, so that the rate counts the words that were heard wrong.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check whisper-normalizer==0.1.15 jiwer==4.0.0
"$folder/venv/bin/python" - <<'PY'
import sys
from importlib.metadata import version

import jiwer
from whisper_normalizer.english import EnglishTextNormalizer

PAIRS = {  # what was said, what was heard: the error rate of the words as they are, and of the normalised ones
    ("one two", "twelve"): (1, 0),
    ("two one", "twenty one"): (0.5, 0),
    ("ten two", "one hundred two"): (1, 0),
    ("oh no", "zero no"): (0.5, 0),
    ("one two three four five six seven eight", "one two three four nine six seven eight"): (0.125, 1),
    ("at eight o'clock", "at eighty clock"): (2 / 3, 0),
}
normalize = EnglishTextNormalizer()
print(f"whisper-normalizer {version('whisper-normalizer')}, jiwer {version('jiwer')}: word error rates, raw and normalised")
held = []
for (said, heard), expected in PAIRS.items():
    rates = jiwer.wer(said, heard), jiwer.wer(normalize(said), normalize(heard))
    print(f"{said!r} ({normalize(said)}), heard {heard!r} ({normalize(heard)}): {rates[0]:.3f}, {rates[1]:.3f}")
    held.append(all(abs(rate - guess) < 1e-9 for rate, guess in zip(rates, expected, strict=True)))
sys.exit(not all(held))
PY
