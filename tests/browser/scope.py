"""Runs the page's own modules on a test's numbers, inside the page."""

import base64

import numpy as np
from playwright.sync_api import Page

FLOATS = """
const floats = (sent) => new Float32Array(Uint8Array.from(atob(sent), (c) => c.charCodeAt(0)).buffer);
const sent = (array) => {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  return btoa(text);
};
"""


def run(page: Page, module: str, body: str, *given: object) -> object:
    """What `body` returns, with the module's exports in `m`, the arguments in `given`; floats() and sent() convert."""
    found = f"await import(new URL('scope/{module}.js', document.baseURI))"
    return page.evaluate(f"async (given) => {{ {FLOATS} const m = {found}; {body} }}", list(given))


def send(samples: np.ndarray) -> str:
    """Numbers for floats()."""
    return base64.b64encode(np.asarray(samples).astype("<f4").tobytes()).decode()


def received(text: object) -> np.ndarray:
    """Numbers that came through sent(), as float64."""
    return np.frombuffer(base64.b64decode(str(text)), "<f4").astype(float)
