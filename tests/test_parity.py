"""What the atlas gives equals what the library gives: the real one, or what a heavy one was recorded to give.

The real ones are those of the extra `dev`, as pinned there; tools/record_frontends.py makes the recordings.
"""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from speechcls.frontends.atlas import FRONTENDS, OURS
from speechcls.frontends.transform import transform
from tools.libraries import LIBRARIES
from tools.sounds import difference, sounds

RECORDED = Path(__file__).parent / "data" / "frontends"
RECORDINGS = {file.stem: file for file in sorted(RECORDED.glob("*.npz"))}
SOUNDS = sounds()
# By the mean and deviation of each band, silence is rounding noise over almost nothing, in the libraries as here.
NOTHING_OVER_NOTHING = ("parakeet", "parakeet-128", "seamless-m4t", "speech2text", "edge-impulse-mfcc")
HELD = [name for name in LIBRARIES if name in FRONTENDS]


def recorded(file: Path) -> dict[str, np.ndarray]:
    with zipfile.ZipFile(file) as archive:
        return {
            name.removesuffix(".npy"): np.lib.format.read_array(archive.open(name), allow_pickle=False)
            for name in archive.namelist()
        }


def library(name: str) -> dict[str, np.ndarray]:
    if name in RECORDINGS:
        return recorded(RECORDINGS[name])
    return {sound: LIBRARIES[name](wave) for sound, wave in SOUNDS.items()}


@pytest.mark.parametrize("name", HELD)
@pytest.mark.filterwarnings("ignore")  # what a library says of itself: empty filters, deprecations
def test_a_front_end_equals_its_library(name):
    known, theirs = FRONTENDS[name], library(name)
    usual = float(np.ptp(theirs["speech"]))
    assert set(theirs) == set(SOUNDS)
    for sound, wave in SOUNDS.items():
        if sound == "silence" and name in NOTHING_OVER_NOTHING:
            continue
        assert difference(transform(known.config, wave), theirs[sound], usual) <= known.tolerance, sound


def test_every_front_end_of_the_field_is_held_to_its_library_or_says_why_not():
    assert {name for name, known in FRONTENDS.items() if not known.reason} <= {*HELD, *OURS}
    assert len(HELD) >= 20


def test_a_front_end_differs_from_the_library_of_another():
    usual = float(np.ptp(theirs := recorded(RECORDINGS["whisper-80-unpadded"])["speech"]))
    wrong = FRONTENDS["whisper-80-unpadded"].config
    for change in ({"mel_scale": "htk"}, {"band_norm": ""}, {"periodic": False}, {"edges": "zeros"}):
        from dataclasses import replace

        assert difference(transform(replace(wrong, **change), SOUNDS["speech"]), theirs, usual) > 1e-3
