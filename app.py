"""Open the page in the browser; also the entry that a hosted Space runs."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import threading
import webbrowser

import uvicorn

from speechcls.ui.handlers import Desk
from speechcls.ui.page import mount
from speechcls.variants import VariantError


def main() -> None:
    options = argparse.ArgumentParser(description="Open speechcls in the browser.")
    options.add_argument("--host", default=os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1"))
    options.add_argument("--port", type=int, default=int(os.environ.get("GRADIO_SERVER_PORT", "7860")))
    options.add_argument("--no-browser", action="store_true", help="only serve; open no browser")
    given = options.parse_args()
    try:
        server = mount(Desk())
    except VariantError as error:
        sys.exit(f"speechcls: {error}")
    shown = "127.0.0.1" if given.host in ("0.0.0.0", "::") else given.host
    address = f"http://{shown}:{given.port}"
    config = uvicorn.Config(server, host=given.host, port=given.port, log_level=logging.WARNING)
    running = uvicorn.Server(config)
    if not given.no_browser:
        threading.Timer(1.0, webbrowser.open, [address]).start()
    print(f"speechcls is ready: {address}  (Ctrl-C ends it)", flush=True)
    running.run()


if __name__ == "__main__":
    main()
