"""Which files are taken for sounds: by their names, or by their first bytes where the name doesn't tell."""

from pathlib import PurePath

# All kinds that the decoders read, and some that they refuse with a reason.
NAMES = """
    wav wave bwf rf64 w64 flac mp3 mp2 mpga ogg oga opus spx webm weba mkv mka m4a m4b m4r mp4 m4v mov 3gp 3gpp 3g2
    aac adts aif aiff aifc afc au snd caf amr awb wma asf wmv avi m2ts voc sph nist sf ircam svx 8svx paf pvf avr htk
    sds wve ape wv tta mpc ra dsf dss g722
"""
SUFFIXES = frozenset(f".{name}" for name in NAMES.split())
HEAD = 189  # bytes that tell a kind


def is_named_as_sound(file: PurePath) -> bool:
    """Whether the name ends in a suffix of a sound file."""
    return file.suffix.lower() in SUFFIXES


def begins_as_sound(head: bytes) -> bool:
    """Whether the first HEAD bytes of a file are those of a sound; pictures in RIFF or mp4 boxes are not."""
    if head[:4] in (b"RIFF", b"RF64", b"BW64", b"riff"):
        return head[8:12] == b"WAVE" or head[:4] == b"riff"
    if head[:4] == b"FORM":
        return head[8:12] in (b"AIFF", b"AIFC", b"8SVX")
    if head[:1] == b"G":  # the packets of a transport stream are 188 bytes
        return head[188:189] == b"G"
    return head.startswith((b"OggS", b"fLaC", b"caff", b".snd", b"ID3", b"#!AMR", b"NIST_1A", b"Creative Voice File"))
