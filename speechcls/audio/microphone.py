"""This computer's microphone through PortAudio: sound as it comes, mono at 16 kHz, in chunks of a tenth of a second."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
import soxr

from speechcls.audio import FULL_SCALE, SAMPLE_RATE
from speechcls.audio.level import LOWEST, decibels

CHUNK = SAMPLE_RATE // 10  # samples
BLOCK = 0.02  # s that PortAudio hands over at a time
BACKLOG = 5.0  # s of sound that may wait for the reader; any more is lost, and counted
PATIENCE = 2.0  # s without a block after which a device counts as gone: some systems never say so

LIST = "python -m speechcls listen --list-devices"
NO_LIBRARY = (
    "The PortAudio library is missing ({}). On Debian and Ubuntu: apt-get install libportaudio2; elsewhere: "
    "python -m pip install --force-reinstall sounddevice"
)
NO_PACKAGE = "sounddevice is missing. Bring it with: python -m pip install -r requirements.txt"
NO_DEVICE = "This computer has no microphone that PortAudio finds. Plug one in, then start this program again."
NO_DEFAULT = f"This computer names no microphone as its usual one. Choose one with --device; {LIST}"
GONE = "{} gives no sound any more: was it unplugged or switched off? Plug it in, then start this program again."
REFUSED = (
    f"{{}} can't be opened ({{}}). Close what else uses it, see that this program may use it, or choose another: {LIST}"
)

# PortAudio does not allow two threads to open or close streams at once.
_portaudio_lock = threading.Lock()


class MicrophoneError(RuntimeError):
    """A microphone that can't be used, or has gone. The message says what is wrong and what to do."""


@dataclass(frozen=True)
class Device:
    """A device that records sound."""

    number: int
    name: str
    system: str  # such as ALSA or Core Audio; each may offer the same microphone
    channels: int
    rate: float  # Hz, its own
    default: bool


@dataclass(frozen=True, eq=False)
class Chunk:
    """A tenth of a second of sound."""

    samples: np.ndarray  # (1600,) float32 at 16 kHz, full scale is 1
    position: int  # of its first sample in the stream at 16 kHz, lost samples included
    lost: int  # samples at 16 kHz that were lost just before it

    @property
    def level(self) -> float:
        """RMS in dBFS, full scale being 1, without a constant offset."""
        power = np.var(self.samples, dtype=np.float64, keepdims=True)
        return float(decibels(power, 10 ** (LOWEST / 10))[0])


def devices() -> list[Device]:
    """The recording devices that were there when PortAudio was first asked. Raises MicrophoneError if there is none."""
    sounddevice = _sounddevice()
    try:
        with _portaudio_lock:
            listed, systems = sounddevice.query_devices(), sounddevice.query_hostapis()
            usual = sounddevice.default.device[0]
    except sounddevice.PortAudioError as error:
        raise MicrophoneError(f"PortAudio can't list the microphones ({error}). Start again.") from error
    recording = [one for one in listed if one["max_input_channels"] > 0]
    if not recording:
        raise MicrophoneError(NO_DEVICE)
    return [
        Device(
            number=one["index"],
            name=one["name"],
            system=systems[one["hostapi"]]["name"],
            channels=one["max_input_channels"],
            rate=one["default_samplerate"],
            default=one["index"] == usual,
        )
        for one in recording
    ]


def as_table(found: list[Device]) -> str:
    """One line a device, the default one starred."""
    width = max(len(device.name) for device in found)
    return "\n".join(
        f"{'*' if one.default else ' '} {one.number:3}  {one.name:{width}}  {one.rate:6g} Hz  {one.system}"
        for one in found
    )


def find(wanted: str | int | None = None) -> Device:
    """The device with this number, or with this text in its name; the default device where neither is given.

    Where several audio systems offer the same device, that of the default device's system is taken.
    """
    known = devices()
    usual = [device for device in known if device.default] or known[: len(known) == 1]
    if wanted in (None, ""):
        if not usual:
            raise MicrophoneError(NO_DEFAULT)
        return usual[0]
    text = str(wanted).casefold()
    fitting = [device for device in known if text in (str(device.number), device.name.casefold())]
    fitting = fitting or [device for device in known if text in device.name.casefold()]
    if len(fitting) > 1 and usual:
        fitting = [device for device in fitting if device.system == usual[0].system] or fitting
    if len(fitting) != 1:
        count = f"{len(fitting)} microphones fit" if fitting else "No microphone fits"
        names = ", ".join(f"{device.number} {device.name!r}" for device in fitting or known)
        raise MicrophoneError(f"{count} {wanted!r}. Give the number of one of: {names}.")
    return fitting[0]


class Microphone:
    """One device, recording until it is closed; another thread than the reader's may close it."""

    def __init__(self, wanted: str | int | None = None) -> None:
        self.device = find(wanted)
        self._blocks: queue.Queue[tuple[np.ndarray, int] | None] = queue.Queue(round(BACKLOG / BLOCK))
        self._missed = 0  # samples at the device's rate, lost since the last block that was kept
        self._ended = threading.Event()
        self._closed = threading.Event()
        self._stream = self._open()
        self.rate: float = self._stream.samplerate  # Hz
        self._resampler = soxr.ResampleStream(self.rate, SAMPLE_RATE, 1, dtype="float32")
        self._rest = np.zeros(0, np.float32)  # at 16 kHz, less than a chunk
        self._position = 0
        try:
            self._stream.start()
        except Exception as error:
            self.close()
            raise MicrophoneError(REFUSED.format(self.device.name, error)) from error

    def __enter__(self) -> Microphone:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Chunk]:
        while chunk := self.read():
            yield chunk

    @property
    def waiting(self) -> float:
        """Seconds of sound that have come and were not read yet."""
        return self._blocks.qsize() * BLOCK + len(self._rest) / SAMPLE_RATE

    def read(self) -> Chunk | None:
        """Wait for the next chunk; None once closed. Raises MicrophoneError where the device has gone."""
        lost = 0
        while len(self._rest) < CHUNK:
            if (waited := self._next()) is None:
                return None
            block, missed = waited
            if missed:  # the two sides of a gap must not be joined
                lost += round(missed * SAMPLE_RATE / self.rate) + len(self._rest)
                self._rest = self._rest[:0]
                self._resampler.clear()
            at_16_khz = block if self.rate == SAMPLE_RATE else self._resampler.resample_chunk(block)
            self._rest = np.concatenate([self._rest, at_16_khz])
        samples, self._rest = self._rest[:CHUNK], self._rest[CHUNK:]
        chunk = Chunk(samples, self._position + lost, lost)
        self._position = chunk.position + CHUNK
        return chunk

    def close(self) -> None:
        """Release the device; may be called again."""
        self._closed.set()
        self._wake()
        with _portaudio_lock:
            self._stream.abort(ignore_errors=True)
            self._stream.close(ignore_errors=True)

    def _open(self) -> Any:
        """A stream at 16 kHz or, where the device refuses that, at its own rate; in mono where it can."""
        sounddevice, device = _sounddevice(), self.device
        for rate, channels in ((SAMPLE_RATE, 1), (device.rate, 1), (device.rate, device.channels)):
            try:
                with _portaudio_lock:
                    return sounddevice.InputStream(
                        samplerate=rate,
                        blocksize=round(rate * BLOCK),
                        device=device.number,
                        channels=channels,
                        dtype="int16",
                        callback=self._receive,
                        finished_callback=self._end,
                    )
            except (sounddevice.PortAudioError, ValueError) as error:
                reason = error
        raise MicrophoneError(REFUSED.format(device.name, reason)) from reason

    def _receive(self, block: np.ndarray, frames: int, _: object, status: Any) -> None:
        """Called by PortAudio's thread with (frames, channels) int16 in a buffer that it reuses afterwards."""
        if status.input_overflow:  # PortAudio doesn't say how much was lost
            self._missed += frames
        try:
            self._blocks.put_nowait((block.mean(axis=1, dtype=np.float32) / FULL_SCALE, self._missed))
            self._missed = 0
        except queue.Full:
            self._missed += frames

    def _end(self) -> None:
        """Called by PortAudio when the stream has ended, by our wish or by itself."""
        self._ended.set()
        self._wake()

    def _wake(self) -> None:
        """Wake a reader that waits; one that has blocks left doesn't wait."""
        with contextlib.suppress(queue.Full):
            self._blocks.put_nowait(None)

    def _next(self) -> tuple[np.ndarray, int] | None:
        """The next block, (n,) float32 at the device's rate, and how many samples are missing before it."""
        try:
            block = None if self._ended.is_set() and self._blocks.empty() else self._blocks.get(timeout=PATIENCE)
        except queue.Empty:
            block = None
        if self._closed.is_set():
            return None
        if block is None:
            raise MicrophoneError(GONE.format(self.device.name))
        return block


def _sounddevice() -> ModuleType:
    """The package, imported only when a microphone is wanted: it loads the PortAudio library."""
    try:
        import sounddevice
    except ImportError as error:
        raise MicrophoneError(NO_PACKAGE) from error
    except OSError as error:
        raise MicrophoneError(NO_LIBRARY.format(error)) from error
    return sounddevice
