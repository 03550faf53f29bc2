"""Open the page in the browser, or serve it: options, port, temporary folder, and shutdown."""

from __future__ import annotations

import argparse
import atexit
import contextlib
import inspect
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from speechcls.ui import LOOPBACK, class_room

if TYPE_CHECKING:
    from starlette.datastructures import State

    from speechcls.ui.model_pool import ModelPool

PORT, PORTS = 7860, 20  # the first to try, and how many
EVERYBODY = "0.0.0.0"  # address to listen on
BEHIND = 5.0  # s in which nothing was asked, after which PyTorch is imported
PATIENCE = 60.0  # s of questions without such a pause, after which it is imported all the same
TEMPORARY = "GRADIO_TEMP_DIR"  # where Gradio and `uploads` write

SEVERAL = {"action": "append", "default": []}
SWITCH = {"action": "store_true"}

# Each option, the environment variable that gives its default, and its settings for argparse.
OPTIONS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "--host",
        "GRADIO_SERVER_NAME",
        {"help": f"address to listen on; by default {LOOPBACK[0]}, this computer alone; {EVERYBODY} for everyone"},
    ),
    ("--port", "GRADIO_SERVER_PORT", {"type": int, "help": f"by default the first free one from {PORT}"}),
    ("--no-browser", "", SWITCH | {"help": "only serve"}),
    (
        "--allowed-host",
        "",
        SEVERAL
        | {"metavar": "NAME", "help": "another name of the page, as behind a proxy; may be given several times"},
    ),
    (
        "--root-path",
        "GRADIO_ROOT_PATH",
        {
            "default": "",
            "metavar": "PATH",
            "help": "path below which a proxy serves the page, such as /words; by default the one that the proxy sends",
        },
    ),
    (
        "--trusted-proxy",
        "",
        SEVERAL
        | {
            "metavar": "ADDRESS",
            "help": "address or network of a proxy whose X-Forwarded headers are trusted, beside this computer's",
        },
    ),
    (
        "--password",
        "SPEECHCLS_PASSWORD",
        {
            "default": "",
            "help": "ask everybody for it; safer in SPEECHCLS_PASSWORD, since others on this computer see options",
        },
    ),
    (
        "--class",
        "",
        SWITCH
        | {
            "dest": "for_class",
            "help": "serve a class: over https, which microphones need, to everyone on this computer's networks, with "
            "a certificate made now and a QR code of the address",
        },
    ),
    (
        "--local-microphone",
        "",
        SWITCH | {"help": "offer this computer's own microphone; only where nobody else can open the page"},
    ),
    (
        "--variants",
        "",
        {"type": Path, "metavar": "FOLDER", "help": "folder of trained variants to show instead of the shipped ones"},
    ),
)


def main(words: Sequence[str] | None = None, program: str | None = None) -> None:
    """Serve until Ctrl-C or SIGTERM. `words` are the arguments of the command line."""
    given = arguments(words, program)
    listening = listen(given.host, given.port)
    try:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # by default nothing is cleaned up
        with temporary_folder():
            serve(given, listening)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def serve(given: argparse.Namespace, listening: socket.socket) -> None:
    """Load the page and answer on the socket until the end."""
    port = listening.getsockname()[1]
    urls = [f"https://{address}:{port}" for address in given.addresses]
    # Imported now, since it takes seconds, and a wrong port should be reported at once.
    from speechcls.models.threads import answer_on_one_core

    answer_on_one_core()
    from speechcls.audio import workers

    workers.start()
    from speechcls.models.variants import VariantError
    from speechcls.ui.access import from_settings
    from speechcls.ui.connections import Server
    from speechcls.ui.model_pool import ModelPool

    with without_stubs():
        from speechcls.ui.page import mount

    try:
        access = from_settings(given.host, given.allowed_host, given.password, given.root_path, given.trusted_proxy)
        access = replace(access, addresses=given.addresses)
        pool = ModelPool(given.variants)
        page = mount(pool, given.local_microphone, access=access, invites=urls[0] if urls else "")
        server = Server(page, class_room.certify(given.addresses).context if urls else None)
    except (VariantError, ValueError) as error:
        _fail(error)
    threading.Thread(target=get_ready, args=(pool, page.state), daemon=True).start()
    shown = given.host if given.host in LOOPBACK else LOOPBACK[0]
    address = urls[0] if urls else f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
    if (urls or given.host in LOOPBACK) and not given.no_browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    listening.listen()  # whoever comes before the server runs waits for it
    _say(class_room.announce(urls) if urls else f"speechcls is ready: {address}  (Ctrl-C ends it)")
    server.run(sockets=[listening])


def get_ready(pool: ModelPool, state: State) -> None:
    """Behind the page: let every network answer once, and import PyTorch for the steps that look inside of one.

    Importing it holds up whatever else the process does for a second, so it waits for a pause: until nobody listens,
    and nothing was asked for a while. Where many ask, that may never be, so it waits for their pause only so long.
    Who asks for such a step meanwhile has it imported at once, and waits.
    """
    pool.warm_up()
    latest = time.monotonic() + PATIENCE
    time.sleep(BEHIND)
    while state.listeners or (state.asked + BEHIND > (now := time.monotonic()) and now < latest):
        time.sleep(BEHIND)
    import torchaudio  # noqa: F401

    from speechcls.ui.parts.inside import steps  # noqa: F401


def arguments(words: Sequence[str] | None = None, program: str | None = None) -> argparse.Namespace:
    options = argparse.ArgumentParser(program, description="Open speechcls in the browser.")
    for flag, variable, settings in OPTIONS:
        value = os.environ.get(variable)
        options.add_argument(flag, **settings | ({"default": value} if value else {}))
    given = options.parse_args(words)
    given.host = given.host or (EVERYBODY if given.for_class else LOOPBACK[0])
    given.addresses = _addresses(given.host) if given.for_class else ()
    if given.local_microphone and given.host not in LOOPBACK:
        _fail(
            f"with --local-microphone whoever can reach {given.host} could listen in. "
            f"Leave it out, or name one of these as --host: {', '.join(LOOPBACK)}."
        )
    return given


def _addresses(host: str) -> tuple[str, ...]:
    """The addresses by which a class reaches a server that listens on `host`; exits with a sentence without any."""
    try:
        own = class_room.addresses()
    except ValueError as error:
        _fail(error)
    if host == EVERYBODY:
        return own
    if host not in own:
        _fail(f"no other computer of a class reaches {host}. Leave --host out, or name one of: {', '.join(own)}.")
    return (host,)


def listen(host: str, port: int | None) -> socket.socket:
    """A socket on the port, or on the first free one where none is named; exits with a sentence where none is free."""
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
def without_stubs() -> Iterator[None]:
    """Keep Gradio from writing type stubs of its components, for editors: two fifths of the time that its import takes.

    It writes none of a class whose file isn't known.
    """
    found = inspect.getfile

    def unknown(object: Any) -> str:
        if isinstance(object, type) and object.__module__.startswith("gradio."):
            raise OSError(f"{object.__name__} is to have no stub.")
        return found(object)

    inspect.getfile = unknown
    try:
        yield
    finally:
        inspect.getfile = found


@contextlib.contextmanager
def temporary_folder() -> Iterator[None]:
    """A temporary folder for uploads, deleted at the end, unless the user has named one.

    Gradio's default has a fixed name, and so belongs to the first user of the computer who ran it.
    """
    if os.environ.get(TEMPORARY):
        yield
        return
    try:
        folder = tempfile.mkdtemp(prefix="speechcls-")
    except OSError as error:
        _fail(f"there is no folder for temporary files ({error}). Name one that you may write to as {TEMPORARY}.")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after other exit handlers have written
    os.environ[TEMPORARY] = folder
    try:
        yield
    finally:
        del os.environ[TEMPORARY]
        shutil.rmtree(folder, ignore_errors=True)


def _say(text: str) -> None:
    """Print at once, without the QR code where the terminal has no characters for it."""
    coding = sys.stdout.encoding or "utf-8"
    print(text.encode(coding, "ignore").decode(coding), flush=True)


def _fail(message: object) -> NoReturn:
    sys.exit(f"speechcls: {message}")
