"""Listening in Firefox: frames a second, the rate at which sound arrives, words caught from a PulseAudio microphone.

    PYTHONPATH=.:tests python tests/browser/firefox.py

It needs what nothing else here does: on Debian firefox-esr and pulseaudio, from pip selenium, and geckodriver on the
path.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from serving import serving
from speechcls import audio
from speechcls.audio import SAMPLE_RATE
from speechcls.ui.selection import example_files

PAUSE = 0.75  # s between two words
PULSE = (
    "module-native-protocol-unix",
    "module-null-sink sink_name=room",
    "module-remap-source master=room.monitor source_name=microphone source_properties=device.description=Room",
)
# Leaves [frames a second, samples a second, how many of four pictures moved] on the page. It is a module of the page
# itself, since a script that the driver runs can't import one.
WATCH = """
  const module = document.createElement("script");
  module.type = "module";
  module.textContent = `
    import { parts } from "${new URL("scope/page.js", document.baseURI)}";
    const looks = new Set();
    const look = () =>
      document.querySelectorAll(".pictures canvas").forEach((canvas, i) => looks.add(i + canvas.toDataURL()));
    const [from, begun] = [parts.listen.ring.position, performance.now()];
    let [frames, looked] = [0, 0];
    const frame = () => {
      frames += 1;
      const past = (performance.now() - begun) / 1000;
      if (past > 5 * looked) look(looked++);
      if (past < ${arguments[0]}) return requestAnimationFrame(frame);
      const moved = [0, 1, 2, 3].filter((i) => [...looks].filter((one) => one.startsWith(i)).length > 1).length;
      window.measured = [frames / past, (parts.listen.ring.position - from) / past, moved];
    };
    requestAnimationFrame(frame);
  `;
  document.head.append(module);
"""


def words() -> tuple[list[str], np.ndarray]:
    """The shipped examples of one word each, one after the other, and what they say."""
    files = [file for name, file in example_files().items() if "-" not in name]
    pause = np.zeros(round(PAUSE * SAMPLE_RATE), np.float32)
    sounds = [part for file in files for part in (audio.read(file).second(), pause)]
    return [file.stem for file in files], np.concatenate(sounds)


@contextlib.contextmanager
def microphone(folder: Path) -> Iterator[dict[str, str]]:
    """Environment of a program whose only microphone hears what is played to the sink `room`."""
    environment = os.environ | {"XDG_RUNTIME_DIR": str(folder), "PULSE_SERVER": f"unix:{folder}/pulse/native"}
    loads = [part for module in PULSE for part in ("-L", module)]
    command = ["pulseaudio", "-n", "--exit-idle-time=-1", "--daemonize=no", "--log-target=null", *loads]
    server = subprocess.Popen(command, env=environment)
    try:
        yield environment
    finally:
        server.terminate()
        server.wait(timeout=10)


def listen(address: str, environment: dict[str, str], sound: Path, seconds: float) -> tuple[list[float], list[str]]:
    """What WATCH measures, and the words caught while the sound is played once."""
    from selenium import webdriver
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    options = webdriver.FirefoxOptions()
    options.add_argument("-headless")
    options.binary_location = shutil.which("firefox-esr") or shutil.which("firefox") or ""
    options.set_preference("media.navigator.permission.disabled", True)
    service = webdriver.FirefoxService(executable_path=shutil.which("geckodriver"), env=environment)
    with webdriver.Firefox(options=options, service=service) as browser:
        browser.get(address)
        wait = WebDriverWait(browser, 60)
        wait.until(lambda page: page.find_elements(By.CSS_SELECTOR, ".answer-inputs .panel"))
        browser.find_element(By.CSS_SELECTOR, ".listen").click()
        wait.until(lambda page: page.find_elements(By.CSS_SELECTOR, ".panel.live canvas"))
        time.sleep(3)
        playing = subprocess.Popen(["paplay", "--device=room", str(sound)], env=environment)
        browser.execute_script(WATCH, seconds)
        playing.wait()
        measured = wait.until(lambda page: page.execute_script("return window.measured"))
        time.sleep(1.5)
        caught = [li.get_attribute("data-word") for li in browser.find_elements(By.CSS_SELECTOR, "#detections li")]
    return measured, caught


def main(arguments: list[str] | None = None) -> None:
    argparse.ArgumentParser(description=__doc__).parse_args(arguments)
    said, sound = words()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        soundfile.write(folder / "words.wav", sound, SAMPLE_RATE)
        environment = stack.enter_context(microphone(folder))
        address = stack.enter_context(serving(folder))
        measured, caught = listen(address, environment, folder / "words.wav", len(sound) / SAMPLE_RATE)
    frames, rate, moved = measured
    print(f"{frames:.1f} frames a second; {rate:.0f} samples a second; {moved} of 4 pictures moved")
    print(f"said:   {' '.join(said)}\ncaught: {' '.join(caught)}")


if __name__ == "__main__":
    main()
