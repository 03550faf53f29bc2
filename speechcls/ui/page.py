"""The page put together, wired and mounted; what happens is decided in handlers.py, what is drawn in scope/."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from gradio.utils import get_upload_folder
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount
from starlette.types import ASGIApp

from speechcls.audio import AudioError
from speechcls.models.classifier import Classifier
from speechcls.models.variants import VariantError
from speechcls.paths import ASSETS
from speechcls.results import records
from speechcls.ui import (
    components,
    glances,
    handlers,
    in_browser,
    live_socket,
    longer,
    sessions,
    uploads,
    wording,
)
from speechcls.ui.access import Access
from speechcls.ui.bodies import BoundedBodies
from speechcls.ui.event_stream import JoinedEnds
from speechcls.ui.guard import Guard
from speechcls.ui.head import use_head
from speechcls.ui.languages import InLanguage, Languages
from speechcls.ui.last_request import LastRequest
from speechcls.ui.local_microphone import add_routes as add_microphone_routes
from speechcls.ui.model_pool import GONE, ModelPool
from speechcls.ui.only_uploads import OnlyUploads
from speechcls.ui.parts.front_ends.section import front_ends
from speechcls.ui.parts.lab.tab import story
from speechcls.ui.parts.many_files import routes as many_files_routes
from speechcls.ui.parts.many_files.part import many_files
from speechcls.ui.parts.own_words.routes import add_routes as add_own_words
from speechcls.ui.parts.own_words.tab import own_words
from speechcls.ui.parts.results.comparison import Experiments
from speechcls.ui.parts.results.tab import results
from speechcls.ui.payload import from_browser
from speechcls.ui.protocol.answers import NoAnswer, WordsAnswer
from speechcls.ui.protocol.live import SoundWords
from speechcls.ui.protocol.sounds import PicturesRefused
from speechcls.ui.proxies import Proxied
from speechcls.ui.selection import EXAMPLES, Selection, asked_about, example_files, named_file, uploaded_file
from speechcls.ui.wording import spoken

HERE = Path(__file__).parent
PAUSE = 0.01  # s between two looks for a question; Gradio's own 0.001 keep a twentieth of a core busy all the time
PREVIEW = ASSETS / "screenshots" / "desktop.png"
PARTS = (
    "lab/lab",
    "lab/tour",
    "inside/inside",
    "results/results",
    "front_ends/front_ends",
    "own_words/own_words",
    "many_files/part",
)
STYLES = (
    *("controls", "page", "stage", "class", "live", "live-pictures", "opening"),
    *(f"parts/{name}" for name in PARTS),
    "media",
)


def build(
    pool: ModelPool,
    experiments: Experiments,
    local_microphone: bool = False,
    records: Path = records.FOLDER,
    invites: str = "",
) -> gr.Blocks:
    """The page over a pool of loaded variants and a folder of records of trainings, in the language that is spoken.

    `local_microphone`: the server offers its own microphones. `invites`: the address at which a class opens the page.
    """
    first = pool.select(example_files()[components.FIRST])
    with OnlyUploads(title=wording.TITLE, analytics_enabled=False, fill_width=True) as page:
        selection = gr.State(None)
        gr.HTML(components.header(pool, invites=invites), padding=False)
        with gr.Row(elem_id="stage"):
            sound = components.sound(pool, local_microphone)
            answer = components.answer(pool, first)
        variant = components.variants(pool)
        row = components.row(pool)
        pictures = components.pictures(first)
        live = components.live()
        components.inputs(pool)
        components.training(pool)
        story(pool, selection, _received, experiments.on_phase())
        own_words()
        results(pool, experiments, records)
        front_ends(pool, selection, first)
        many_files()
        gr.HTML(components.part("footer"))
        _wire(pool, selection, sound, pictures, variant, answer)
        _wire_row(pool, selection, first, row)
        _wire_longer(pool, selection, variant, live)
        _wire_api(pool)
        page.unload(_forget(page))
    return page


def _forget(page: gr.Blocks) -> Callable[[gr.Request], None]:
    """Drops all that Gradio remembers of a session, the last answer included, when its page is left."""

    def leave(request: gr.Request) -> None:
        page.state_holder.session_data.pop(request.session_hash or "", None)

    return leave


def _wire(
    pool: ModelPool, selection: gr.State, sound: gr.HTML, pictures: gr.HTML, variant: gr.Radio, answer: gr.HTML
) -> None:
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 4}

    def hear(name: str, event: gr.EventData) -> dict[Any, Any]:
        payload = from_browser(event._data)
        try:
            new = _received(pool, payload)
        except AudioError as error:
            return {pictures: refused(payload, str(error))}
        return shown(new, name, payload)

    def move(before: Selection | None, name: str, event: gr.EventData) -> dict[Any, Any]:
        payload = from_browser(event._data)
        if before is None:
            return {pictures: refused(payload, GONE)}
        if "start" not in payload:  # other settings for the same second
            drawn = handlers.set_pictures(before, payload.get("settings"))
            return {pictures: {"turn": payload["turn"], "panels": drawn}}
        return shown(before.at(payload.get("start")), name, payload)

    def refused(payload: dict[str, Any], sentence: str) -> PicturesRefused:
        return {"turn": payload["turn"], "error": sentence}

    def shown(new: Selection, name: str, payload: dict[str, Any]) -> dict[Any, Any]:
        drawn = {"turn": payload["turn"], **handlers.pictures(new, payload.get("settings"))}
        said: WordsAnswer = {"turn": payload["turn"], **pool.answer(new, name)}
        return {selection: replace(new, turn=payload["turn"]), pictures: drawn, answer: said}

    def choose(before: Selection | None, name: str) -> dict[Any, Any]:
        if before is None:
            nothing: NoAnswer = {"turn": 0, **pool.without_sound(name)}
            return {answer: nothing}
        said: WordsAnswer = {"turn": before.turn, **pool.answer(before, name)}
        return {answer: said}

    everything = [selection, pictures, answer]
    # scope/turns.js asks one question at a time, so none may be dropped here.
    sound.hear(spoken(hear), variant, everything, trigger_mode="multiple", **quiet)
    pictures.move(spoken(move), [selection, variant], everything, trigger_mode="multiple", **quiet)
    for event in (variant.change, answer.again):
        event(spoken(choose), [selection, variant], answer, trigger_mode="always_last", **quiet)


def _wire_row(pool: ModelPool, selection: gr.State, first: Selection, row: gr.HTML) -> None:
    """What every network makes of the chosen second, asked for behind the answer that is waited for."""

    def look(before: Selection | None, event: gr.EventData) -> dict[str, Any]:
        payload = from_browser(event._data)
        asked = asked_about(payload, before) or first
        return {"turn": payload["turn"], "networks": glances.glances(pool, asked)}

    row.look(
        spoken(look),
        selection,
        row,
        trigger_mode="multiple",
        show_progress="hidden",
        api_visibility="private",
        concurrency_limit=4,
    )


def _wire_longer(pool: ModelPool, selection: gr.State, variant: gr.Radio, live: gr.HTML) -> None:
    """The words of a longer sound over time, asked for behind the answer that is waited for."""

    def words(before: Selection | None, name: str, event: gr.EventData) -> SoundWords:
        return longer.words(pool.classifiers[name], before, from_browser(event._data)["turn"])

    live.words(
        spoken(words),
        [selection, variant],
        live,
        trigger_mode="multiple",
        show_progress="hidden",
        api_visibility="private",
        concurrency_limit=2,
    )


def _received(pool: ModelPool, event: dict[str, Any]) -> Selection:
    """The sound that the browser speaks of: an example by name, or an upload, whose file is deleted once read."""
    if "example" in event:
        return pool.select(named_file(event["example"]))
    file = uploaded_file(event.get("path"), Path(get_upload_folder()))
    try:
        return pool.select(file, str(event.get("name", ""))[:200])
    finally:
        uploads.discard(file)


def _wire_api(pool: ModelPool) -> None:
    """The endpoint /classify(audio, variant), over components that nobody sees."""
    sound = gr.File(type="filepath", visible=False, label="audio")
    variant = gr.Textbox(pool.best, visible=False, label="variant")
    result = gr.JSON(visible=False)

    def classify(audio: dict[str, Any] | None = None, variant: str | None = None) -> dict[str, Any]:
        """Name the word in a sound file of at most 60 s and 10 MB, by a trained variant, by default the best."""
        try:
            return pool.classify(Path(audio["path"]) if audio else None, variant)
        except (AudioError, VariantError) as error:
            raise gr.Error(str(error), print_exception=False) from error

    gr.Button(visible=False).click(
        classify,
        [sound, variant],
        result,
        api_name="classify",
        show_progress="hidden",
        concurrency_limit=4,
        preprocess=False,  # which would leave an empty file behind at each call
    )


def mount(
    pool: ModelPool,
    local_microphone: bool = False,
    records: Path = records.FOLDER,
    access: Access | None = None,
    invites: str = "",
) -> FastAPI:
    """The page with its scripts and example sounds, as one application on one port; for this computer by default."""
    server = FastAPI(title=wording.TITLE, docs_url=None, redoc_url=None, openapi_url=None)
    in_browser.add_routes(server, pool.cards, pool.folder)
    server.mount("/scope", StaticFiles(directory=HERE / "scope"))
    server.mount("/clips", StaticFiles(directory=EXAMPLES))
    server.get("/preview.png")(lambda: FileResponse(PREVIEW))
    own: dict[str, Classifier] = {}
    live_socket.add_routes(server, pool, own)
    add_own_words(server, own)
    many_files_routes.add_routes(server, pool.classifiers, pool.best)
    kept = uploads.add_routes(server)
    server.add_middleware(GZipMiddleware, compresslevel=3)  # the page is mostly text; sound and streams are left alone
    server.add_middleware(JoinedEnds)
    server.add_middleware(BoundedBodies, kept=kept)
    access = access or Access()
    server.add_middleware(Guard, access=access)
    server.add_middleware(Languages)
    server.state.asked = -math.inf
    server.add_middleware(LastRequest)
    server.add_middleware(Proxied, access=access)  # added last, it is asked first
    if local_microphone:
        add_microphone_routes(server)
    use_head(wording.TITLE)
    experiments = Experiments(records)
    pages = {}
    for language in wording.LANGUAGES:
        with wording.speaking(language):
            pages[language] = _page(server, build(pool, experiments, local_microphone, records, invites))
    server.mount("/", InLanguage(pages))
    return server


def _page(server: FastAPI, blocks: gr.Blocks) -> ASGIApp:
    """The page in one language, as an application that begins and ends with the server."""
    gr.mount_gradio_app(
        server,
        blocks,
        path="/",
        root_path="",  # which each request brings, from `Proxied` and `Languages`
        css_paths=[HERE / f"{name}.css" for name in STYLES],
        theme=gr.themes.Base(primary_hue="blue", font=["system-ui", "sans-serif"], font_mono=["ui-monospace"]),
        favicon_path=str(HERE / "scope" / "icon.svg"),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
    )
    mounted = server.router.routes.pop()  # InLanguage chooses among them
    assert isinstance(mounted, Mount)
    sessions.bound(mounted.app)
    blocks._queue.sleep_when_free = PAUSE
    return mounted.app
