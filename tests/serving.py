"""The app as a user starts it, on a free port of this machine, for tests that go through its front door."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
APP = ("app.py", "--no-browser")
PATIENCE = 120  # s; a loaded machine takes long to import torch


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(scratch: Path, port: int | None = None, program: Sequence[str] = APP, folder: Path = ROOT) -> Iterator[str]:
    """The page's address while the app runs, on a free port by default; what it writes goes below `scratch`.

    Another program must take its port from GRADIO_SERVER_PORT, as the app does; it runs in `folder`, a checkout.
    """
    port = port or free_port()
    environment = os.environ | {
        "GRADIO_TEMP_DIR": str(scratch / "uploads"),
        "GRADIO_SERVER_PORT": str(port),
        "GRADIO_SERVER_NAME": "127.0.0.1",
    }
    log = scratch / "server.log"
    with log.open("w") as output:
        command = [sys.executable, *program]
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output)
        try:
            yield when_ready(f"http://127.0.0.1:{port}", server, log)
        finally:
            server.terminate()
            server.wait(timeout=30)


def when_ready(address: str, server: subprocess.Popen, log: Path) -> str:
    for _ in range(PATIENCE * 5):
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return address
        time.sleep(0.2)
    raise RuntimeError(f"The app did not come up:\n{log.read_text()}")
