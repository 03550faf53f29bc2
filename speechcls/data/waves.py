"""The samples of a corpus: its clips decoded once into the cache, its recordings of noise, and clips for training."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile
import torch
from torch.utils.data import Dataset
from tqdm import tqdm

from speechcls import audio
from speechcls.audio import SAMPLE_RATE, AudioError, pad_right, to_int16
from speechcls.data.corpus import Corpus, DatasetError
from speechcls.paths import home, replacing

LOG = logging.getLogger(__name__)
NOISES = {  # whole recordings, so that no noise of the test was trained on
    "train": ("doing_the_dishes", "exercise_bike", "pink_noise", "white_noise"),
    "test": ("dude_miaowing", "running_tap"),
}
PLAIN_BYTES = 2 * SAMPLE_RATE + 512  # of a wav file of one second, its header included
CONVERTED = (
    "%d of %d clips last longer than a second or are no wav of 16 bits at 16 kHz, mono: they are converted, and of "
    "more than a second the one with the most energy between 120 and 4,000 Hz is taken. predict takes the same, unless "
    "several stand out: then the one in which its network hears a word, which no training can ask yet."
)
STALE = 24 * 3600  # s after which the rest of a decoding that was killed is deleted


def load_waves(corpus: Corpus) -> np.ndarray:
    """The samples of all clips, int16 (clips, 16000), memory-mapped from the cache; decoded on the first call."""
    cache = home() / "waves" / f"{corpus.contents}.npy"
    if any(stat.st_size > PLAIN_BYTES for stat in corpus.stats):
        cache = cache.with_stem(f"{cache.stem}-second")  # a former version cached the first second instead
    if not cache.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        _delete_stale(cache.parent)
        with replacing(cache) as partial:
            _decode_all(corpus, partial)
    return np.load(cache, mmap_mode="r")


def _delete_stale(folder: Path) -> None:
    """Delete what is left of decodings that were killed long ago."""
    for left in folder.glob("*.part"):
        if left.stat().st_mtime < time.time() - STALE:
            left.unlink(missing_ok=True)


def _decode_all(corpus: Corpus, file: Path) -> None:
    """Write the samples of all clips into an .npy file, one clip after another, so that memory stays small."""
    if others := sum(not _is_plain(corpus.root / path) for path in corpus.paths):
        LOG.warning(CONVERTED, others, len(corpus))
    waves = np.lib.format.open_memmap(file, mode="w+", dtype=np.int16, shape=(len(corpus), SAMPLE_RATE))
    for index, path in enumerate(tqdm(corpus.paths, desc="decoding", unit="clip")):
        waves[index] = _decode(corpus.root / path)
    waves.flush()


def load_noises(corpus: Corpus, part: str) -> list[np.ndarray]:
    """The recordings of background noise of a part ("train", which serves validation too, or "test").

    Each is float32 (samples,) at 16 kHz, more than a second. Raises DatasetError where one is missing, AudioError
    where one is of another form.
    """
    files = [corpus.root / "_background_noise_" / f"{name}.wav" for name in NOISES[part]]
    if missing := [file for file in files if not file.exists()]:
        raise DatasetError(f"{missing[0]} is missing; the public archive holds it. Or leave out --noise, --negatives.")
    return [_read_noise(file) for file in files]


def _read_noise(file: Path) -> np.ndarray:
    samples, rate = soundfile.read(file, dtype="float32")
    if samples.ndim > 1 or rate != SAMPLE_RATE or len(samples) <= SAMPLE_RATE:
        raise AudioError(
            f"{file} has shape {samples.shape} at {rate} Hz, and must be mono at {SAMPLE_RATE} Hz, more than a second. "
            "Fetch it from the public archive, or take it out of the folder."
        )
    return samples


def _is_plain(file: Path) -> bool:
    """Whether a file is a mono wav of 16 bits at 16 kHz of at most a second, as the clips of Speech Commands are."""
    if file.suffix != ".wav" or file.stat().st_size > PLAIN_BYTES:
        return False
    try:
        known = soundfile.info(file)
    except soundfile.LibsndfileError:
        return False
    form = (known.subtype, known.samplerate, known.channels)  # floats read as int16 are not scaled: nearly all 0
    return form == ("PCM_16", SAMPLE_RATE, 1) and known.frames <= SAMPLE_RATE


def _decode(file: Path) -> np.ndarray:
    """The second to train on, int16: the loudest by `Clip.second`; shorter clips are padded on the right.

    `predict` takes the same one, unless several stand out (`Classifier.choose`), for which it asks the network.
    """
    if _is_plain(file):
        return pad_right(soundfile.read(file, dtype="int16")[0])
    try:
        clip = audio.read(file)
    except AudioError as error:
        raise DatasetError(f"{file} can't be taught: {error} Or take it out of the folder.") from error
    return to_int16(clip.second() if clip.duration > 1 else pad_right(clip.samples))


class Waves(Dataset[tuple[torch.Tensor, torch.Tensor]]):
    """Clips in the memory of a device, fetched a whole batch at a time.

    An item is (waves (batch, 16000) int16, labels (batch,) int64), so a DataLoader over it needs no workers and the
    identity as its `collate_fn`.
    """

    def __init__(self, waves: np.ndarray, labels: np.ndarray, indices: np.ndarray, device: torch.device) -> None:
        self.waves = torch.from_numpy(waves[indices]).to(device)
        self.labels = torch.from_numpy(labels[indices]).to(device)

    def add(self, waves: np.ndarray) -> None:
        """Add clips of each word, int16 (words, clips, 16000)."""
        labels = torch.arange(len(waves), device=self.labels.device).repeat_interleave(waves.shape[1])
        more = torch.from_numpy(waves.reshape(-1, SAMPLE_RATE)).to(self.waves.device)
        self.waves, self.labels = torch.cat([self.waves, more]), torch.cat([self.labels, labels])

    def __len__(self) -> int:
        return len(self.labels)

    def __getitems__(self, items: Sequence[int]) -> tuple[torch.Tensor, torch.Tensor]:
        index = torch.as_tensor(items, device=self.labels.device)
        return self.waves[index], self.labels[index]
