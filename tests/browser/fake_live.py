"""A scripted server behind the page's WebSocket /live: what it answers is known, and so what the page must show."""

import json
import struct
from collections.abc import Sequence

import numpy as np
from playwright.sync_api import Page, WebSocketRoute

RATE = 16_000  # Hz
HEADER = struct.Struct("<II")  # number, position in samples


class FakeLive:
    """Answers each chunk; detects each of `words`, (word, seconds), as soon as the sound is 0.3 s beyond it."""

    def __init__(self, page: Page, words: Sequence[tuple[str, float]] = ()) -> None:
        self.words = list(words)  # still to come
        self.chunks: list[tuple[int, int, np.ndarray]] = []  # number, position, samples
        self.variants: list[str] = []
        self.connections: list[WebSocketRoute] = []
        self.answering = True
        self.refusal = ""
        self.reason = ""
        self.refused = ("", 0.0, 0.0)  # why "up" is refused, and from when to when (s) it is over the threshold
        page.route_web_socket("**/live", self.connect)

    def connect(self, socket: WebSocketRoute) -> None:
        self.connections.append(socket)
        socket.on_message(lambda message: self.receive(socket, message))
        if self.refusal:
            socket.send(json.dumps({"error": self.refusal}))
            socket.close()

    def receive(self, socket: WebSocketRoute, message: str | bytes) -> None:
        if isinstance(message, str):
            self.variants.append(json.loads(message)["variant"])
            return
        number, position = HEADER.unpack_from(message)
        samples = np.frombuffer(message, "<i2", offset=HEADER.size)
        self.chunks.append((number, position, samples))
        if self.answering:
            socket.send(json.dumps(self.answer(number, position, len(samples))))

    def answer(self, number: int, position: int, length: int) -> dict:
        now = (position + length) / RATE - 0.3
        near = [word for word, seconds in self.words if abs(seconds - now) < 0.3]
        found = [(word, seconds) for word, seconds in self.words if seconds <= now]
        self.words = [(word, seconds) for word, seconds in self.words if seconds > now]
        why, begin, end = self.refused
        refused = why if begin <= now <= end and not found else ""
        near = ["up"] if refused else near
        scores = [[near[0], 0.9]] if near else []
        return {
            "number": number,
            "seconds": (position + length) / RATE,
            "variant": self.variants[-1],
            "scores": scores + [[word, 0.02] for word in ("yes", "no", "go", "down", "left")][: 5 - len(scores)],
            "threshold": 0.6,
            "heard": bool(near),
            "refused": refused,
            "reason": "" if near else self.reason or "silence",
            "detections": [{"word": word, "probability": 0.9, "seconds": seconds} for word, seconds in found],
        }

    @property
    def sound(self) -> np.ndarray:
        """What was sent, each sample where its position says, zeros where nothing came."""
        end = max((position + len(samples) for _, position, samples in self.chunks), default=0)
        whole = np.zeros(end, np.int16)
        for _, position, samples in self.chunks:
            whole[position : position + len(samples)] = samples
        return whole
