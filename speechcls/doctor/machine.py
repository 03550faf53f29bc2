"""This computer: whether sounds are decoded and variants answer here, its microphones, GPU, browser, folders, disk."""

from __future__ import annotations

import glob
import io
import os
import shutil
import tempfile
from pathlib import Path

from speechcls.doctor import looks
from speechcls.doctor.looks import Answer

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FETCHED = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright", "~/AppData/Local/ms-playwright")
TRAINING_SPACE = 6e9  # bytes: the public archive (1.5), unpacked (2.3), decoded once more into the cache (2.1)


def decoding() -> Answer:
    """A file through the process that decodes for page and `predict`: it has to start, and to get its memory."""
    workers, soundfile = looks.load("speechcls.audio.workers"), looks.load("soundfile")
    sink = io.BytesIO()
    soundfile.write(sink, looks.tone(16_000), 16_000, format="WAV")
    remedy = f"See that this user may start processes of {workers.MEMORY >> 20} MB of addresses (ulimit -u, ulimit -v)."
    try:
        clip = workers.read(sink.getvalue())
    except ValueError as error:
        return False, str(error), remedy
    return len(clip.samples) == 1600, "a process of its own reads sounds", remedy


def microphones() -> Answer:
    try:
        devices = looks.load("sounddevice").query_devices()
    except Exception as error:  # no library, or one that finds no sound system
        return None, f"cannot be listed ({error})", "The page records through the browser and needs nothing of this."
    names = [device["name"] for device in devices if device["max_input_channels"] > 0]
    remedy = "Plug one in, or use the page from another device; files need none."
    return True if names else None, ", ".join(names) or "none", remedy


def gpu() -> Answer:
    torch = looks.load("torch")
    if torch.cuda.is_available():
        return True, f"{torch.cuda.get_device_name()}, CUDA {torch.version.cuda}", ""
    if torch.backends.mps.is_available():
        return True, "Apple GPU", ""
    return None, f"none, {os.cpu_count()} processor cores do the work", "Only training would be faster with one."


def browser() -> Answer:
    places = [path for path in map(shutil.which, BROWSERS) if path]
    for fetched in (os.environ.get("PLAYWRIGHT_BROWSERS_PATH"), *FETCHED):
        places += glob.glob(os.path.expanduser(f"{fetched}/chromium*")) if fetched else []
    remedy = "Only for the browser tests: python -m playwright install --with-deps chromium"
    return True if places else None, places[0] if places else "no Chromium found", remedy


def variants(folder: Path | None = None) -> Answer:
    """Each by its weights, and by the file that answers, which is asked for a second."""
    variants, np = looks.load("speechcls.models.variants"), looks.load("numpy")
    Classifier = looks.load("speechcls.models.classifier").Classifier
    there, broken = variants.card_names(folder), []
    for name in there:
        try:
            variants.load(name, folder)
            Classifier.load(name, folder).judge(np.zeros((1, 16_000), np.float32))
        except Exception as error:  # VariantError, or whatever a runtime raises of a file that it can't run
            broken.append(str(error))
    remedy = "Bring assets/variants back from the repository, or train one: python -m speechcls train"
    return bool(there) and not broken, "; ".join(broken) or ", ".join(there) or "none", remedy


def cache_folder() -> Answer:
    return _writable(_cache(), "SPEECHCLS_HOME")


def temporary_folder() -> Answer:
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


def disk() -> Answer:
    free = shutil.disk_usage(_nearest(_cache())).free
    remedy = f"Training on the public recordings takes {TRAINING_SPACE / 1e9:.0f} GB; the page needs none."
    return True if free >= TRAINING_SPACE else None, f"{free / 1e9:.1f} GB free", remedy


def _cache() -> Path:
    from platformdirs import user_cache_dir

    return Path(os.environ.get("SPEECHCLS_HOME") or user_cache_dir("speechcls")).expanduser()


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest parent that exists, since a check creates nothing."""
    return next(place for place in (folder.absolute(), *folder.absolute().parents) if os.path.exists(place))
