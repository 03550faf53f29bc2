"""What a browser does to listen, without one: over /live, and as a streaming gr.Audio does; for live.py."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import struct
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import soundfile
from websockets.asyncio.client import ClientConnection, connect

from speechcls import audio
from speechcls.audio import SAMPLE_RATE

CHUNK = 0.1  # s of sound a message
BROWSER_RATE = 48_000  # Hz, which Gradio's microphone sends
PAUSE = 0.5  # s between the words that a client plays
CLIPS = Path(__file__).parent.parent / "assets" / "clips"


class Live:
    """A browser's part of /live."""

    def __init__(self, opened: ClientConnection) -> None:
        self.opened = opened
        self.pictures = 0  # of front ends that came

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, address: str, front_ends: tuple[str, str] | None = None) -> AsyncIterator[Live]:
        """Listening begun, with pictures of two front ends where they are named."""
        async with connect(f"{address.replace('http', 'ws', 1)}/live") as opened:
            if front_ends:
                one, other = front_ends
                await opened.send(json.dumps({"variant": "compact", "front_ends": {"one": one, "other": other}}))
            yield cls(opened)

    async def send(self, number: int, samples: np.ndarray) -> None:
        """A chunk, int16 at 16 kHz, all chunks before it having had the same length."""
        await self.opened.send(struct.pack("<II", number, number * len(samples)) + samples.tobytes())

    async def answers(self) -> AsyncIterator[tuple[int, list[str]]]:
        """For each answer, the number of the newest chunk in it and the words detected."""
        async for text in self.opened:
            answer = json.loads(text)
            if "error" in answer:
                raise OSError(answer["error"])
            if "front_ends" in answer:
                self.pictures += 1
                continue
            yield answer["number"], [one["word"] for one in answer["detections"]]


class Streamed:
    """A browser's part of a streaming gr.Audio: each chunk is uploaded as a wav file, then named to the event."""

    def __init__(self, client: httpx.AsyncClient, event: int) -> None:
        self.client = client
        self.join: dict[str, Any] = {"fn_index": event, "session_hash": uuid.uuid4().hex, "trigger_id": None}
        self.started = asyncio.Event()
        self.event_id = ""

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, address: str, event: int) -> AsyncIterator[Streamed]:
        async with httpx.AsyncClient(base_url=f"{address}/gradio_api", timeout=60) as client:
            yield cls(client, event)

    async def send(self, number: int, samples: np.ndarray) -> None:
        chunk = np.repeat(samples, BROWSER_RATE // SAMPLE_RATE)
        chunk[0] = number  # comes back with the scores
        wav = io.BytesIO()
        soundfile.write(wav, chunk, BROWSER_RATE, format="WAV")
        uploaded = await self.client.post("/upload", files={"files": ("audio.wav", wav.getvalue(), "audio/wav")})
        file = {"path": uploaded.json()[0], "orig_name": "audio.wav", "meta": {"_type": "gradio.FileData"}}
        body = self.join | {"data": [file, None]}
        if self.event_id:
            await self.client.post(f"/stream/{self.event_id}", json=body)
        else:
            self.event_id = (await self.client.post("/queue/join", json=body)).json()["event_id"]
            self.started.set()

    async def answers(self) -> AsyncIterator[tuple[int, list[str]]]:
        await self.started.wait()
        session = {"session_hash": self.join["session_hash"]}
        async with self.client.stream("GET", "/queue/data", params=session) as events:
            async for line in events.aiter_lines():
                message = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
                if message.get("msg") == "process_completed":
                    raise OSError(f"Gradio's stream has ended: {message['output']}")
                if message.get("msg") == "process_streaming":
                    yield message["output"]["data"][0]["number"], []


def playing(client: int) -> Iterator[np.ndarray]:
    """Chunks of one of the shipped words, another for each client, said over and over with a pause."""
    files = sorted(file for file in CLIPS.glob("*.flac") if "-" not in file.stem)
    clip = audio.read(files[client % len(files)])
    size = round(CHUNK * SAMPLE_RATE)
    said = np.pad(clip.samples, (0, round(PAUSE * SAMPLE_RATE)))
    said = np.pad(said, (0, -len(said) % size))
    while True:
        yield from (said * 32767).astype(np.int16).reshape(-1, size)
