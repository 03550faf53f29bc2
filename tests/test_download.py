"""The public archive: resumed after a break, verified, unpacked all or nothing."""

import hashlib
import io
import os
import random
import socket
import tarfile
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from speechcls.data import download
from speechcls.data.download import NAME, TRIES, DownloadError

NOISE = random.Random(0)  # noise, because it stays long when compressed
WAVS = {f"{word}/ab12_nohash_{n}.wav": NOISE.randbytes(20_000) for word in ("bird", "stop") for n in (0, 1)}


def archive(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w:gz") as tar:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return sink.getvalue()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


BODY = archive({f"./{name}": content for name, content in WAVS.items()} | {"./validation_list.txt": b""})
HALF = len(BODY) // 2


class Server(ThreadingHTTPServer):
    """Serves `body`; ends the connection where `stops` says (one entry a request; none left: not at all)."""

    def __init__(self, body: bytes = BODY, stops: list[int] | None = None, ranges: bool = True, status: int = 0):
        super().__init__(("127.0.0.1", 0), Handler)
        self.body, self.stops, self.ranges, self.status = body, stops or [], ranges, status
        self.asked: list[str | None] = []
        self.url = f"http://127.0.0.1:{self.server_port}/{NAME}.tar.gz"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        wanted = self.headers["Range"]
        self.server.asked.append(wanted)
        if self.server.status:
            self.send_error(self.server.status)
            return
        size = len(self.server.body)
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and self.server.ranges else 0
        if start >= size:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{size}")
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        self.send_header("Content-Length", str(size - start))
        self.end_headers()
        stop = self.server.stops.pop(0) if self.server.stops else size
        self.wfile.write(self.server.body[start:stop])

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(autouse=True)
def loopback_needs_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(**how) -> Server:
        servers.append(Server(**how))
        threading.Thread(target=servers[-1].serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return servers[-1]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def nobody() -> str:
    """An address at which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/{NAME}.tar.gz"


def fetch(folder: Path, url: str, expected: str = sha256(BODY), progress: bool = False) -> Path:
    return download.fetch(folder, url, expected, progress=progress, pause=0.0)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.wav")}


def part(folder: Path) -> Path:
    return folder / f"{NAME}.tar.gz.part"


def test_the_archive_is_unpacked_and_nothing_else_is_left(serve, tmp_path):
    folder = fetch(tmp_path / "new", serve().url)
    assert folder == tmp_path / "new" / NAME
    assert contents(folder) == WAVS
    assert [place.name for place in (tmp_path / "new").iterdir()] == [NAME]


def test_an_archive_with_one_folder_at_its_top_gives_the_same(serve, tmp_path):
    body = archive({f"{NAME}/{name}": content for name, content in WAVS.items()})
    assert contents(fetch(tmp_path, serve(body=body).url, sha256(body))) == WAVS


def test_a_download_broken_off_goes_on_with_the_byte_after_the_last(serve, tmp_path):
    server = serve(stops=[HALF, HALF + 100])
    assert contents(fetch(tmp_path, server.url)) == WAVS
    assert server.asked == [None, f"bytes={HALF}-", f"bytes={HALF + 100}-"]


def test_what_an_earlier_run_received_is_not_asked_for_again(serve, tmp_path):
    part(tmp_path).write_bytes(BODY[:HALF])
    server = serve()
    assert contents(fetch(tmp_path, server.url)) == WAVS
    assert server.asked == [f"bytes={HALF}-"]


def test_a_part_that_is_whole_is_not_downloaded_again(serve, tmp_path):
    part(tmp_path).write_bytes(BODY)
    server = serve()
    assert contents(fetch(tmp_path, server.url)) == WAVS
    assert server.asked == [f"bytes={len(BODY)}-"]


def test_a_part_longer_than_the_file_is_thrown_away(serve, tmp_path):
    part(tmp_path).write_bytes(BODY + b"more")
    server = serve()
    assert contents(fetch(tmp_path, server.url)) == WAVS
    assert server.asked == [f"bytes={len(BODY) + 4}-", None]


def test_a_server_that_ignores_the_range_starts_over(serve, tmp_path):
    server = serve(stops=[HALF], ranges=False)
    assert contents(fetch(tmp_path, server.url)) == WAVS
    assert server.asked == [None, f"bytes={HALF}-"]


@pytest.mark.parametrize("ranges", [True, False])
def test_a_download_that_gets_no_further_ends_and_keeps_what_came(serve, tmp_path, ranges):
    server = serve(stops=[HALF] * 100, ranges=ranges)
    with pytest.raises(DownloadError, match=f"ended after {HALF:,} of {len(BODY):,} bytes"):
        fetch(tmp_path, server.url)
    assert len(server.asked) == 1 + TRIES
    assert part(tmp_path).read_bytes() == BODY[:HALF]
    assert not (tmp_path / NAME).exists()


def test_many_breaks_are_borne_as_long_as_each_try_gets_further(serve, tmp_path):
    stops = [len(BODY) * n // 20 for n in range(1, 20)]
    assert contents(fetch(tmp_path, serve(stops=stops).url)) == WAVS


def test_a_wrong_hash_is_said_and_the_part_removed(serve, tmp_path):
    with pytest.raises(DownloadError, match=f"has the SHA-256 {sha256(BODY)} instead of {'0' * 64}.*was removed"):
        fetch(tmp_path, serve().url, "0" * 64)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("below", ["", NAME])
def test_a_folder_that_is_already_there_is_used_without_the_network(nobody, tmp_path, below):
    word = tmp_path / below / "bird"
    word.mkdir(parents=True)
    (word / "ab12_nohash_0.wav").touch()
    assert fetch(tmp_path, nobody) == tmp_path / below


def test_a_folder_of_other_sounds_is_not_taken_for_the_words(serve, tmp_path):
    (tmp_path / "Music").mkdir()
    (tmp_path / "Music" / "song.wav").touch()
    assert fetch(tmp_path, serve().url) == tmp_path / NAME


def test_a_folder_in_the_way_is_named_before_anything_is_downloaded(nobody, tmp_path):
    (tmp_path / NAME / "notes").mkdir(parents=True)
    with pytest.raises(DownloadError, match=f"{NAME} is there but holds no words.*move it away"):
        fetch(tmp_path, nobody)


def test_an_empty_folder_is_not_in_the_way(serve, tmp_path):
    (tmp_path / NAME).mkdir()
    assert contents(fetch(tmp_path, serve().url)) == WAVS


def test_without_network_the_message_says_how_to_do_it_by_hand(nobody, tmp_path):
    with pytest.raises(DownloadError) as caught:
        fetch(tmp_path, nobody)
    message = str(caught.value)
    assert nobody in message
    assert str(tmp_path / f"{NAME}.tar.gz") in message
    assert str(tmp_path / NAME) in message
    assert message.endswith(".") and "\n" not in message


def test_an_archive_put_there_by_hand_is_used_without_the_network_and_kept(nobody, tmp_path):
    by_hand = tmp_path / f"{NAME}.tar.gz"
    by_hand.write_bytes(BODY)
    assert contents(fetch(tmp_path, nobody)) == WAVS
    assert by_hand.exists()


def test_a_wrong_archive_put_there_by_hand_is_named_but_not_removed(nobody, tmp_path):
    by_hand = tmp_path / f"{NAME}.tar.gz"
    by_hand.write_bytes(BODY[:HALF])
    with pytest.raises(DownloadError, match=r"has the SHA-256 .* remove it"):
        fetch(tmp_path, nobody)
    assert by_hand.exists()


def test_a_file_that_is_not_there_is_asked_for_once(serve, tmp_path):
    server = serve(status=404)
    with pytest.raises(DownloadError, match="answers 404 Not Found"):
        fetch(tmp_path, server.url)
    assert len(server.asked) == 1


def test_a_server_in_trouble_is_asked_again_but_not_for_ever(serve, tmp_path):
    server = serve(status=503)
    with pytest.raises(DownloadError, match="answers 503"):
        fetch(tmp_path, server.url)
    assert len(server.asked) == TRIES


@pytest.mark.parametrize("name", ["../escaped.wav", "bird/../../escaped.wav"])
def test_a_path_that_leaves_the_folder_is_refused(serve, tmp_path, name):
    body = archive(WAVS | {name: b"x"})
    folder = tmp_path / "inner"
    with pytest.raises(DownloadError, match=r"could not be unpacked .*outside the destination"):
        fetch(folder, serve(body=body).url, sha256(body))
    assert list(folder.iterdir()) == [] and not (tmp_path / "escaped.wav").exists()


def test_an_archive_without_words_is_refused(serve, tmp_path):
    body = archive({"README.md": b"nothing here"})
    with pytest.raises(DownloadError, match="holds no words"):
        fetch(tmp_path, serve(body=body).url, sha256(body))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("body", [b"no archive at all", BODY[:HALF], BODY[:20] + bytes([255]) * 99])
def test_what_is_no_archive_is_refused_even_under_the_right_hash(serve, tmp_path, body):
    with pytest.raises(DownloadError, match="could not be unpacked"):
        fetch(tmp_path, serve(body=body).url, sha256(body))
    assert list(tmp_path.iterdir()) == []


def test_a_kill_while_unpacking_leaves_no_folder_that_looks_whole(serve, tmp_path, monkeypatch):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    server = serve()
    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", killed)  # with all files out
        patch.setattr(download.shutil, "rmtree", lambda *_, **__: None)  # and no time left to tidy up
        with pytest.raises(KeyboardInterrupt):
            fetch(tmp_path, server.url)
    assert contents(tmp_path) != {} and not (tmp_path / NAME).exists()
    assert contents(fetch(tmp_path, server.url)) == WAVS
    assert [place.name for place in tmp_path.iterdir()] == [NAME]


def test_a_python_without_safe_unpacking_is_told_which_one_has_it(serve, tmp_path, monkeypatch):
    monkeypatch.delattr(tarfile, "data_filter")
    with pytest.raises(DownloadError, match=r"3\.11\.4 or later"):
        fetch(tmp_path, serve().url)


def test_a_folder_that_cannot_be_made_is_named(nobody, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(DownloadError, match="file cannot be written"):
        fetch(tmp_path / "file", nobody)


def test_progress_is_shown_in_bytes_and_only_when_asked_for(serve, tmp_path, capsys):
    server = serve()
    fetch(tmp_path / "quiet", server.url)
    assert capsys.readouterr().err == ""
    fetch(tmp_path / "shown", server.url, progress=True)
    shown = capsys.readouterr().err
    assert "Downloading: 100%" in shown and "Unpacking: 100%" in shown and "B/s" in shown


def test_the_defaults_are_the_address_and_sum_that_torchaudio_holds():
    from torchaudio.datasets import speechcommands

    assert speechcommands._CHECKSUMS[download.URL] == download.SHA256
