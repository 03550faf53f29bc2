"""Python and the packages that speechcls needs: whether each is there, recent enough, and does a small task."""

from __future__ import annotations

import importlib.metadata
import io
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from speechcls.doctor import looks
from speechcls.doctor.looks import INSTALL, Answer

if TYPE_CHECKING:
    from packaging.requirements import Requirement

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements.txt"


def python() -> Answer:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return (3, 11) <= sys.version_info[:2] < (3, 15), found, "Use Python 3.11 to 3.14: torchaudio has no others."


def versions() -> Answer:
    wanted = _requirements()
    if not wanted:
        return None, f"{REQUIREMENTS} is not there to say which", "Start this from a copy of the repository."
    found = {one: _version(one.name) for one in wanted}
    wrong = [
        f"{one.name} {version or 'missing'} (needs {one.specifier or 'any'})"
        for one, version in found.items()
        if version is None or not one.specifier.contains(version, prereleases=True)
    ]
    return not wrong, ", ".join(wrong or [f"{one.name} {version}" for one, version in found.items()]), INSTALL


def _requirements() -> list[Requirement]:
    """The requirements, from requirements.txt in a checkout, or from the metadata of the installed package."""
    if REQUIREMENTS.is_file():
        lines = [line.split("#")[0].strip() for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines()]
    elif _version("speechcls"):
        lines = importlib.metadata.requires("speechcls") or []
    else:
        lines = []
    parse = looks.load("packaging.requirements").Requirement
    wanted = [parse(line) for line in lines if line and not line.startswith("-")]
    return [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def torch() -> Answer:
    versions = f"torch {_version('torch')}, torchaudio {_version('torchaudio')}"
    remedy = f"Both must be of the same release, which {INSTALL} brings."
    try:
        torch, torchaudio = looks.load("torch"), looks.load("torchaudio")
        frames = torchaudio.transforms.Spectrogram(n_fft=512)(torch.zeros(1, 512)).shape[-1]
    except Exception as error:  # OSError where the one was built for another torch or CUDA than the other
        return False, f"{versions}; they do not load together: {error}", remedy
    same = torch.__version__.split("+")[0] == torchaudio.__version__.split("+")[0]
    return same and frames == 3, versions, remedy


def soundfile() -> Answer:
    soundfile = looks.load("soundfile")
    sink = io.BytesIO()
    soundfile.write(sink, looks.tone(16_000), 16_000, format="FLAC")
    sink.seek(0)
    samples, _ = soundfile.read(sink)
    missing = {"WAV", "FLAC", "MP3", "OGG"} - set(soundfile.available_formats())
    found = f"soundfile {soundfile.__version__} with libsndfile {soundfile.__libsndfile_version__}"
    if missing:
        return False, f"{found}, which lacks {', '.join(sorted(missing))}", "python -m pip install --upgrade soundfile"
    return len(samples) == 1600, f"{found} reads wav, flac, mp3, ogg", INSTALL


def pyav() -> Answer:
    av = looks.load("av")
    sink = io.BytesIO()
    with av.open(sink, "w", format="webm") as file:
        stream = file.add_stream("libopus", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(looks.tone(48_000)[None], format="flt", layout="mono")
        frame.sample_rate = 48_000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    sink.seek(0)
    with av.open(sink) as file:
        samples = sum(frame.samples for frame in file.decode(audio=0))
    return samples >= 4800, f"PyAV {av.__version__} reads webm, opus, m4a, aac", INSTALL


def resampler() -> Answer:
    soxr = looks.load("soxr")
    off = float(abs(soxr.resample(looks.tone(48_000), 48_000, 16_000) - looks.tone(16_000))[400:1200].max())
    return off < 1e-3, f"soxr {soxr.__version__}, largest error {off:.0e} from 48 to 16 kHz", INSTALL


def onnx_runtime() -> Answer:
    runtime = looks.load("onnxruntime")
    return "CPUExecutionProvider" in runtime.get_available_providers(), f"onnxruntime {runtime.__version__}", INSTALL


def portaudio() -> Answer:
    try:
        sounddevice = looks.load("sounddevice")
    except ImportError:
        return (
            None,
            "sounddevice is not installed",
            "Only to listen without a browser: python -m pip install sounddevice",
        )
    except OSError as error:
        remedy = "Only to listen without a browser. On Debian and Ubuntu: apt-get install libportaudio2"
        return None, f"sounddevice is there, but the PortAudio library is missing ({error})", remedy
    library = sounddevice.get_portaudio_version()[1].split(",")[0]
    return True, f"sounddevice {sounddevice.__version__} with {library}", ""
