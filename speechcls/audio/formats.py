"""Which library reads which format: libsndfile where it is exact, FFmpeg where libsndfile stops early or can't read it.

Both come with their Python packages, soundfile and PyAV, and need nothing from the system.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from speechcls.audio import caf, joined, streams, wav
from speechcls.audio.account import Account, Blocks, Reader
from speechcls.audio.ffmpeg import FFmpeg
from speechcls.audio.libsndfile import Libsndfile

EXACT = 0.01  # s


@dataclass(frozen=True)
class Format:
    """A file format, recognised by its first bytes, and its readers; the next is tried where one misses something."""

    begins: re.Pattern[bytes]
    readers: tuple[Reader, ...]
    why: str


def _wav(data: bytes, account: Account) -> Blocks:
    """A wav, with a true header, by libsndfile; by FFmpeg for codecs about which libsndfile prints messages."""
    layout = wav.parse(data)
    if layout and layout.codec in MPEG_IN_WAV:
        return
    if layout:
        account.announced, account.tolerance = layout.announced(data), EXACT
    yield from Libsndfile()(wav.plain(data, layout) if layout else data, account)


def _other_wav(data: bytes, account: Account) -> Blocks:
    layout = wav.parse(data)
    yield from FFmpeg("wav")(wav.plain(data, layout) if layout else data, account)


def _caf(data: bytes, account: Account) -> Blocks:
    mended, account.announced = caf.plain(data)
    account.tolerance = EXACT
    yield from Libsndfile()(mended, account)


def _ogg(reader: Reader) -> Reader:
    """The reader with a check that neither library has: whether the last Ogg page is cut off."""

    def read(data: bytes, account: Account) -> Blocks:
        account.broken = joined.page_end(data, data.rfind(b"OggS")) > len(data)
        yield from reader(data, account)

    return read


def _frames(reader: Reader) -> Reader:
    """The reader of frames without a container, with a check whether the last frame is cut off."""

    def read(data: bytes, account: Account) -> Blocks:
        account.broken = streams.is_cut(data)
        yield from reader(data, account)

    return read


def _mp3(data: bytes, account: Account) -> Blocks:
    """An mp3 or AAC without a container. Without a tag that holds the length, FFmpeg guesses it by the bit rate."""
    first = data[joined.id3_end(data) :][:4096]
    announces = any(tag in first for tag in LENGTH_TAGS)
    yield from FFmpeg("mp3,aac,loas,ac3,eac3", announces)(data, account)


MPEG_IN_WAV = (0x50, 0x55)
LENGTH_TAGS = (b"Xing", b"Info", b"VBRI")

FORMATS = {
    "wav": Format(
        wav.MAGIC,
        (_wav, _other_wav),
        "libsndfile scales exactly and knows where tags begin; G.722, G.726, WMA, mp2, mp3 in it only FFmpeg reads",
    ),
    "aiff": Format(re.compile(rb"FORM....AIF[FC]", re.S), (Libsndfile("aiff"), FFmpeg("aiff")), "libsndfile is exact"),
    "au": Format(re.compile(rb"\.snd|dns\."), (Libsndfile("au"), FFmpeg("au")), "libsndfile is exact"),
    "caf": Format(
        re.compile(b"caff"),
        (_caf, FFmpeg("caf", announces=False)),
        "of ALAC FFmpeg loses the last 384 samples; Opus and AAC in it only FFmpeg reads",
    ),
    "w64": Format(re.compile(rb"riff\x2e\x91\xcf\x11"), (Libsndfile("w64"), FFmpeg("w64")), "libsndfile is exact"),
    "sphere": Format(
        re.compile(rb"NIST_1A(?!.{1,1000}shorten)", re.S),
        (Libsndfile("nistsphere"), FFmpeg("nistsphere")),
        "libsndfile is exact",
    ),
    "compressed sphere": Format(re.compile(b"NIST_1A"), (FFmpeg("nistsphere"),), "libsndfile hears shorten as noise"),
    "ogg": Format(
        re.compile(b"OggS"),
        (_ogg(Libsndfile("ogg")), _ogg(FFmpeg("ogg", gap=0.1))),
        "of Vorbis FFmpeg loses up to 256 samples at the end; Speex and what is damaged only FFmpeg reads",
    ),
    "flac": Format(
        re.compile(b"fLaC"), (FFmpeg("flac", gap=0.001), Libsndfile()), "libsndfile stops at a damaged frame"
    ),
    "mp3": Format(
        re.compile(rb"ID3|\xff[\xe0-\xff]"),
        (_frames(_mp3),),
        "libsndfile takes the length from the first frame's bit rate and stops there; its mpg123 prints",
    ),
    "asf, avi": Format(
        re.compile(rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11|RIFF....AVI ", re.S),
        (FFmpeg("asf,avi", straight=True),),
        "only FFmpeg reads them; where it can seek, it takes the length of a file that was cut off for its own",
    ),
    "amr": Format(re.compile(rb"#!AMR"), (_frames(FFmpeg("amr", announces=False)),), "only FFmpeg reads it"),
    "matroska": Format(re.compile(rb"\x1aE\xdf\xa3"), (FFmpeg("matroska"),), "only FFmpeg reads it; webm too"),
    "mp4": Format(
        re.compile(rb"....(ftyp|moov|mdat|free|skip|wide|pnot)", re.S),
        (FFmpeg("mov"), FFmpeg("mov", straight=True)),
        "only FFmpeg reads it; straight on, where a fragment at the end is cut off",
    ),
}
OTHERS = Format(
    re.compile(b""),
    (
        FFmpeg("ape,flv,mpeg,mpegts,tta,voc,wv", gap=0.05),
        _frames(FFmpeg("aac,ac3,eac3,loas,mp3", announces=False)),
        Libsndfile(),
    ),
    "FFmpeg finds what has no magic; IRCAM, PVF, HTK and such only libsndfile reads",
)


def format_of(data: bytes) -> Format:
    """The format of these bytes, by their beginning."""
    return next((known for known in FORMATS.values() if known.begins.match(data)), OTHERS)
