"""Which front end made an array: the real libraries' arrays, files of every kind, and arrays of no front end."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torchaudio
from typer.testing import CliRunner

from speechcls.cli import app
from speechcls.frontends import dumps
from speechcls.frontends.atlas import FRONTENDS
from speechcls.frontends.differences import LABELS, differences
from speechcls.frontends.dumps import DumpError, parse, read_features
from speechcls.frontends.identify import identify
from speechcls.frontends.micro import as_int8
from speechcls.frontends.transform import transform
from tools.libraries import LIBRARIES
from tools.sounds import CLIPS, sounds

CLIP = sounds()["speech"]
OTHER, _ = soundfile.read(CLIPS / "yes.flac", dtype="float32")
FLOAT_TO_INT16 = np.float32(32_768)
RNG = np.random.default_rng(3)

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # what the libraries say of empty filters


def best(array, clip=CLIP):
    found = identify(array, clip)
    return (found[0].front_end, " ".join(found[0].changes)) if found else ("none", "")


@pytest.mark.parametrize(
    "name",
    [
        "torchaudio-melspectrogram",
        "torchaudio-mfcc",
        "librosa-power_to_db",
        "librosa-mfcc",
        "librosa-pcen",
        "kaldi-fbank",
        "kaldi-native-mfcc",
        "python_speech_features-mfcc",
        "speechpy-lmfe",
        "gammatone",
        "torchlibrosa",
    ],
)
def test_an_array_of_a_library_at_its_defaults_is_named_without_a_change(name):
    assert best(LIBRARIES[name](CLIP)) == (name, "")


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("librosa-power_to_db", {"htk": True}, ["Mel scale: HTK instead of Slaney"]),
        ("librosa-melspectrogram", {"sr": 22_050}, ["Sampling rate the filters are placed for: 22050"]),
        ("librosa-melspectrogram", {"norm": None, "n_mels": 64}, ["Norm of the filters: none", "bands: 64"]),
        ("librosa-mfcc", {"n_mfcc": 13, "lifter": 22}, ["coefficients: 13", "Lifter: 22"]),
        ("librosa-pcen", {"bias": 10.0}, ["PCEN: bias 10 instead of 2"]),
        ("torchaudio-melspectrogram", {"mel_scale": "slaney", "power": 1.0}, ["Mel scale: Slaney", "magnitude"]),
        ("torchaudio-mfcc", {"n_mfcc": 20}, ["coefficients: 20 instead of 40"]),
        ("kaldi-fbank", {"window_type": "hamming"}, ["Window: hamming instead of povey"]),
        ("kaldi-fbank", {"preemphasis_coefficient": 0.0, "snip_edges": False}, ["Pre-emphasis: 0", "Frames: over"]),
        ("kaldi-native-mfcc", {"num_ceps": 20, "dither": 0.0}, ["coefficients: 20 instead of 13"]),
        ("python_speech_features-mfcc", {"winfunc": np.hamming}, ["Window: hamming instead of rectangular"]),
        ("python_speech_features-mfcc", {"appendEnergy": False, "ceplifter": 0}, ["Log energy: none", "Lifter: 0"]),
    ],
)
def test_settings_changed_at_the_library_are_named(name, options, said):
    front_end, changes = best(LIBRARIES[name](CLIP, **options))
    assert front_end == name
    assert [sentence for sentence in said if sentence not in changes] == []


def test_samples_as_integers_are_told_from_samples_in_minus_one_to_one():
    front_end, changes = best(LIBRARIES["kaldi-fbank"](CLIP * FLOAT_TO_INT16))
    assert front_end == "kaldi-fbank"
    assert changes.startswith("Samples: as 16-bit integers (int16) instead of in [-1, 1]")


def test_a_decimal_logarithm_in_place_of_the_natural_one_is_named():
    assert "Logarithm: decimal instead of natural" in best(LIBRARIES["kaldi-fbank"](CLIP) / np.log(10))[1]


def test_settings_are_said_of_the_front_end_itself_rather_than_of_one_at_settings_of_its_own():
    assert best(LIBRARIES["kaldi-fbank"](CLIP * FLOAT_TO_INT16, num_mel_bins=80)) == ("kaldi-fbank-wenet", "")
    assert best(LIBRARIES["kaldi-fbank"](CLIP * FLOAT_TO_INT16, num_mel_bins=40))[0] == "kaldi-fbank"


def test_a_constant_that_was_added_is_said():
    assert best(LIBRARIES["kaldi-fbank"](CLIP) + 3.0) == ("kaldi-fbank", "Add 3.")


def test_transposed_and_stored_as_float16_are_named():
    front_end, changes = best(LIBRARIES["librosa-power_to_db"](CLIP).T.astype(np.float16))
    assert front_end == "librosa-power_to_db"
    assert "Transposed" in changes
    assert "float16" in changes


def test_the_floor_of_a_batch_is_named_beside_a_louder_clip():
    batch = np.stack([CLIP / 30, OTHER])
    made = transform(FRONTENDS["torchaudio-melspectrogram-db"].config, batch)[0]
    assert "Floor below the maximum, which over a batch is that of the loudest clip" in best(made, CLIP / 30)[1]


def test_dithered_features_are_known_by_what_dither_leaves():
    front_end, changes = best(LIBRARIES["kaldi-native-fbank"](CLIP, dither=3e-5))
    assert front_end == "kaldi-native-fbank"
    assert "Dithered" in changes


def test_a_number_between_the_usual_ones_is_found():
    assert "Highest frequency in Hz: 6650" in best(LIBRARIES["librosa-power_to_db"](CLIP, fmax=6650))[1]


@pytest.mark.parametrize(
    "array",
    [
        RNG.standard_normal((98, 23)),
        RNG.standard_normal((23, 23)) @ LIBRARIES["kaldi-fbank"](CLIP).T,
        LIBRARIES["kaldi-fbank"](CLIP, frame_shift=11.0),
        LIBRARIES["kaldi-fbank"](OTHER),
        LIBRARIES["librosa-power_to_db"](CLIP[::2].copy()),
    ],
    ids=["noise", "random projection", "another hop", "another clip", "another rate"],
)
def test_an_array_of_another_origin_is_claimed_for_none(array):
    assert identify(array, CLIP) == []


def test_a_wave_is_a_front_end_too():
    assert best(CLIP)[0] == "wave"
    assert best(transform(FRONTENDS["wav2vec2"].config, CLIP))[0] == "wav2vec2"


def test_the_micro_frontend_is_known_as_floats_and_as_the_bytes_of_micro_speech():
    made = transform(FRONTENDS["micro-frontend"].config, CLIP)
    assert best(made) == ("micro-frontend", "")
    front_end, changes = best(as_int8(made).ravel())
    assert (front_end, changes[:18]) == ("micro-frontend", "As 8-bit integers:")


def test_without_a_clip_it_says_that_nothing_was_compared():
    found = identify(LIBRARIES["kaldi-fbank"](CLIP))
    assert "kaldi-fbank" in [match.front_end for match in found]
    assert all(match.residual is None and "Not compared" in match.changes[-1] for match in found)


def test_a_batch_and_values_that_are_no_numbers_are_refused():
    with pytest.raises(ValueError, match="batch of 5"):
        identify(np.zeros((5, 80, 100)), CLIP)
    with pytest.raises(ValueError, match="NaN"):
        identify(np.full((80, 100), np.nan), CLIP)


def test_every_setting_has_its_sentence():
    config = FRONTENDS["logmel"].config
    assert {*LABELS, "sample_scale", "layout"} == set(config.__dataclass_fields__)
    assert differences(config, config) == []
    assert differences(config, replace(config, window="povey")) == [
        "Window: povey instead of hann (window_type, window_fn)."
    ]


ROWS = np.array([[0.5, -1.25, 3e-5], [4, 5, 6.5]], dtype=np.float32)


@pytest.mark.parametrize(
    "text",
    [
        "0.5,-1.25,3e-05\n4,5,6.5\n",
        "a,b,c\n0.5;-1.25;3e-05\n4;5;6.5",
        "[[ 0.5 -1.25 3e-05]\n [ 4. 5. 6.5]]",
        "// 3 values a frame, 2 frames\nconst float kFeatures[2][3] = {{0.5f, -1.25f, 3e-5f},\n {4, 5, 6.5f}};\n",
    ],
    ids=["csv", "csv with a head", "printed by numpy", "C"],
)
def test_a_table_keeps_its_shape(text):
    np.testing.assert_array_equal(parse(text), ROWS)


@pytest.mark.parametrize(
    "text",
    [
        "Features (12 ms.): 0.5 -1.25 3e-05 4 5 6.5",
        "Processed features\n0.5, -1.25, 3e-05, 4, 5, 6.5",
        "const float f[] = {0.5, -1.25,\n 3e-5, 4, 5, 6.5};\nconst int f_len = 6;",
    ],
    ids=["Edge Impulse", "Edge Impulse Studio", "C"],
)
def test_numbers_without_a_shape_come_flat(text):
    np.testing.assert_array_equal(parse(text), ROWS.ravel())


def test_bytes_of_tflite_micro_are_read_in_decimal_and_hexadecimal():
    text = "const unsigned char g_yes_data[] DATA_ALIGN_ATTRIBUTE = {0x1c, 28, -128};\nconst int g_yes_len = 3;"
    np.testing.assert_array_equal(parse(text), [28, 28, -128])


def test_flattened_features_take_the_shape_of_the_front_end():
    assert best(LIBRARIES["kaldi-fbank"](CLIP).ravel())[0] == "kaldi-fbank"
    assert best(LIBRARIES["librosa-mfcc"](CLIP).ravel())[0] == "librosa-mfcc"


def as_csv(array):
    return "\n".join(",".join(f"{value:.9g}" for value in row) for row in array)


def as_c_header(array):
    rows = ",\n".join("{" + ", ".join(f"{value:.9g}f" for value in row) + "}" for row in array)
    return f"#pragma once\nstatic const float features[{len(array)}][{array.shape[1]}] = {{{rows}}};\n"


def as_edge_impulse(array):
    return "Features (31 ms.): " + " ".join(f"{value:.9g}" for value in array.ravel())


@pytest.mark.parametrize(
    ("ending", "written", "has_shape"),
    [
        ("csv", as_csv, True),
        ("h", as_c_header, True),
        ("txt", as_edge_impulse, False),
        ("txt", lambda array: str(array.ravel().tolist()), False),
    ],
    ids=["csv", "C header", "Edge Impulse", "printed"],
)
def test_a_file_of_any_format_names_its_front_end_with_the_clip_and_its_shape_without(
    tmp_path: Path, ending, written, has_shape
):
    file, clip = tmp_path / f"features.{ending}", tmp_path / "clip.wav"
    soundfile.write(clip, CLIP, 16_000, subtype="FLOAT")
    file.write_text(written(LIBRARIES["kaldi-fbank"](CLIP)))
    run = CliRunner().invoke(app, ["identify", str(file), str(clip), "--format", "json"])
    assert [sorted(match) for match in json.loads(run.stdout)][:1] == [["changes", "front_end", "residual"]]
    assert (json.loads(run.stdout)[0]["front_end"], json.loads(run.stdout)[0]["changes"]) == ("kaldi-fbank", [])
    alone = json.loads(CliRunner().invoke(app, ["identify", str(file), "--format", "json"]).stdout)
    assert ("kaldi-fbank" in [match["front_end"] for match in alone]) == has_shape
    assert all(match["residual"] is None for match in alone)


def test_the_bytes_that_micro_speech_prints_name_the_micro_frontend(tmp_path: Path):
    file, clip = tmp_path / "yes.cc", tmp_path / "clip.wav"
    soundfile.write(clip, CLIP, 16_000, subtype="FLOAT")
    values = ", ".join(map(str, as_int8(transform(FRONTENDS["micro-frontend"].config, CLIP)).ravel()))
    file.write_text(f"const signed char g_yes_data[] DATA_ALIGN_ATTRIBUTE = {{{values}}};")
    run = CliRunner().invoke(app, ["identify", str(file), str(clip), "--format", "json"])
    assert json.loads(run.stdout)[0]["front_end"] == "micro-frontend"


def test_matches_come_best_first():
    found = identify(LIBRARIES["kaldi-fbank"](CLIP, window_type="hamming"), CLIP)
    assert len(found) > 1
    assert [len(match.changes) for match in found] == sorted(len(match.changes) for match in found)


@pytest.mark.parametrize(
    "array",
    [np.zeros(0), np.zeros((0, 23)), np.float32(1), np.array("yes"), np.array([None]), np.zeros((2, 3, 4, 5))],
    ids=["empty", "no frames", "a number", "text", "an object", "four axes"],
)
def test_what_is_no_array_of_features_is_refused_in_a_sentence(array):
    for clip in (CLIP, None):
        with pytest.raises(ValueError, match="Features are one array of numbers"):
            identify(array, clip)


@pytest.mark.parametrize("values", [np.zeros(7), np.zeros((98, 23)), np.full((98, 23), 1e30), np.ones((1, 1000))])
def test_constant_arrays_are_claimed_for_no_front_end_and_break_nothing(values):
    assert identify(values, CLIP) == []


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dumps, "MAX_BYTES", 1_000)
    np.save(tmp_path / "large.npy", np.zeros(1_000))
    with pytest.raises(DumpError, match="over the limit of 1,000"):
        read_features(tmp_path / "large.npy")


def test_files_that_are_no_features_are_refused_with_a_reason(tmp_path):
    lie = tmp_path / "lie.npy"
    np.save(lie, np.zeros(10))
    lie.write_bytes(lie.read_bytes()[:-8])
    objects = tmp_path / "objects.npy"
    np.save(objects, np.array([{}], dtype=object), allow_pickle=True)
    words = tmp_path / "words.txt"
    words.write_text("none")
    noise = tmp_path / "noise.bin"
    noise.write_bytes(b"\xff\xfe\x00")
    for file in (lie, objects, words, noise, tmp_path / "missing.npy"):
        with pytest.raises(DumpError, match=file.name):
            read_features(file)


def test_the_command_names_the_front_end_as_json_and_as_text(tmp_path: Path):
    array, clip = tmp_path / "features.npy", tmp_path / "clip.wav"
    soundfile.write(clip, CLIP, 16_000, subtype="FLOAT")
    np.save(array, LIBRARIES["kaldi-fbank"](CLIP, window_type="hanning"))
    run = CliRunner().invoke(app, ["identify", str(array), str(clip), "--format", "json"])
    answer = json.loads(run.stdout)
    assert (run.exit_code, answer[0]["front_end"]) == (0, "kaldi-fbank")
    assert answer[0]["changes"] == ["Window: hann instead of povey (window_type, window_fn)."]
    assert 0 <= answer[0]["residual"] < 1e-4
    assert CliRunner().invoke(app, ["identify", str(array), str(clip)]).stdout.startswith("kaldi-fbank (torchaudio.")
    np.save(array, np.random.default_rng(0).standard_normal((80, 98)))
    assert json.loads(CliRunner().invoke(app, ["identify", str(array), str(clip), "--format", "json"]).stdout) == []
    assert CliRunner().invoke(app, ["identify", str(clip), str(clip)]).exit_code == 2


def test_torchaudio_is_the_version_whose_behaviour_is_described():
    assert torchaudio.__version__.split("+")[0] == FRONTENDS["torchaudio-mfcc"].version
