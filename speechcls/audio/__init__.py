"""A sound from a file, an array or a microphone to a Clip: mono float32 at 16 kHz."""

from speechcls.audio.clip import FULL_SCALE, MAX_SECONDS, SAMPLE_RATE, AudioError, Clip, pad_right, to_float, to_int16
from speechcls.audio.decode import MAX_BYTES, from_array, read

__all__ = [
    "FULL_SCALE",
    "MAX_BYTES",
    "MAX_SECONDS",
    "SAMPLE_RATE",
    "AudioError",
    "Clip",
    "from_array",
    "pad_right",
    "read",
    "to_float",
    "to_int16",
]
