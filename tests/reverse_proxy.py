"""Proxies that serve the page below /words: one of a few lines, and nginx and Caddy as docs/deploy.md sets them up."""

import contextlib
import os
import re
import shutil
import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from serving import ROOT, free_port

PREFIX = "/words"
DOCUMENT = ROOT / "docs" / "deploy.md"


class Forward(socketserver.StreamRequestHandler):
    """One connection, of one request: its head goes on below the prefix, what follows both ways as it is."""

    def handle(self) -> None:
        method, path, version = self.rfile.readline().split()
        head = [line for line in iter(self.rfile.readline, b"\r\n") if not line.lower().startswith(b"x-forwarded-")]
        if not any(line.lower().startswith(b"upgrade:") for line in head):
            head = [line for line in head if not line.lower().startswith(b"connection:")] + [b"Connection: close\r\n"]
        head += [f"X-Forwarded-Prefix: {PREFIX}\r\n".encode(), b"\r\n"]
        asked = b" ".join([method, path.removeprefix(PREFIX.encode()), version]) + b"\r\n"
        with socket.create_connection(self.server.upstream) as server:
            server.sendall(asked + b"".join(head))
            sending = threading.Thread(target=self.pump, args=(self.rfile.read1, server), daemon=True)
            sending.start()
            self.pump(lambda: server.recv(65536), self.connection)

    def pump(self, read: Callable[[], bytes], sink: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):  # one end has gone
            while data := read():
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    block_on_close = False
    request_queue_size = 128


@contextlib.contextmanager
def plain(upstream: str, folder: Path) -> Iterator[str]:
    with Server(("127.0.0.1", 0), Forward) as server:
        server.upstream = (urlsplit(upstream).hostname, urlsplit(upstream).port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}{PREFIX}/"
        server.shutdown()


@contextlib.contextmanager
def nginx(upstream: str, folder: Path) -> Iterator[str]:
    port = free_port()
    globally, below = documented("nginx", upstream)
    inside = f"{globally} server {{ listen 127.0.0.1:{port}; {below} }}"
    with running(nginx_command(inside, folder), port, folder):
        yield f"http://127.0.0.1:{port}{PREFIX}/"


def nginx_command(inside: str, folder: Path) -> list[str]:
    """The command that starts nginx with this text as the inside of `http`; its files lie in the folder."""
    kinds = ("client_body", "proxy", "fastcgi", "scgi", "uwsgi")
    scratch = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""  # who alone may look into a test's folder
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; worker_processes 1; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; {scratch} {inside} }}\n"
    )
    return ["nginx", "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]


@contextlib.contextmanager
def caddy(upstream: str, folder: Path) -> Iterator[str]:
    port = free_port()
    (site,) = documented("caddy", upstream)
    (folder / "Caddyfile").write_text(
        "{\n    admin off\n}\n" + site.replace("speech.example.org", f"http://:{port}", 1)
    )
    with running(["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")], port, folder):
        yield f"http://127.0.0.1:{port}{PREFIX}/"


KINDS = {"plain": plain, "nginx": nginx, "caddy": caddy}


@contextlib.contextmanager
def proxied(kind: str, upstream: str, folder: Path) -> Iterator[str]:
    """The public address of the page below the prefix, behind a proxy of that kind; skips where it isn't installed."""
    if kind != "plain" and not shutil.which(kind):
        pytest.skip(f"{kind} is not installed")
    with KINDS[kind](upstream, folder) as address:
        yield address


def documented(language: str, upstream: str) -> list[str]:
    """The examples for a proxy as they are printed, with the server's address in the place of the usual one."""
    blocks = re.findall(f"^```{language}\n(.*?)^```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [block.replace("127.0.0.1:7860", upstream.removeprefix("http://")) for block in blocks]


@contextlib.contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[None]:
    """A program until the end of the block, from when it listens on."""
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"HOME": str(folder)})
        try:
            for _ in range(100):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                assert process.poll() is None, (folder / "log").read_text()
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            try:
                process.wait(timeout=2)
            except subprocess.TimeoutExpired:  # Caddy waits until Gradio's client has seen that its heartbeat is over
                process.kill()
                process.wait()
