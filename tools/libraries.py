"""The field's libraries themselves: for each front end of the atlas a function that calls the real one.

Each takes a clip (samples,) float32 in [-1, 1] at 16 kHz, and keyword arguments of the library where it has some.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from tools.libraries_speech import RATE, SPEECH_LIBRARIES


def torchaudio_transform(name: str) -> Callable[..., np.ndarray]:
    def call(wave: np.ndarray, **options: Any) -> np.ndarray:
        import torch
        import torchaudio

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of empty filters
            transform = getattr(torchaudio.transforms, name)(**options)
        return transform(torch.from_numpy(wave)).numpy()

    return call


def torchaudio_melspectrogram_db(wave: np.ndarray, **options: Any) -> np.ndarray:
    import torch
    import torchaudio

    mel = torchaudio_transform("MelSpectrogram")(wave, **options)
    return torchaudio.transforms.AmplitudeToDB(top_db=80)(torch.from_numpy(mel)).numpy()


def librosa_melspectrogram(wave: np.ndarray, **options: Any) -> np.ndarray:
    import librosa

    return librosa.feature.melspectrogram(y=wave, **{"sr": RATE, **options})


def librosa_power_to_db(wave: np.ndarray, ref: Any = 1.0, top_db: float | None = 80.0, **options: Any) -> np.ndarray:
    import librosa

    return librosa.power_to_db(librosa_melspectrogram(wave, **options), ref=ref, top_db=top_db)


def librosa_amplitude_to_db(wave: np.ndarray, ref: Any = np.max, **options: Any) -> np.ndarray:
    import librosa

    return librosa.amplitude_to_db(np.abs(librosa.stft(wave, **options)), ref=ref)


def librosa_mfcc(wave: np.ndarray, **options: Any) -> np.ndarray:
    import librosa

    return librosa.feature.mfcc(y=wave, **{"sr": RATE, **options})


def librosa_pcen(wave: np.ndarray, scale: float = 2.0**31, **options: Any) -> np.ndarray:
    """As librosa's own example has it: magnitudes in mel bands, times 2 ** 31."""
    import librosa

    mel = librosa_melspectrogram(wave, power=1)
    return librosa.pcen(mel * scale, **{"sr": RATE, **options})


def python_speech_features(name: str) -> Callable[..., np.ndarray]:
    def call(wave: np.ndarray, **options: Any) -> np.ndarray:
        import python_speech_features as psf

        made = getattr(psf, name)(wave, RATE, **options)
        return made[0] if name == "fbank" else made

    return call


def speechpy(name: str) -> Callable[..., np.ndarray]:
    def call(wave: np.ndarray, **options: Any) -> np.ndarray:
        from speechpy import feature

        made = getattr(feature, name)(wave, RATE, **options)
        return made[0] if name == "mfe" else made

    return call


def nnaudio(name: str, **settings: Any) -> Callable[..., np.ndarray]:
    def call(wave: np.ndarray, **options: Any) -> np.ndarray:
        import torch
        from nnAudio import features

        with contextlib.redirect_stdout(io.StringIO()), torch.no_grad():
            return getattr(features, name)(**{"sr": RATE, **settings, **options})(torch.from_numpy(wave)[None])[
                0
            ].numpy()

    return call


def torchlibrosa(spectrogram: dict[str, Any], bank: dict[str, Any]) -> Callable[..., np.ndarray]:
    def call(wave: np.ndarray) -> np.ndarray:
        import torch
        from torchlibrosa import LogmelFilterBank, Spectrogram

        with torch.no_grad():
            return LogmelFilterBank(sr=RATE, **bank)(Spectrogram(**spectrogram)(torch.from_numpy(wave)[None]))[
                0, 0
            ].numpy()

    return call


def vggish(wave: np.ndarray) -> np.ndarray:
    from torchvggish import mel_features

    return mel_features.log_mel_spectrogram(
        wave, RATE, log_offset=0.01, num_mel_bins=64, lower_edge_hertz=125, upper_edge_hertz=7500
    )


def gammatone_fft(wave: np.ndarray) -> np.ndarray:
    from gammatone.fftweight import fft_gtgram

    return fft_gtgram(wave, RATE, 0.025, 0.010, 64, 50)


SMILE = """[componentInstances:cComponentManager]
instance[dataMemory].type=cDataMemory
printLevelStats=0
\\{{\\cm[source{{?}}:source]}}
[componentInstances:cComponentManager]
instance[framer].type=cFramer
instance[window].type=cWindower
instance[fft].type=cTransformFFT
instance[magnitude].type=cFFTmagphase
instance[mel].type=cMelspec
{instance}
[framer:cFramer]
reader.dmLevel=wave
writer.dmLevel=frames
frameSize=0.025
frameStep=0.010
frameCenterSpecial=left
[window:cWindower]
reader.dmLevel=frames
writer.dmLevel=windowed
winFunc=ham
gain=1.0
[fft:cTransformFFT]
reader.dmLevel=windowed
writer.dmLevel=spectrum
[magnitude:cFFTmagphase]
reader.dmLevel=spectrum
writer.dmLevel=magnitudes
[mel:cMelspec]
reader.dmLevel=magnitudes
writer.dmLevel={mel}
nBands=26
lofreq=20
hifreq=8000
usePower=1
htkcompatible=0
{component}
\\{{\\cm[sink{{?}}:sink]}}
"""


MFCC = """[mfcc:cMfcc]
reader.dmLevel=bands
writer.dmLevel=lld
firstMfcc=0
lastMfcc=12
cepLifter=22
htkcompatible=0
"""


def opensmile(mfcc: bool) -> Callable[..., np.ndarray]:
    """The low-level descriptors cMelspec and cMfcc, by a configuration of 26 bands and frames of 25 ms every 10."""

    def call(wave: np.ndarray) -> np.ndarray:
        import opensmile

        parts = {"instance": "instance[mfcc].type=cMfcc", "mel": "bands", "component": MFCC}
        text = SMILE.format(**(parts if mfcc else {"instance": "", "mel": "lld", "component": ""}))
        with tempfile.NamedTemporaryFile("w", suffix=".conf") as file:
            file.write(text)
            file.flush()
            smile = opensmile.Smile(feature_set=file.name, feature_level="lld")
            return smile.process_signal(wave, RATE).to_numpy()

    return call


def essentia_mfcc(wave: np.ndarray) -> np.ndarray:
    import essentia

    essentia.log.infoActive = essentia.log.warningActive = False
    import essentia.standard as es

    windowing, spectrum = es.Windowing(type="hann", size=400, zeroPadding=112), es.Spectrum(size=512)
    mfcc = es.MFCC(inputSize=257, sampleRate=RATE, highFrequencyBound=RATE / 2)
    frames = es.FrameGenerator(wave, frameSize=400, hopSize=160, startFromZero=True)
    return np.stack([mfcc(spectrum(windowing(frame)))[1] for frame in frames])


def audioflux_mel(wave: np.ndarray) -> np.ndarray:
    """Only right in a process that has not imported torch."""
    import audioflux

    made, _ = audioflux.mel_spectrogram(wave, num=40, radix2_exp=9, samplate=RATE, slide_length=160)
    return made


LIBRARIES: dict[str, Callable[..., np.ndarray]] = {
    "torchaudio-spectrogram": torchaudio_transform("Spectrogram"),
    "torchaudio-melspectrogram": torchaudio_transform("MelSpectrogram"),
    "torchaudio-melspectrogram-db": torchaudio_melspectrogram_db,
    "torchaudio-mfcc": torchaudio_transform("MFCC"),
    "torchaudio-lfcc": torchaudio_transform("LFCC"),
    "librosa-melspectrogram": librosa_melspectrogram,
    "librosa-power_to_db": librosa_power_to_db,
    "librosa-amplitude_to_db": librosa_amplitude_to_db,
    "librosa-mfcc": librosa_mfcc,
    "librosa-pcen": librosa_pcen,
    "python_speech_features-mfcc": python_speech_features("mfcc"),
    "python_speech_features-fbank": python_speech_features("fbank"),
    "python_speech_features-logfbank": python_speech_features("logfbank"),
    "speechpy-mfcc": speechpy("mfcc"),
    "speechpy-lmfe": speechpy("lmfe"),
    "nnaudio-melspectrogram": nnaudio("MelSpectrogram", verbose=False),
    "nnaudio-mfcc": nnaudio("MFCC", verbose=False),
    "torchlibrosa": torchlibrosa({}, {}),
    "panns": torchlibrosa(
        {"n_fft": 512, "hop_length": 160}, {"n_fft": 512, "n_mels": 64, "fmin": 50, "fmax": 8000, "top_db": None}
    ),
    "vggish": vggish,
    "gammatone": gammatone_fft,
    "opensmile-melspec": opensmile(mfcc=False),
    "opensmile-mfcc": opensmile(mfcc=True),
    "essentia-mfcc": essentia_mfcc,
    "audioflux-mel": audioflux_mel,
    **SPEECH_LIBRARIES,
}
