"""The atlas: every front end by name, ours and the field's."""

from __future__ import annotations

from dataclasses import replace

from speechcls.frontends.config import FrontEndConfig, KnownFrontEnd
from speechcls.frontends.field import SIGNAL
from speechcls.frontends.field_devices import DEVICES
from speechcls.frontends.field_speech import SPEECH

POWER = FrontEndConfig(window_samples=480, window_norm="energy")
LOG = replace(POWER, log="ln", floor=1e-6, floored="added")

OURS: dict[str, KnownFrontEnd] = {
    name: KnownFrontEnd(config, source)
    for name, (config, source) in {
        "power": (POWER, "speechcls; the chapter's"),
        "mel": (replace(POWER, n_bands=128), "speechcls; the chapter's"),
        "complex": (replace(POWER, power=None), "speechcls; the chapter's"),
        "scrambled": (replace(POWER, power=None, phase="random"), "speechcls"),
        "magnitude": (replace(POWER, power=1.0), "speechcls"),
        "logpower": (LOG, "speechcls"),
        "logmel": (replace(LOG, n_bands=128), "speechcls"),
        "logmel-64": (replace(LOG, n_bands=64), "speechcls"),
        "logmel-64-levelled": (replace(LOG, n_bands=64, level=-15.0), "speechcls"),
        "power-levelled": (replace(POWER, level=-15.0), "speechcls"),
        "complex-levelled": (replace(POWER, power=None, level=-15.0), "speechcls"),
        "magnitude-levelled": (replace(POWER, power=1.0, level=-15.0), "speechcls"),
        "wave": (FrontEndConfig(domain="wave"), "speechcls"),
        "spectrum": (FrontEndConfig(domain="spectrum"), "speechcls"),
    }.items()
}

FRONTENDS: dict[str, KnownFrontEnd] = OURS | SIGNAL | SPEECH | DEVICES
