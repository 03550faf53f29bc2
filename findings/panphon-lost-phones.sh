#!/usr/bin/env bash
# panphon skips phones that it has no features for, among them two of those that espeak-ng writes English with: "runner" is
# at distance 0 from "run", nearer than "ran". Lists of words that are easily confused are made by such distances.
# Guess beforehand: both write IPA, so every phone of one is known to the other, and only homophones are at distance 0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check panphon==0.22.2 espeakng-loader==0.2.4
"$folder/venv/bin/python" - <<'PY'
import ctypes
import sys
from importlib.metadata import version

import espeakng_loader
from panphon import FeatureTable
from panphon.distance import Distance

espeak = ctypes.CDLL(espeakng_loader.get_library_path())
espeak.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0)
espeak.espeak_SetVoiceByName(b"en-us")
espeak.espeak_TextToPhonemes.restype = ctypes.c_char_p
table, distance = FeatureTable(), Distance()


def phones(word):
    """IPA of a word by espeak-ng, without stress."""
    text = ctypes.c_char_p(word.encode())
    return espeak.espeak_TextToPhonemes(ctypes.byref(text), 1, 2).decode().translate({0x2C8: None, 0x2CC: None})


print(f"panphon {version('panphon')}, espeakng-loader {version('espeakng-loader')}: feature_edit_distance of espeak's phones.")
apart = {}
for one, other in (("run", "runner"), ("teach", "teacher"), ("doll", "dollar"), ("gas", "gases"), ("run", "ran")):
    a, b = phones(one), phones(other)
    apart[other] = distance.feature_edit_distance(a, b)
    skipped = set(b) - set("".join(table.ipa_segs(b)))
    print(f"{one} {a}, {other} {b}: {apart[other]:.3f}; of the latter is skipped: {' '.join(skipped) or 'nothing'}")
sys.exit(not (apart["runner"] == apart["teacher"] == apart["dollar"] == 0 < apart["ran"] < 0.2))
PY
