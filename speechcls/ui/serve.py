"""Open the page in the browser, or serve it: the options, the port, the temporary folder, and the end of it all."""

from __future__ import annotations

import argparse
import atexit
import contextlib
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from speechcls.ui import LOOPBACK

PORT, PORTS = 7860, 20  # the first that is tried, and how many after it
TEMPORARY = "GRADIO_TEMP_DIR"  # where Gradio and `uploads` write


def main(words: Sequence[str] | None = None, program: str | None = None) -> None:
    """Serve until Ctrl-C or SIGTERM. `words` are those of the command line behind the program's name."""
    given = arguments(words, program)
    listening = listen(given.host, given.port)
    try:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # by default nothing is tidied up
        with temporary_folder():
            serve(given, listening)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def serve(given: argparse.Namespace, listening: socket.socket) -> None:
    """Load the page and answer on the socket until the end."""
    # Only now, since they take some seconds and a wrong port should be told at once.
    from speechcls.models.threads import answer_on_one_core
    from speechcls.models.variants import VariantError
    from speechcls.ui.access import from_settings
    from speechcls.ui.connections import Server
    from speechcls.ui.model_pool import ModelPool
    from speechcls.ui.page import mount

    answer_on_one_core()
    try:
        access = from_settings(given.host, given.allowed_host, given.password, given.root_path, given.trusted_proxy)
        page = mount(ModelPool(given.variants), given.local_microphone, access=access)
        server = Server(page)
    except (VariantError, ValueError) as error:
        _fail(error)
    shown = given.host if given.host in LOOPBACK else "127.0.0.1"
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{listening.getsockname()[1]}"
    if given.host in LOOPBACK and not given.no_browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    print(f"speechcls is ready: {address}  (Ctrl-C ends it)", flush=True)
    server.run(sockets=[listening])


def arguments(words: Sequence[str] | None = None, program: str | None = None) -> argparse.Namespace:
    options = argparse.ArgumentParser(program, description="Open speechcls in the browser.")
    options.add_argument(
        "--host",
        default=os.environ.get("GRADIO_SERVER_NAME") or "127.0.0.1",
        help="address to listen on; this computer alone by default, 0.0.0.0 for everyone",
    )
    options.add_argument(
        "--port",
        type=int,
        default=os.environ.get("GRADIO_SERVER_PORT") or None,
        help=f"by default the first free one from {PORT}",
    )
    options.add_argument("--no-browser", action="store_true", help="only serve")
    options.add_argument(
        "--allowed-host",
        action="append",
        default=[],
        metavar="NAME",
        help="another name under which the page is reached, as through a proxy; may be given several times",
    )
    options.add_argument(
        "--root-path",
        default=os.environ.get("GRADIO_ROOT_PATH", ""),
        metavar="PATH",
        help="below which a proxy serves the page, such as /words; by default what the proxy says",
    )
    options.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="of a proxy, or of its network, whose X-Forwarded headers are believed beside those of this computer",
    )
    options.add_argument(
        "--password",
        default=os.environ.get("SPEECHCLS_PASSWORD", ""),
        help="ask everybody for it; better given as SPEECHCLS_PASSWORD, since others on this computer see options",
    )
    options.add_argument(
        "--local-microphone",
        action="store_true",
        help="offer this computer's own microphone in the page; only where nobody else can open the page",
    )
    options.add_argument(
        "--variants", type=Path, metavar="FOLDER", help="trained variants to show instead of the shipped ones"
    )
    given = options.parse_args(words)
    if given.local_microphone and given.host not in LOOPBACK:
        _fail(
            f"with --local-microphone whoever can reach {given.host} could listen in. "
            f"Leave it out, or name one of these as --host: {', '.join(LOOPBACK)}."
        )
    return given


def listen(host: str, port: int | None) -> socket.socket:
    """A socket on the port, or on the first free one where none is named; ends with a sentence if there is none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    reason: OSError | None = None
    for wanted in range(PORT, PORT + PORTS) if port is None else [port]:
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, wanted))
            return listening
        except (OSError, OverflowError) as error:
            listening.close()
            reason = error if isinstance(error, OSError) else OSError(str(error))
    where = f"{host}, port {port or f'{PORT} to {PORT + PORTS - 1}'}"
    _fail(f"can't listen on {where} ({reason}). Name others with --host and --port.")


@contextlib.contextmanager
def temporary_folder() -> Iterator[None]:
    """A folder of this process's own for what is uploaded, unless the user named one; deleted at the end.

    Gradio's default has one name for everybody, so that it belongs to whoever came first on this computer.
    """
    if os.environ.get(TEMPORARY):
        yield
        return
    try:
        folder = tempfile.mkdtemp(prefix="speechcls-")
    except OSError as error:
        _fail(f"there is no folder for temporary files ({error}). Name one that you may write to as {TEMPORARY}.")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after what others write at the very end
    os.environ[TEMPORARY] = folder
    try:
        yield
    finally:
        del os.environ[TEMPORARY]
        shutil.rmtree(folder, ignore_errors=True)


def _fail(message: object) -> NoReturn:
    sys.exit(f"speechcls: {message}")
