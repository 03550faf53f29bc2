"""Settings that the trial of identify changes at the real libraries, and the words by which they are named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from tools.libraries import LIBRARIES
from tools.libraries_speech import transformers_extractor

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
    "speechbrain-mfcc": [change(BANDS, n_mels=40), *SPEECHBRAIN[1:], change(CEPSTRA, n_mfcc=13)],  # 23 is its own
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
