"""This computer's own microphone as a source in the page, only where the page is served to this computer alone."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI, HTTPException, Request, WebSocket, WebSocketDisconnect
from starlette.requests import HTTPConnection

from speechcls.audio import microphone, to_int16
from speechcls.audio.microphone import Microphone, MicrophoneError
from speechcls.ui import LOOPBACK

FOREIGN = "This microphone is only for the page that this program itself shows on this computer."


def add_routes(server: FastAPI) -> None:
    """Serve `/microphone/devices`, a list as JSON, and the WebSocket `/microphone?device=N`, one device a connection.

    The WebSocket sends `{"name", "rate"}` once, then chunks of little-endian int16 at 16 kHz; `{"overflow"}` with the
    number of lost samples before a chunk that follows a gap; `{"error"}` at the end if the page didn't close it.
    """

    @server.get("/microphone/devices")
    def devices(request: Request) -> Any:
        if not _ours(request):
            raise HTTPException(403, FOREIGN)
        try:
            return [asdict(device) for device in microphone.devices()]
        except MicrophoneError as error:
            return {"error": str(error)}

    @server.websocket("/microphone")
    async def hear(socket: WebSocket) -> None:
        # Browsers send the page's origin. Without this check any page on the web could listen in.
        if "origin" not in socket.headers or not _ours(socket):
            await socket.close(1008, FOREIGN)
            return
        await socket.accept()
        with contextlib.suppress(WebSocketDisconnect):
            await _serve(socket, socket.query_params.get("device"))


def _ours(asking: HTTPConnection) -> bool:
    """Whether a request comes from a page of this server, opened under a name that only this computer has.

    A foreign name may point at this computer, too (DNS rebinding), so equal origin and host are not enough.
    """
    host = asking.headers.get("host", "")
    origin = asking.headers.get("origin")
    try:
        local = urlsplit(f"//{host}").hostname in LOOPBACK
        return local and (origin is None or urlsplit(origin).netloc == host)
    except ValueError:  # brackets that aren't closed
        return False


async def _serve(socket: WebSocket, wanted: str | None) -> None:
    """Open the device, send its sound until either side closes, and release it."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1, "microphone") as thread:  # its own thread, since it waits nearly all the time
        try:
            opened = await loop.run_in_executor(thread, partial(Microphone, wanted))
        except MicrophoneError as error:
            await _tell(socket, error)
            return
        try:
            await socket.send_json({"name": opened.device.name, "rate": opened.rate})
            sending = asyncio.create_task(_send(socket, opened, thread))
            leaving = asyncio.create_task(_until_left(socket))
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            opened.close()  # which ends the read that waits in the thread
        leaving.cancel()
        await sending


async def _send(socket: WebSocket, opened: Microphone, thread: ThreadPoolExecutor) -> None:
    """Send chunk after chunk. A page that reads too slowly loses sound, and is told how much."""
    loop = asyncio.get_running_loop()
    try:
        while chunk := await loop.run_in_executor(thread, opened.read):
            if chunk.lost:
                await socket.send_json({"overflow": chunk.lost})
            await socket.send_bytes(to_int16(chunk.samples).astype("<i2").tobytes())
    except MicrophoneError as error:
        await _tell(socket, error)


async def _until_left(socket: WebSocket) -> None:
    """Wait until the connection closes; messages from the page are ignored."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


async def _tell(socket: WebSocket, error: MicrophoneError) -> None:
    await socket.send_json({"error": str(error)})
    await socket.close()
