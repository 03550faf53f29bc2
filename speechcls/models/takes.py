"""Takes: recordings of one's own words, in folders and zips of the layout that `train` reads."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

import safetensors.numpy
import soundfile
from safetensors import SafetensorError

from speechcls.audio import SAMPLE_RATE, AudioError, Clip, archive, to_int16, workers
from speechcls.audio.archive import ArchiveError
from speechcls.audio.kinds import is_named_as_sound
from speechcls.models.variants import FORMAT

OTHER = ""  # the label of takes that are none of the words
OTHER_FOLDER = "_other_"  # whose name begins as those do that `train` passes over
ME = "me"  # the voice of takes that tell none
LONGEST = 40  # characters of a word
BYTES = 64 * 2**20  # of a zip's files unpacked, which is 30 minutes of takes
CARD, WEIGHTS, ONNX = (f"variant/{file}" for file in ("card.json", "weights.safetensors", "model.onnx"))
# What some system takes for more than a letter of a name; a percent sign comes first, so that names can be read back.
RESERVED = re.compile(r'[%<>:"/\\|?*\x00-\x1f\x7f]|^[._\-]|[. ]$')
PICKLES = (".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".npy")
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # of Windows, whatever their suffix


class TakesError(ValueError):
    """Takes that can't be taught from, or a zip of them that can't be opened. The message says what to do."""


@dataclass(frozen=True, eq=False)
class Take:
    """One recording of one word by one voice."""

    word: str  # OTHER for what is none of the words
    clip: Clip
    voice: str = ME


def label(word: str) -> str:
    """A word as it is kept: composed the same way on every system, without spaces around it. Raises TakesError."""
    kept = unicodedata.normalize("NFC", word).strip()
    if not 0 < len(kept) <= LONGEST or any(unicodedata.category(c) in ("Cc", "Cs") for c in kept):
        raise TakesError(f"A word has 1 to {LONGEST} characters and no control characters; {word[:60]!r} came.")
    return kept


def folder_name(word: str) -> str:
    """A name that every file system takes, from which `word_of` reads the word back; most words are their own."""
    if word == OTHER:
        return OTHER_FOLDER
    safe = RESERVED.sub(lambda match: _escaped(match[0]), word)
    return _escaped(safe[0]) + safe[1:] if DEVICES.fullmatch(safe) else safe


def _escaped(character: str) -> str:
    escaped = quote(character, safe="")
    return escaped if escaped != character else f"%{ord(character):02X}"


def word_of(folder: str) -> str:
    """The word that a folder is named after."""
    return OTHER if folder == OTHER_FOLDER else label(unquote(folder))


def read(source: Path) -> list[Take]:
    """The takes in a folder, or in a zip."""
    if not source.exists():
        raise TakesError(f"There is no folder or zip {source}. Check its path.")
    return unpack(source.read_bytes()) if source.is_file() else read_folder(source)


def pool(sources: Sequence[Path]) -> list[Take]:
    """The takes of several people's folders and zips. Who is not named there is named after the place of the source."""
    if len(sources) == 1:
        return read(sources[0])
    takes = []
    for number, source in enumerate(sources, start=1):
        try:
            read_here = read(source)
        except (ArchiveError, TakesError) as error:
            raise TakesError(f"{source}: {error}") from error
        takes += [replace(take, voice=f"{ME}-{number}") if take.voice == ME else take for take in read_here]
    return takes


def read_folder(folder: Path) -> list[Take]:
    """Every sound in the folders of a folder, each named after its word. Raises TakesError and AudioError."""
    inside = sorted(file for file in Path(folder).glob("*/*") if file.is_file() and is_named_as_sound(file))
    named = [file for file in inside if file.parent.name == OTHER_FOLDER or file.parent.name[0] not in "._"]
    if not named:
        raise TakesError(f"{folder} holds no takes. Put each word's recordings into a folder named after it.")
    clips = workers.read_all(named)
    for file, clip in zip(named, clips, strict=True):
        if isinstance(clip, AudioError):
            raise AudioError(f"{file} can't be taught: {clip} Or take it out of the folder.")
    pairs = zip(named, clips, strict=True)
    return [Take(word_of(file.parent.name), clip, _voice(file.name)) for file, clip in pairs if isinstance(clip, Clip)]


def _voice(name: str) -> str:
    """Who said it, as <voice>_nohash_<n> tells; all files without that are one person's."""
    return name.split("_nohash_")[0] if "_nohash_" in name else ME


def pack(takes: Iterable[Take], beside: Mapping[str, bytes]) -> bytes:
    """A zip of the takes as wav files, and of other files by their paths in it. The same takes give the same bytes."""
    out = io.BytesIO()
    counts: dict[tuple[str, str], int] = {}
    with zipfile.ZipFile(out, "w") as packed:
        for take in takes:
            place = folder_name(take.word), folder_name(take.voice)
            number = counts[place] = counts.get(place, -1) + 1
            packed.writestr(_entry(f"{place[0]}/{place[1]}_nohash_{number}.wav"), wav(take.clip))
        for path, content in beside.items():
            packed.writestr(_entry(path), content)
    return out.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return entry


def wav(clip: Clip) -> bytes:
    """A clip as a wav file of 16-bit samples."""
    out = io.BytesIO()
    soundfile.write(out, to_int16(clip.samples), SAMPLE_RATE, format="WAV", subtype="PCM_16")
    return out.getvalue()


def unpack(data: bytes) -> list[Take]:
    """The takes of a zip that `pack` made, on any computer. Nothing is written to disk, run or unpickled.

    Raises ArchiveError or TakesError where it is no such zip, is larger than it may be, or holds what can't be read.
    """
    contents = dict(archive.contents(io.BytesIO(data), BYTES))
    _check_variant(contents)
    takes = [take for path, content in contents.items() for take in _take(path, content)]
    if not takes:
        raise TakesError("The zip holds no takes, as <word>/<voice>_nohash_<n>.wav. Choose one that Download made.")
    return takes


def _check_variant(contents: Mapping[str, bytes]) -> None:
    """Refuse a variant that this version can't read. Its words are taught again from the takes, never loaded."""
    if CARD in contents:
        try:
            form = json.loads(contents[CARD]).get("format")
        except (AttributeError, RecursionError, ValueError) as error:
            raise TakesError(f"{CARD} in the zip can't be read ({error}). Choose a zip that Download made.") from error
        if form != FORMAT:
            raise TakesError(f"The card in the zip has format {form!r}; this version reads format {FORMAT}.")
    for path, content in contents.items():
        if path.endswith(PICKLES) or (path == WEIGHTS and not _is_safetensors(content)):
            raise TakesError(
                f"{path[:60]} in the zip is no safetensors file, and pickles are never loaded: nothing was opened."
            )


def _is_safetensors(content: bytes) -> bool:
    try:
        safetensors.numpy.load(content)
    except (SafetensorError, KeyError, TypeError, ValueError):
        return False
    return True


def _take(path: str, content: bytes) -> Iterator[Take]:
    """The take in a file of a zip; nothing where it is no take."""
    parts = PurePosixPath(path).parts
    if len(parts) != 2 or not parts[1].endswith(".wav") or (parts[0][0] in "._" and parts[0] != OTHER_FOLDER):
        return
    try:
        clip = workers.read(content, path)
    except AudioError as error:
        raise TakesError(f"The zip holds a take that can't be read: {error}") from error
    yield Take(word_of(parts[0]), clip, unquote(_voice(parts[1])))
