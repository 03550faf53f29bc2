"""The browser's microphone: its sound at 16 kHz, its level, and what is said where there is none."""

import json

import numpy as np
import pytest
from playwright.sync_api import Page

from browser.scope import received, run
from speechcls import audio
from speechcls.ui.selection import example_files

METER = """
const host = document.createElement("div");
document.body.append(host);
const meter = new m.Meter(host);
meter.device({ rate: 44100, label: "Headset" });
for (let i = 0; i < 500; i++) meter.push(Float32Array.from({ length: 160 }, (_, n) => given[0] * Math.sin(n / 4)));
await new Promise(requestAnimationFrame);
await new Promise(requestAnimationFrame);
const bar = host.querySelector("[role=meter]");
const hint = host.querySelector(".live-meter-hint").textContent;
return [Number(bar.getAttribute("aria-valuenow")), hint, host.textContent];
"""


@pytest.mark.parametrize(
    ("amplitude", "level", "hint"),
    [
        (1.0, -3, "Too loud: the sound is cut off"),
        (0.1, -23, ""),
        (0.003, -53, "Too quiet"),
        (0, -60, ""),  # that is told elsewhere, by live/silence.js
    ],
)
def test_the_meter_tells_the_level_and_what_to_do(bare: Page, amplitude: float, level: int, hint: str) -> None:
    shown, said, text = run(bare, "live/meter", METER, amplitude)
    assert shown == pytest.approx(level, abs=1)
    assert said.startswith(hint) and bool(said) == bool(hint)
    assert "44.1 kHz · Headset" in text


def test_a_microphones_sound_arrives_at_16_kilohertz_and_unchanged(bare: Page) -> None:
    body = """
      const blocks = [];
      let enough;
      const full = new Promise((resolve) => { enough = resolve; });
      const microphone = await m.openMicrophone({ samples: (block) => blocks.push(block) > 420 && enough() });
      await full;
      microphone.close();
      const count = blocks.length;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return [sent(Float32Array.from(blocks.flatMap((block) => [...block]))), microphone.rate, blocks.length - count];
    """
    text, rate, late = run(bare, "live/capture", body)
    heard = received(text)
    word = audio.read(example_files()["stop"]).samples
    word = word / np.linalg.norm(word)
    matches = np.correlate(heard, word, "valid")
    best = int(np.argmax(matches))
    assert matches[best] > 0.97 * np.linalg.norm(heard[best : best + len(word)])
    assert rate >= 16_000
    assert late == 0


FAILING = """
const devices = navigator.mediaDevices;
const asked = [];
devices.getUserMedia = (wanted) => { asked.push(wanted.audio); return Promise.reject(new DOMException("", given[0])); };
try { await m.openMicrophone({ deviceId: given[1], samples() {} }); } catch (error) {
  return [error.name, error.kind, error.message, asked[0]];
}
"""


@pytest.mark.parametrize(
    ("error", "device", "kind", "remedy"),
    [
        ("NotAllowedError", "", "refused", "Allow it beside the address"),
        ("NotFoundError", "", "absent", "Plug one in"),
        ("OverconstrainedError", "gone", "absent", "Choose another one"),
        ("NotReadableError", "", "busy", "Close that"),
    ],
)
def test_a_microphone_that_is_not_lent_says_why_and_how_to_mend_it(
    bare: Page, error: str, device: str, kind: str, remedy: str
) -> None:
    name, found, sentence, asked = run(bare, "live/capture", FAILING, error, device)
    assert (name, found) == ("MicrophoneError", kind)
    assert remedy in sentence
    assert [asked[part] for part in ("echoCancellation", "noiseSuppression", "autoGainControl")] == [False] * 3
    assert asked.get("deviceId") == ({"exact": device} if device else None)


@pytest.mark.parametrize(
    ("removed", "kind", "remedy"),
    [
        ("Object.defineProperty(window, 'isSecureContext', { value: false });", "insecure", "https or localhost"),
        ("delete window.AudioWorkletNode;", "unsupported", "current Chromium, Firefox or Safari"),
        ("Object.defineProperty(navigator, 'mediaDevices', { value: undefined });", "unsupported", "drop in a file"),
    ],
)
def test_a_page_that_can_have_no_microphone_knows_it_before_asking(
    bare: Page, removed: str, kind: str, remedy: str
) -> None:
    body = f"""{removed}
      const early = m.obstacle();
      const error = await m.openMicrophone({{ samples() {{}} }}).catch((error) => error);
      return [early.kind, early.message, error.kind, await m.devices()];
    """
    early, sentence, late, devices = run(bare, "live/capture", body)
    assert (early, late) == (kind, kind)
    assert remedy in sentence
    assert kind != "unsupported" or "mediaDevices" not in removed or devices == []


def test_the_chosen_device_is_the_one_that_is_opened(bare: Page) -> None:
    body = """
      (await m.openMicrophone({ samples() {} })).close();
      const found = [];
      for (const { deviceId, label } of await m.devices()) {
        const microphone = await m.openMicrophone({ deviceId, samples() {} });
        found.push([label, microphone.label, deviceId === microphone.deviceId]);
        microphone.close();
      }
      return found;
    """
    found = run(bare, "live/capture", body)
    assert len(found) > 1, json.dumps(found)
    assert all(wanted == opened and same for wanted, opened, same in found), json.dumps(found)


def test_unplugging_ends_the_sound_and_says_so(bare: Page) -> None:
    body = """
      const { mediaDevices } = navigator;
      const lend = mediaDevices.getUserMedia.bind(mediaDevices);
      let track;
      mediaDevices.getUserMedia = async (wanted) => {
        const stream = await lend(wanted);
        [track] = stream.getAudioTracks();
        return stream;
      };
      const ended = new Promise((ended) => m.openMicrophone({ samples() {}, ended }));
      while (!track?.onended) await new Promise(requestAnimationFrame);
      track.dispatchEvent(new Event("ended"));
      const error = await ended;
      return [error.kind, error.message, track.readyState];
    """
    kind, sentence, state = run(bare, "live/capture", body)
    assert kind == "unplugged"
    assert "Plug it in again" in sentence
    assert state == "ended"
