"""The page's modules and networks below a path of a plain file server, as any host would serve them."""

import contextlib
import functools
import json
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from speechcls.models import variants
from speechcls.ui import in_browser

BELOW = "some/path"


@contextlib.contextmanager
def hosting(scratch: Path, asked: list[str] | None = None) -> Iterator[str]:
    """The page's address; the paths that are asked for are appended to `asked`."""

    class Noted(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            if asked is not None:
                asked.append(self.path)

    write(scratch / BELOW)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Noted, directory=str(scratch)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/{BELOW}/"
    finally:
        server.shutdown()
        server.server_close()


def write(folder: Path) -> None:
    cards = [variants.card(name) for name in variants.names()]
    settings = in_browser.settings(cards)
    shutil.copytree(in_browser.VENDOR.parent, folder / "scope")
    (folder / "networks").mkdir()
    for name in settings["networks"]:
        shutil.copyfile(in_browser.file_of(variants.card(name)), folder / "networks" / f"{name}.onnx")
    (folder / "settings.json").write_text(json.dumps(settings))
    (folder / "index.html").write_text("<!doctype html><title>Modules</title>")
