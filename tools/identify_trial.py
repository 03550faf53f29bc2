"""Trial of identify: arrays made by the real libraries, with 0, 1 or 2 settings changed, and arrays of unknown origin.

    SPEECH_COMMANDS_DIR=DIR python -m tools.identify_trial [--arrays 200] [--seed 0] [--only NAME...]

in an environment with the libraries (those missing are left out and said). Clips are of the official test part.
"""

from __future__ import annotations

import argparse
import os
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import soundfile

from speechcls.frontends.identify import Match, identify
from tools.libraries import LIBRARIES, torchaudio_kaldi, transformers_extractor

Options = dict[str, Any]


class Change(NamedTuple):
    """One setting changed: the library's keyword arguments, and words of which the answer must hold one."""

    options: Options
    words: tuple[str, ...]


def hamming(length: int, **_: Any) -> Any:
    import torch

    return torch.hamming_window(length)


def change(*words: str, **options: Any) -> Change:
    return Change(options, words)


BANDS = "Number of bands"
LOW, HIGH = "Lowest frequency", "Highest frequency"
TORCHAUDIO = [
    *(change(BANDS, n_mels=n) for n in (40, 64, 80)),
    *(change(LOW, f_min=f) for f in (20.0, 50.0, 125.0)),
    *(change(HIGH, f_max=f) for f in (4000.0, 7600.0, 7000.0)),
    change("Spectrum", power=1.0),
    change("Norm of the filters", norm="slaney"),
    change("Mel scale", mel_scale="slaney"),
    change("Frames", center=False),
    change("Frames", pad_mode="constant"),
    change("Window", window_fn=hamming),
    change("normalized", "Multiply", normalized=True),
    change("FFT", n_fft=512),
]
LIBROSA = [
    *(change(BANDS, n_mels=n) for n in (40, 64, 80)),
    *(change(LOW, fmin=f) for f in (20.0, 50.0, 125.0)),
    *(change(HIGH, fmax=f) for f in (4000.0, 7600.0, 7000.0)),
    change("Norm of the filters", norm=None),
    change("Mel scale", htk=True),
    change("Spectrum", power=1.0),
    change("Frames", center=False),
    change("Frames", pad_mode="reflect"),
    change("Window", window="hamming"),
    change("Sampling rate", sr=22050),
    change("FFT", n_fft=1024),
]
KALDI = [
    *(change(BANDS, num_mel_bins=n) for n in (40, 64, 80)),
    *(change(LOW, low_freq=f) for f in (0.0, 50.0, 125.0)),
    *(change(HIGH, high_freq=f) for f in (4000.0, 7600.0, 7000.0)),
    *(change("Window", window_type=w) for w in ("hamming", "hanning", "rectangular")),
    *(change("Pre-emphasis", preemphasis_coefficient=c) for c in (0.0, 0.9)),
    change("Mean of each frame", remove_dc_offset=False),
    change("Frames", snip_edges=False),
]
KALDI_FBANK = [
    change("Spectrum", use_power=False),
    change("Log energy", use_energy=True, energy_floor=0.0),
    change("Mean", subtract_mean=True),
]
KNF = {
    "num_mel_bins": "num_bins", "window_type": "window_type", "preemphasis_coefficient": "preemph_coeff",
    "remove_dc_offset": "remove_dc_offset", "low_freq": "low_freq", "high_freq": "high_freq",
    "snip_edges": "snip_edges",
}  # fmt: skip
KALDI_NATIVE = [Change({KNF[k]: v for k, v in c.options.items()}, c.words) for c in KALDI]
PSF = [
    *(change(BANDS, nfilt=n) for n in (32, 40)),
    *(change("Window", winfunc=w) for w in (np.hamming, np.hanning)),
    *(change("Pre-emphasis", preemph=c) for c in (0, 0.95)),
    *(change(LOW, lowfreq=f) for f in (50, 125, 300)),
    *(change(HIGH, highfreq=f) for f in (4000, 7000)),
    change("FFT", nfft=1024),
]
NO_WINDOW = [c for c in PSF if "winfunc" not in c.options]  # logfbank takes none
SPEECHBRAIN = [
    *(change(BANDS, n_mels=n) for n in (23, 64, 80)),
    *(change(LOW, f_min=f) for f in (20, 80)),
    *(change(HIGH, f_max=f) for f in (7600, 4000)),
    change("FFT", n_fft=512),
]
CEPSTRA = "Number of cepstral"
TABLE: dict[str, list[Change]] = {
    "torchaudio-melspectrogram": TORCHAUDIO,
    "torchaudio-mfcc": [
        *(change(CEPSTRA, n_mfcc=n) for n in (13, 20)),
        change("cosine", norm=None),
        *(change(*c.words, melkwargs=c.options) for c in TORCHAUDIO if "normalized" not in c.options),
    ],
    "torchaudio-spectrogram": [
        change("Spectrum", power=1.0),
        change("Frames", center=False),
        change("Window", window_fn=hamming),
        change("FFT", n_fft=512),
    ],
    "librosa-melspectrogram": LIBROSA,
    "librosa-power_to_db": [*LIBROSA, change("Reference", "Add", ref=np.max), change("below the maximum", top_db=None)],
    "librosa-mfcc": [
        *(change(CEPSTRA, n_mfcc=n) for n in (13, 40)),
        change("Lifter", lifter=22),
        *(c for c in LIBROSA if "power" not in c.options and "norm" not in c.options),
    ],
    "librosa-pcen": [
        *(change("PCEN", gain=g) for g in (0.8, 0.9)),
        *(change("PCEN", bias=b) for b in (1.0, 10.0)),
        *(change("PCEN", power=p) for p in (0.25, 0.7)),
        *(change("PCEN", time_constant=t) for t in (0.1, 0.8)),
        change("PCEN", scale=1.0),
    ],
    "kaldi-fbank": [*KALDI, *KALDI_FBANK],
    "kaldi-mfcc": [
        *KALDI,
        change(CEPSTRA, num_ceps=20),
        change("Lifter", cepstral_lifter=0.0),
        change("energy", use_energy=True, energy_floor=0.0),
    ],
    "kaldi-native-fbank": KALDI_NATIVE,
    "kaldi-native-mfcc": [*KALDI_NATIVE, change(CEPSTRA, num_ceps=20), change("energy", use_energy=False)],
    "python_speech_features-mfcc": [
        *PSF,
        change(CEPSTRA, numcep=20),
        change("Lifter", ceplifter=0),
        change("energy", appendEnergy=False),
    ],
    "python_speech_features-logfbank": NO_WINDOW,
    "python_speech_features-fbank": PSF,
    "speechbrain-fbank": SPEECHBRAIN,
    "speechbrain-mfcc": [*SPEECHBRAIN, change(CEPSTRA, n_mfcc=13)],
    "nnaudio-melspectrogram": [
        *(c for c in LIBROSA if not {"window", "n_fft"} & set(c.options) and c.options.get("pad_mode") is None)
    ],
    "nnaudio-mfcc": [change(CEPSTRA, n_mfcc=n) for n in (13, 40)],
    "whisper-80": [],
    "whisper-80-unpadded": [],
    "whisper-128": [],
    "ast": [],
    "wav2vec2": [],
    "parakeet": [change(BANDS, feature_size=64), change("Pre-emphasis", preemphasis=None)],
    "speech2text": [],
    "seamless-m4t": [],
    "speecht5": [],
    "lhotse-fbank": [change(BANDS, num_filters=40), change("Frames", snip_edges=True)],
    "torchlibrosa": [],
    "panns": [],
    "vggish": [],
    "gammatone": [],
    "speechpy-mfcc": [change(BANDS, num_filters=26), change(CEPSTRA, num_cepstral=20)],
    "speechpy-lmfe": [change(BANDS, num_filters=26)],
    "essentia-mfcc": [],
}
CALLS: dict[str, Callable[..., np.ndarray]] = {
    **LIBRARIES,
    "parakeet": lambda wave, **options: transformers_extractor("ParakeetFeatureExtractor", **options)(wave),
}
# Their normalisation takes the scale of the samples off again.
LEVEL_IS_LOST = ("wav2vec2", "speech2text", "seamless-m4t", "parakeet")
# What cannot be told apart, since its values are the same.
SAME = [
    {"kaldi-fbank", "kaldi-native-fbank", "kaldi-fbank-wenet", "kaldi-fbank-wespeaker", "kaldi-fbank-sherpa-onnx"},
    {"kaldi-mfcc", "kaldi-native-mfcc"},
    {"kaldi-fbank-sherpa-onnx", "lhotse-fbank"},
    {"librosa-melspectrogram", "nnaudio-melspectrogram", "librosa-power_to_db"},
    {"librosa-mfcc", "nnaudio-mfcc"},
    {"whisper-80", "whisper-80-unpadded", "whisper-128"},
    {"parakeet", "parakeet-128", "nemo"},
    {"torchaudio-melspectrogram", "torchaudio-spectrogram"},
    {"speech2text", "seamless-m4t"},
    {"python_speech_features-fbank", "python_speech_features-logfbank"},
]


def int16(call: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    return lambda wave, **options: call(wave * np.float32(32768), **options)


AFTER: list[tuple[tuple[str, ...], Callable[[np.ndarray], np.ndarray]]] = [
    (("Transposed",), np.transpose),
    (("float16",), lambda array: array.astype(np.float16)),
]


def made(name: str, wave: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, list[tuple[str, ...]], Options]:
    """An array by the real library with up to two settings changed, and the words that name each of them."""
    count = int(rng.integers(0, 3))
    table = TABLE[name]
    options: Options = {}
    words: list[tuple[str, ...]] = []
    call = CALLS[name]
    usual = rng.random(count) < (0.25 if table else 1.0)
    for is_usual in usual:
        if is_usual and not words and rng.random() < 0.5 and name not in LEVEL_IS_LOST:
            call = int16(call)
            words.append(("16-bit", "Multiply", "Add"))
            continue
        picks = [c for c in table if not set(c.options) & set(options) and c.words not in words]
        if picks and not is_usual:
            picked = picks[int(rng.integers(len(picks)))]
            if "melkwargs" in picked.options and "melkwargs" in options:
                continue
            options |= picked.options
            words.append(picked.words)
    array = np.asarray(call(wave, **options))
    if len(words) < count and array.ndim == 2:
        said, after = AFTER[int(rng.integers(len(AFTER)))]
        if "float16" not in said or np.abs(array).max() < 60000:
            array = after(array)
            words.append(said)
    return array, words, options


def unknown(wave: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """An array that no front end of the atlas made of the clip."""
    import soxr

    name = ["kaldi-fbank", "torchaudio-melspectrogram", "librosa-power_to_db", "python_speech_features-mfcc"]
    call = LIBRARIES[name[int(rng.integers(4))]]
    match int(rng.integers(4)):
        case 0:  # random projections
            array = call(wave)
            return rng.standard_normal((array.shape[0], array.shape[0])) @ array
        case 1:  # another hop
            hop = float(rng.choice([7.5, 11.0, 12.5, 13.0]))
            if rng.random() < 0.5:
                return torchaudio_kaldi("fbank")(wave, frame_shift=hop)
            return LIBRARIES["librosa-power_to_db"](wave, hop_length=int(hop * 16))
        case 2:  # another rate
            rate = int(rng.choice([8_000, 11_025, 22_050, 44_100]))
            return call(soxr.resample(wave, 16_000, rate).astype(np.float32))
    return call(other)  # another clip


def clips(folder: Path, rng: np.random.Generator, count: int) -> list[np.ndarray]:
    listed = (folder / "testing_list.txt").read_text().split()
    return [soundfile.read(folder / name, dtype="float32")[0] for name in rng.choice(listed, count, replace=False)]


def right(name: str, match: Match) -> bool:
    return match.front_end == name or any({name, match.front_end} <= same for same in SAME)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--arrays", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", nargs="*", default=[])
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(arguments.seed)
    waves = clips(Path(os.environ["SPEECH_COMMANDS_DIR"]) / "speech_commands_v0.01", rng, 2 * arguments.arrays)
    names, missing = arguments.only or list(TABLE), set()
    front, settings, exact, seconds, claims, unknowns = [], [], 0, [], 0, 0
    for index in range(arguments.arrays):
        wave = waves[index]
        name = names[int(rng.integers(len(names)))]
        try:
            array, words, options = made(name, wave, rng)
        except ImportError as error:
            missing.add(str(error))
            continue
        start = time.process_time()
        found = identify(array, wave)
        seconds.append(time.process_time() - start)
        best = found[0] if found else Match("none", (), 1.0)
        if seconds[-1] > 1.5:
            print(f"slow: {name} {options} {words} {array.shape}: {seconds[-1]:.1f} s")
        front.append(right(name, best))
        exact += best.front_end == name
        text = " ".join(best.changes)
        named = [any(word in text for word in option) for option in words]
        settings += named
        if not front[-1] or not all(named):
            print(
                f"{name} {options} {words} {array.shape} {array.dtype} -> "
                f"{best.front_end} {best.changes} {best.residual:.1e}"
            )
        false = identify(unknown(wave, waves[-1 - index], rng), wave)
        unknowns += 1
        claims += bool(false)
        if false:
            print(f"unknown -> {false[0]}")
    print(f"front end right: {np.mean(front):.3f} of {len(front)} (its very name: {exact / len(front):.3f})")
    print(f"changed settings named: {np.mean(settings):.3f} of {len(settings)}")
    print(f"false claims on arrays of unknown origin: {claims / unknowns:.3f} of {unknowns}")
    print(f"processor seconds: median {np.median(seconds):.2f}, longest {max(seconds):.2f}")
    if missing:
        print("left out:", *sorted(missing))


if __name__ == "__main__":
    main()
