"""The atlas: every front end by name, ours and the field's."""

from __future__ import annotations

from dataclasses import replace

from speechcls.frontends.config import FrontEndConfig, KnownFrontEnd, Pcen
from speechcls.frontends.field import SIGNAL
from speechcls.frontends.field_devices import DEVICES
from speechcls.frontends.field_speech import SPEECH

LEVEL = -15.0  # dBFS, about the loudest tenth of a second of a clear word
POWER = FrontEndConfig(window_samples=480, window_norm="energy")
MEL_64 = replace(POWER, n_bands=64)
PCEN = Pcen(sample_scale=2.0**30, start="first frame")  # as of 16-bit samples, so that its floor is below any sound
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
        "logmel-64-levelled": (replace(LOG, n_bands=64, level=LEVEL), "speechcls"),
        "mel-64": (MEL_64, "speechcls"),
        "pcen-64": (replace(MEL_64, pcen=PCEN), "speechcls; after Wang et al. 2017"),
        # The arms of the phase question once more: raw power hears how loud a clip is, and so may they.
        "power-levelled": (replace(POWER, level=LEVEL), "speechcls"),
        "complex-levelled": (replace(POWER, power=None, level=LEVEL), "speechcls"),
        "scrambled-levelled": (replace(POWER, power=None, phase="random", level=LEVEL), "speechcls"),
        "magnitude-levelled": (replace(POWER, power=1.0, level=LEVEL), "speechcls"),
        "wave": (FrontEndConfig(domain="wave"), "speechcls"),
        "spectrum": (FrontEndConfig(domain="spectrum"), "speechcls"),
    }.items()
}

FRONTENDS: dict[str, KnownFrontEnd] = OURS | SIGNAL | SPEECH | DEVICES


def name_of(config: FrontEndConfig) -> str:
    """Name of the first front end with these settings, mean and deviation aside; "" where the atlas has none."""
    return next((name for name, known in FRONTENDS.items() if known.config == config.plain), "")


def by_name(name: str) -> FrontEndConfig:
    """The settings of a front end. Raises ValueError with the names there are."""
    if name in FRONTENDS:
        return FRONTENDS[name].config
    also = next((f"; here it is {own!r}" for own, known in FRONTENDS.items() if name in known.aliases), "")
    raise ValueError(f"No front end is called {name!r}{also}. There are: {', '.join(FRONTENDS)}.")
