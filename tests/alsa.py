"""A microphone without hardware: an ALSA device that plays a file as what it hears, which PortAudio takes for real."""

import importlib.util
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from speechcls.audio.microphone import BLOCK, Microphone

ALSA = Path("/usr/share/alsa/alsa.conf")
INSTALL = "apt-get install libportaudio2 libasound2-data"
MISSING = f"Not run: {{}}. On Debian and Ubuntu: {INSTALL}"
NAME = "room"  # what the device is called
DEVICE = """<{base}>
pcm.{name} {{ type file slave.pcm "null" file "/dev/null" infile "{sound}" format "raw" }}
"""


def missing() -> str:
    """What a test with a device lacks here; empty where there is everything."""
    if not sys.platform.startswith("linux"):
        return "ALSA is there on Linux only"
    if importlib.util.find_spec("sounddevice") is None:
        return "sounddevice is not installed"
    try:
        import sounddevice  # noqa: F401
    except OSError as error:
        return f"PortAudio is missing ({error})"
    return "" if ALSA.exists() else f"{ALSA} is missing"


def required() -> None:
    """Report the test that asks as not run where something is missing; under CI=true it fails."""
    if lack := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING.format(lack), pytrace=False)
        pytest.skip(MISSING.format(lack))


def hearing(folder: Path, samples: np.ndarray) -> dict[str, str]:
    """Environment of a program whose only microphone hears int16 samples, (n,) or (n, 128 channels), then silence.

    It takes any rate, and gives sound as fast as it is taken.
    """
    sound, config = folder / "sound.raw", folder / "asound.conf"
    samples.astype("<i2").tofile(sound)
    config.write_text(DEVICE.format(base=ALSA, name=NAME, sound=sound))
    return {"ALSA_CONFIG_PATH": str(config)}


def plugged(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Callable[[np.ndarray], None]]:
    """For a fixture: plugs such a microphone into this program, and out again afterwards."""
    required()
    import sounddevice

    def plug(samples: np.ndarray) -> None:
        for name, value in hearing(folder, samples).items():
            patch.setenv(name, value)
        look_again()

    def look_again() -> None:  # PortAudio looks for devices only when it is started
        sounddevice._terminate()
        sounddevice._initialize()

    yield plug
    patch.undo()
    look_again()


def in_real_time(receive: Callable = Microphone._receive) -> Callable:
    """Microphone._receive for a device that is as slow as sound is."""
    begun: list[float] = []

    def paced(self: Microphone, *given: object) -> None:
        begun.append(begun[0] if begun else time.monotonic())
        time.sleep(max(0.0, begun[0] + len(begun) * BLOCK - time.monotonic()))
        receive(self, *given)

    return paced
