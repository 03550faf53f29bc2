"""Sound files read by FFmpeg, through PyAV: reading continues after damage, and lost sound becomes silence."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

import av
import numpy as np

from speechcls.audio import joined, streams
from speechcls.audio.account import Account, Blocks, Unreadable
from speechcls.audio.clip import MAX_SECONDS

GAP = 0.5  # s between packets that count as a gap; browsers leave up to 0.4 where nobody speaks
MAX_FAULTS = 1000  # of a demuxer, after which reading stops
FRAMED = ("mpeg", "mpegts")  # demuxers that give frames as they would stand without a container
UNKNOWN_CODEC = "uses a codec that is not known here. Export it again as wav, flac, mp3, ogg or m4a."
NO_TRACK = "has no audio track. Choose a file with sound in it."
# Of what these decoders give, with full scale at 1: a damaged packet may come out a hundred times as loud.
LOSSY, LOUDEST = ("aac", "ac3", "eac3", "mp1", "mp2", "mp3", "opus", "vorbis", "wma"), 4.0
# Of these FFmpeg gives false lengths: in aiff 160 times the true one, in w64 millions of years.
MISCOUNTED = ("gsm", "adpcm_ms")
# FFmpeg's native decoders stop at comfort noise, which phones send in pauses.
BETTER_DECODERS = {"amrnb": "libopencore_amrnb", "amrwb": "libopencore_amrwb"}


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


def announced(data: bytes, demuxers: str) -> float:
    """Length (s) of the default track by one of these demuxers; 0 where it is unknown or miscounted."""
    with contextlib.suppress(Exception), _open(data, demuxers) as container:
        stream = container.streams.best("audio")
        if isinstance(stream, av.AudioStream) and stream.codec_context.name not in MISCOUNTED:
            return _length(container, stream)
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
