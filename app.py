"""Open the page in the browser; also the entry that a hosted Space runs."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path

from speechcls.ui import LOOPBACK

PORT, PORTS = 7860, 20  # the first that is tried, and how many after it


def arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(description="Open speechcls in the browser.")
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
    given = options.parse_args()
    if given.local_microphone and given.host not in LOOPBACK:
        sys.exit(
            f"speechcls: with --local-microphone whoever can reach {given.host} could listen in. "
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
    sys.exit(f"speechcls: can't listen on {where} ({reason}). Name others with --host and --port.")


def main() -> None:
    given = arguments()
    listening = listen(given.host, given.port)
    # Only now, since they take some seconds and a wrong port should be told at once.
    from speechcls.models.threads import answer_on_one_core
    from speechcls.models.variants import VariantError
    from speechcls.ui.access import from_settings
    from speechcls.ui.connections import Server
    from speechcls.ui.handlers import Desk
    from speechcls.ui.page import mount

    answer_on_one_core()
    try:
        access = from_settings(given.host, given.allowed_host, given.password)
        page = mount(Desk(given.variants), given.local_microphone, access=access)
        server = Server(page)
    except (VariantError, ValueError) as error:
        sys.exit(f"speechcls: {error}")
    shown = given.host if given.host in LOOPBACK else "127.0.0.1"
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{listening.getsockname()[1]}"
    if given.host in LOOPBACK and not given.no_browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    print(f"speechcls is ready: {address}  (Ctrl-C ends it)", flush=True)
    server.run(sockets=[listening])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
