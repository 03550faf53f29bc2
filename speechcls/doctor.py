"""Say what works on this machine, what does not, and how to mend it."""

from __future__ import annotations

import glob
import importlib
import importlib.metadata
import io
import os
import platform
import shutil
import sys
import tempfile
import textwrap
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from packaging.requirements import Requirement

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements.txt"
INSTALL = "python -m pip install -r requirements.txt"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FETCHED = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright", "~/AppData/Local/ms-playwright")
TRAINING_SPACE = 6e9  # bytes: the public archive (1.5), unpacked (2.3), decoded once more into the cache (2.1)
MARKS = {True: "ok", None: "--", False: "no"}
WIDTH = 100  # characters

Answer: TypeAlias = tuple[bool | None, str, str]  # the fields of a Check after its name


@dataclass(frozen=True)
class Check:
    """One check: `ok` is None where something optional is missing."""

    name: str
    ok: bool | None
    found: str
    remedy: str = ""


def checks(folder: Path | None = None) -> list[Check]:
    """Run all checks, on the variants in a folder or the shipped ones. An exception in one becomes its answer."""
    looks = LOOKS | ({"variants": partial(_variants, folder)} if folder else {})
    return [_guarded(name, look) for name, look in looks.items()]


def report(found: list[Check]) -> str:
    """The checks as a table: name, `ok`, `--` (optional, missing) or `no`, what was found; below them the remedies."""
    column = max((len(check.name) for check in found), default=0) + 2
    indent = " " * (column + 4)
    lines = []
    for check in found:
        start = f"{check.name:<{column}}{MARKS[check.ok]:<4}"
        lines += textwrap.wrap(check.found, WIDTH, initial_indent=start, subsequent_indent=indent) or [start.rstrip()]
        if check.ok is not True and check.remedy:
            lines += textwrap.wrap(check.remedy, WIDTH, initial_indent=f"{indent}> ", subsequent_indent=f"{indent}  ")
    broken = [check.name for check in found if check.ok is False]
    lines += ["", f"To mend: {', '.join(broken)}." if broken else "Everything that is needed works."]
    return "\n".join(lines)


def _guarded(name: str, look: Callable[[], Answer]) -> Check:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Check(name, *look())
    except Exception as error:
        return Check(name, False, f"{type(error).__name__}: {error}", f"Install again: {INSTALL}")


def _module(name: str) -> ModuleType:
    """A module, imported only now, so that the check of a missing or broken one fails alone."""
    return importlib.import_module(name)


def _python() -> Answer:
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return (3, 11) <= sys.version_info[:2] < (3, 15), found, "Use Python 3.11 to 3.14: torchaudio has no others."


def _requirements() -> list[Requirement]:
    """The requirements, from requirements.txt in a checkout, or from the metadata of the installed package."""
    if REQUIREMENTS.is_file():
        lines = [line.split("#")[0].strip() for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines()]
    elif _version("speechcls"):
        lines = importlib.metadata.requires("speechcls") or []
    else:
        lines = []
    parse = _module("packaging.requirements").Requirement
    wanted = [parse(line) for line in lines if line and not line.startswith("-")]
    return [one for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _packages() -> Answer:
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


def _torch() -> Answer:
    versions = f"torch {_version('torch')}, torchaudio {_version('torchaudio')}"
    remedy = f"Both must be of the same release, which {INSTALL} brings."
    try:
        torch, torchaudio = _module("torch"), _module("torchaudio")
        frames = torchaudio.transforms.Spectrogram(n_fft=512)(torch.zeros(1, 512)).shape[-1]
    except Exception as error:  # OSError where the one was built for another torch or CUDA than the other
        return False, f"{versions}; they do not load together: {error}", remedy
    same = torch.__version__.split("+")[0] == torchaudio.__version__.split("+")[0]
    return same and frames == 3, versions, remedy


def _soundfile() -> Answer:
    soundfile = _module("soundfile")
    sink = io.BytesIO()
    soundfile.write(sink, _tone(16_000), 16_000, format="FLAC")
    sink.seek(0)
    samples, _ = soundfile.read(sink)
    missing = {"WAV", "FLAC", "MP3", "OGG"} - set(soundfile.available_formats())
    found = f"soundfile {soundfile.__version__} with libsndfile {soundfile.__libsndfile_version__}"
    if missing:
        return False, f"{found}, which lacks {', '.join(sorted(missing))}", "python -m pip install --upgrade soundfile"
    return len(samples) == 1600, f"{found} reads wav, flac, mp3, ogg", INSTALL


def _av() -> Answer:
    av = _module("av")
    sink = io.BytesIO()
    with av.open(sink, "w", format="webm") as file:
        stream = file.add_stream("libopus", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(_tone(48_000)[None], format="flt", layout="mono")
        frame.sample_rate = 48_000
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    sink.seek(0)
    with av.open(sink) as file:
        samples = sum(frame.samples for frame in file.decode(audio=0))
    return samples >= 4800, f"PyAV {av.__version__} reads webm, opus, m4a, aac", INSTALL


def _resampler() -> Answer:
    soxr = _module("soxr")
    off = float(abs(soxr.resample(_tone(48_000), 48_000, 16_000) - _tone(16_000))[400:1200].max())
    return off < 1e-3, f"soxr {soxr.__version__}, largest error {off:.0e} from 48 to 16 kHz", INSTALL


def _tone(rate: int) -> np.ndarray:
    """(rate / 10,) float32: a tenth of a second of 440 Hz."""
    np = _module("numpy")
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(rate // 10) / rate)).astype(np.float32)


def _portaudio() -> Answer:
    try:
        sounddevice = _module("sounddevice")
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


def _microphones() -> Answer:
    try:
        devices = _module("sounddevice").query_devices()
    except Exception as error:  # no library, or one that finds no sound system
        return None, f"cannot be listed ({error})", "The page records through the browser and needs nothing of this."
    names = [device["name"] for device in devices if device["max_input_channels"] > 0]
    remedy = "Plug one in, or use the page from another device; files need none."
    return True if names else None, ", ".join(names) or "none", remedy


def _gpu() -> Answer:
    torch = _module("torch")
    if torch.cuda.is_available():
        return True, f"{torch.cuda.get_device_name()}, CUDA {torch.version.cuda}", ""
    if torch.backends.mps.is_available():
        return True, "Apple GPU", ""
    return None, f"none, {os.cpu_count()} processor cores do the work", "Only training would be faster with one."


def _browser() -> Answer:
    places = [path for path in map(shutil.which, BROWSERS) if path]
    for fetched in (os.environ.get("PLAYWRIGHT_BROWSERS_PATH"), *FETCHED):
        places += glob.glob(os.path.expanduser(f"{fetched}/chromium*")) if fetched else []
    remedy = "Only for the browser tests: python -m playwright install --with-deps chromium"
    return True if places else None, places[0] if places else "no Chromium found", remedy


def _onnxruntime() -> Answer:
    runtime = _module("onnxruntime")
    return "CPUExecutionProvider" in runtime.get_available_providers(), f"onnxruntime {runtime.__version__}", INSTALL


def _decoding() -> Answer:
    """A file through the process that decodes for page and `predict`: it has to start, and to get its memory."""
    workers, soundfile = _module("speechcls.audio.workers"), _module("soundfile")
    sink = io.BytesIO()
    soundfile.write(sink, _tone(16_000), 16_000, format="WAV")
    remedy = f"See that this user may start processes of {workers.MEMORY >> 20} MB of addresses (ulimit -u, ulimit -v)."
    try:
        clip = workers.read(sink.getvalue())
    except ValueError as error:
        return False, str(error), remedy
    return len(clip.samples) == 1600, "a process of its own reads sounds", remedy


def _variants(folder: Path | None = None) -> Answer:
    """Each by its weights, and by the file that answers, which is asked for a second."""
    variants, np = _module("speechcls.models.variants"), _module("numpy")
    Classifier = _module("speechcls.models.classifier").Classifier
    there, broken = variants.card_names(folder), []
    for name in there:
        try:
            variants.load(name, folder)
            Classifier.load(name, folder).judge(np.zeros((1, 16_000), np.float32))
        except Exception as error:  # VariantError, or whatever a runtime raises of a file that it can't run
            broken.append(str(error))
    remedy = "Bring assets/variants back from the repository, or train one: python -m speechcls train"
    return bool(there) and not broken, "; ".join(broken) or ", ".join(there) or "none", remedy


def _cache() -> Path:
    from platformdirs import user_cache_dir

    return Path(os.environ.get("SPEECHCLS_HOME") or user_cache_dir("speechcls")).expanduser()


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest parent that exists, since a check creates nothing."""
    return next(place for place in (folder.absolute(), *folder.absolute().parents) if os.path.exists(place))


def _cache_folder() -> Answer:
    return _writable(_cache(), "SPEECHCLS_HOME")


def _temporary_folder() -> Answer:
    try:
        folder = os.environ.get("GRADIO_TEMP_DIR") or tempfile.gettempdir()
    except OSError as error:  # none of the usual ones can be written
        return False, f"none ({error.strerror})", "Set TMPDIR to a folder that you may write to."
    return _writable(Path(folder), "GRADIO_TEMP_DIR")


def _writable(folder: Path, setting: str) -> Answer:
    """Whether a file can be written into the folder and removed again."""
    try:
        with tempfile.NamedTemporaryFile(dir=_nearest(folder)) as file:
            file.write(b"speechcls")
            file.flush()
        return True, str(folder), ""
    except OSError as error:
        return (
            False,
            f"{folder} cannot be written ({error.strerror})",
            f"Set {setting} to a folder that you may write to.",
        )


def _space() -> Answer:
    free = shutil.disk_usage(_nearest(_cache())).free
    remedy = f"Training on the public recordings takes {TRAINING_SPACE / 1e9:.0f} GB; the page needs none."
    return True if free >= TRAINING_SPACE else None, f"{free / 1e9:.1f} GB free", remedy


LOOKS: dict[str, Callable[[], Answer]] = {
    "Python": _python,
    "packages": _packages,
    "torch, torchaudio": _torch,
    "decoder soundfile": _soundfile,
    "decoder PyAV": _av,
    "resampler": _resampler,
    "decoding": _decoding,
    "ONNX Runtime": _onnxruntime,
    "PortAudio": _portaudio,
    "microphones": _microphones,
    "GPU": _gpu,
    "browser": _browser,
    "variants": _variants,
    "cache folder": _cache_folder,
    "temporary folder": _temporary_folder,
    "disk": _space,
}
