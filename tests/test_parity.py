"""What the atlas gives equals what the library gives: the real one, or what a heavy one was recorded to give.

The real ones are those of the extra `dev`, as pinned there; tools/record_frontends.py makes the recordings.
"""

import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from speechcls.frontends.atlas import FRONTENDS, OURS
from speechcls.frontends.micro import as_int8
from speechcls.frontends.transform import transform
from tools.libraries import LIBRARIES
from tools.sounds import difference, sounds

pytestmark = pytest.mark.slow

RECORDED = Path(__file__).parent / "data" / "frontends"
RECORDINGS = {file.stem: file for file in sorted(RECORDED.glob("*.npz"))}
SOUNDS = sounds()
# By the mean and deviation of each band, silence is rounding noise over almost nothing, in the libraries as here.
NOTHING_OVER_NOTHING = ("parakeet", "parakeet-128", "nemo", "seamless-m4t", "speech2text", "edge-impulse-mfcc")
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
    assert {name for name, known in FRONTENDS.items() if not known.reason} <= {*HELD, *OURS, "micro-frontend"}
    assert len(HELD) >= 20


def test_a_front_end_differs_from_the_library_of_another():
    usual = float(np.ptp(theirs := recorded(RECORDINGS["whisper-80-unpadded"])["speech"]))
    config = FRONTENDS["whisper-80-unpadded"].config
    for change in ({"mel_scale": "htk"}, {"band_norm": ""}, {"periodic": False}, {"edges": "zeros"}):
        assert difference(transform(replace(config, **change), SOUNDS["speech"]), theirs, usual) > 1e-3


def test_the_micro_frontend_is_the_library_started_anew_for_each_clip():
    from pymicro_features import MicroFrontend

    samples = np.round(SOUNDS["speech"] * 32_768).astype("<i2").tobytes()
    frontend, rows = MicroFrontend(), []
    for _ in range(98):
        made = frontend.process_samples(samples)  # takes what it needs for a frame
        samples = samples[made.samples_read * 2 :]
        rows += [made.features] if made.features else []
    expected = np.array(rows, dtype=np.float32)
    config = FRONTENDS["micro-frontend"].config
    np.testing.assert_array_equal(transform(config, SOUNDS["speech"])[: len(rows)], expected)
    again = transform(config, np.stack([SOUNDS["speech"]] * 2))
    np.testing.assert_array_equal(again[0], again[1])


def test_the_integers_of_micro_speech_are_rounded_over_the_range_of_8_bits():
    np.testing.assert_array_equal(as_int8(np.array([0, 333, 665, 700]) * 0.0390625), [-128, 0, 127, 127])
