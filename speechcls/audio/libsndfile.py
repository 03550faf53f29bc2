"""Sound files read by libsndfile, through soundfile."""

from __future__ import annotations

import io
from dataclasses import dataclass

import soundfile

from speechcls.audio.account import Account, Blocks
from speechcls.audio.ffmpeg import announced

BLOCK = 4096  # samples that libsndfile gives at a time


@dataclass(frozen=True)
class Libsndfile:
    """Reads by libsndfile. It never reports missing sound, so FFmpeg's demuxer `lengths_by` gives the length."""

    lengths_by: str = ""  # demuxer

    def __call__(self, data: bytes, account: Account) -> Blocks:
        with _Stream(_Bytes(data)) as file:
            account.opened = True
            if self.lengths_by:
                account.announced = announced(data, self.lengths_by)
            while len(block := file.read(BLOCK, dtype="float32", always_2d=True)):
                yield file.samplerate, block


class _Stream(soundfile.SoundFile):
    """A file without seeking: soundfile seeks after each read where it can.

    That breaks an mp3 (findings/soundfile-mp3-blocks.sh).
    """

    def seekable(self) -> bool:
        return False


class _Bytes(io.BytesIO):
    """Bytes whose seek never raises: for damaged files libsndfile seeks before the start, and errors are printed."""

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return super().seek(max(0, offset) if whence == io.SEEK_SET else offset, whence)
