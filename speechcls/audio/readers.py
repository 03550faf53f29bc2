"""Which library reads which format: libsndfile where it is exact, FFmpeg where libsndfile stops early or can't read it.

Both come with their Python packages, soundfile and PyAV, and need nothing from the system.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import av
import numpy as np
import soundfile

from speechcls.audio import caf, joined, streams, wav
from speechcls.audio.clip import MAX_SECONDS

Blocks = Iterator[tuple[float, np.ndarray]]  # (sampling rate in Hz, samples (n, channels))

BLOCK = 4096  # samples that libsndfile gives at a time
GAP = 0.5  # s between packets that count as a gap; browsers leave up to 0.4 where nobody speaks
EXACT = 0.01  # s
MAX_FAULTS = 1000  # of a demuxer, after which reading stops
FRAMED = ("mpeg", "mpegts")  # demuxers that give frames as they would stand without a container
UNKNOWN_CODEC = "uses a codec that is not known here. Export it again as wav, flac, mp3, ogg or m4a."
NO_TRACK = "has no audio track. Choose a file with sound in it."
# Of what these decoders give, with full scale at 1: a damaged packet may come out a hundred times as loud.
LOSSY, LOUDEST = ("aac", "ac3", "eac3", "mp1", "mp2", "mp3", "opus", "vorbis", "wma"), 4.0
# FFmpeg's native decoders stop at comfort noise, which phones send in pauses.
BETTER_DECODERS = {"amrnb": "libopencore_amrnb", "amrwb": "libopencore_amrwb"}


class Unreadable(Exception):
    """A file that can't be read. The message is the rest of a sentence that begins with the sound's name."""


@dataclass
class Account:
    """What a reader reports beside the samples."""

    opened: bool = False
    broken: bool = False  # an error occurred, or reading stopped before the end
    announced: float = 0.0  # s, length by the container; 0 where it has none
    tolerance: float = 0.1  # s by which the container's length may be larger, by rounding and padding
    lost: float = 0.0  # s that could not be decoded, replaced by silence


Reader = Callable[[bytes, Account], Blocks]


@dataclass(frozen=True)
class Format:
    """A file format, recognised by its first bytes, and its readers; the next is tried where one misses something."""

    begins: re.Pattern[bytes]
    readers: tuple[Reader, ...]
    why: str


@dataclass(frozen=True)
class Libsndfile:
    """Reads by libsndfile. It never reports missing sound, so FFmpeg's demuxer `lengths_by` gives the length."""

    lengths_by: str = ""  # demuxer

    def __call__(self, data: bytes, account: Account) -> Blocks:
        with _Stream(_Bytes(data)) as file:
            account.opened = True
            if self.lengths_by:
                account.announced = _announced(data, self.lengths_by)
            while len(block := file.read(BLOCK, dtype="float32", always_2d=True)):
                yield file.samplerate, block


class _Stream(soundfile.SoundFile):
    """A file without seeking: soundfile seeks after each read where it can, which breaks an mp3."""

    def seekable(self) -> bool:
        return False


class _Bytes(io.BytesIO):
    """Bytes whose seek never raises: for damaged files libsndfile seeks before the start, and errors are printed."""

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return super().seek(max(0, offset) if whence == io.SEEK_SET else offset, whence)


@dataclass(frozen=True)
class FFmpeg:
    """Reads the default track by FFmpeg, and continues after packets that fail."""

    demuxers: str  # that may be used; none for playlists, which name other files
    announces: bool = True  # whether they take the length from the file, rather than guess it by the bit rate
    gap: float = GAP  # s between two packets that count as a gap in this format
    straight: bool = False  # without seeking, so that nothing at the end changes sizes

    def __call__(self, data: bytes, account: Account) -> Blocks:
        with _open(data, self.demuxers, self.straight) as container:
            stream = container.streams.best("audio")
            if not isinstance(stream, av.AudioStream):
                if len(container.streams) > len(container.streams.audio):
                    raise Unreadable(NO_TRACK)
                return
            if stream.codec_context is None:
                raise Unreadable(UNKNOWN_CODEC)
            account.opened = True
            if self.announces:
                account.announced = _length(container, stream)
            packets = _packets(container, stream, account)
            if container.format.name in FRAMED:
                packets = _to_a_whole_frame(packets, account)
            yield from _Decoding(stream, account, self.gap).blocks(packets)


class _Straight:
    """Bytes without a seek method, since PyAV seeks in whatever has one."""

    def __init__(self, data: bytes) -> None:
        self.read = io.BytesIO(data).read


def _open(data: bytes, demuxers: str, straight: bool = False) -> av.container.InputContainer:
    options = {"format_whitelist": demuxers, "protocol_whitelist": ""}
    source = _Straight(data) if straight else io.BytesIO(data)
    return av.open(source, "r", metadata_errors="replace", options=options)


def _announced(data: bytes, demuxers: str) -> float:
    with contextlib.suppress(Exception), _open(data, demuxers) as container:
        stream = container.streams.best("audio")
        return _length(container, stream) if isinstance(stream, av.AudioStream) else 0.0
    return 0.0


def _length(container: av.container.InputContainer, stream: av.AudioStream) -> float:
    """Length (s) of a track, or of the container where the track has none; 0 where neither is known."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / 1e6


def _packets(
    container: av.container.InputContainer, stream: av.AudioStream, account: Account
) -> Iterator[av.Packet[av.AudioStream]]:
    """Packets to the end; after an error the demuxer is asked again."""
    for _ in range(MAX_FAULTS):
        try:
            yield from container.demux(stream)
            return
        except av.FFmpegError:
            account.broken = True


def _to_a_whole_frame(
    packets: Iterator[av.Packet[av.AudioStream]], account: Account
) -> Iterator[av.Packet[av.AudioStream]]:
    """The packets, each a frame with its header; the account says `broken` where the last one is cut off."""
    cut = False
    for packet in packets:
        if packet.size:  # the last one only tells that there are no more
            cut = streams.is_cut(bytes(packet))
        yield packet
    account.broken |= cut


def _decoder(stream: av.AudioStream) -> av.AudioCodecContext:
    """The decoder with all checks on, and a layout that holds the number of channels alone.

    PyAV 18 frees the list of a custom channel order again with each layout that it returns. So the layout is read once
    and overwritten, before anything else reads it.
    """
    better = BETTER_DECODERS.get(stream.codec_context.name)
    decoder = av.CodecContext.create(better, "r") if better else stream.codec_context
    assert isinstance(decoder, av.AudioCodecContext)
    if channels := decoder.channels:
        decoder.layout = f"{channels} channels"
    decoder.thread_count = 1
    decoder.options = {"err_detect": "crccheck+bitstream+buffer+explode"}
    return decoder


class _Noise(Exception):
    """Decoded values that can't have been recorded."""


class _Decoding:
    """One stream in FFmpeg's decoder."""

    def __init__(self, stream: av.AudioStream, account: Account, gap: float) -> None:
        self.stream = stream
        self.account = account
        self.decoder = _decoder(stream)
        self.form: tuple[str, str, int] | None = None
        self.resampler: av.AudioResampler | None = None
        self.lossy = self.decoder.name.startswith(LOSSY)
        self.channels = 1
        self.gap = gap
        self.end: float | None = None  # s, end of the sound so far, by the container's clock

    def blocks(self, packets: Iterator[av.Packet[av.AudioStream]]) -> Blocks:
        for packet in packets:
            self.account.broken |= packet.is_corrupt  # as a demuxer finds it, where one was cut off
            try:
                decoded = self._decode(packet)
            except (_Noise, av.FFmpegError, ValueError):  # ValueError by PyAV, for frames that no sound has
                yield from self._instead_of(packet)
                continue
            for frame, samples in decoded:
                yield from self._up_to(frame)
                yield frame.sample_rate, samples

    def _decode(self, packet: av.Packet[av.AudioStream]) -> list[tuple[av.AudioFrame, np.ndarray]]:
        """Frames with their samples (n, channels)."""
        decoded = [(frame, self._samples(frame)) for frame in self.decoder.decode(packet)]
        self.account.broken |= any(frame.is_corrupt for frame, _ in decoded)
        if self.lossy and any(np.abs(samples).max(initial=0) > LOUDEST for _, samples in decoded):
            raise _Noise
        return decoded

    def _instead_of(self, packet: av.Packet[av.AudioStream]) -> Blocks:
        """Silence as long as the packet that failed; none for tags, which in an mp3 come as packets, too."""
        if packet.duration and packet.time_base and not joined.id3_end(bytes(packet)[:10]):
            rate = self.decoder.sample_rate or self.stream.codec_context.sample_rate
            yield from self._silence(float(packet.duration * packet.time_base), rate)
        elif packet.size and not joined.id3_end(bytes(packet)[:10]):
            self.account.broken = True  # by an unknown length

    def _up_to(self, frame: av.AudioFrame) -> Blocks:
        """Silence for packets that are missing before this frame."""
        if frame.time is not None and self.end is not None and self.gap <= frame.time - self.end <= MAX_SECONDS:
            yield from self._silence(frame.time - self.end, frame.sample_rate)
        start = frame.time if frame.time is not None else self.end
        self.end = None if start is None else start + frame.samples / frame.sample_rate

    def _silence(self, seconds: float, rate: float) -> Blocks:
        if seconds > MAX_SECONDS or rate > 1e6:  # the time or the rate is itself damaged
            self.account.broken = True
            return
        self.account.lost += seconds
        self.end = None if self.end is None else self.end + seconds
        yield rate, np.zeros((round(seconds * rate), self.channels), np.float32)

    def _samples(self, frame: av.AudioFrame) -> np.ndarray:
        """Samples (n, channels) float32. PyAV's own conversion fails for eight channels or more."""
        form = frame.format.name, frame.layout.name, frame.sample_rate
        if form != self.form or self.resampler is None:
            self.form, self.resampler = form, av.AudioResampler(format="flt")
        self.channels = frame.layout.nb_channels
        packed = [one.to_ndarray().reshape(-1, self.channels) for one in self.resampler.resample(frame)]
        return np.concatenate([np.zeros((0, self.channels), np.float32), *packed])


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
