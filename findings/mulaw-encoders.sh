#!/usr/bin/env bash
# FFmpeg, libsndfile and Python's audioop write the same samples as different bytes of G.711 mu-law, the telephone's; with
# FFmpeg -1 becomes -8, so that a faint hiss gets an offset. As they read them all agree.
# Guess beforehand: a standard of 1972 for 8 bits has one right byte for each sample, so all encoders write the same.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    av==18.1.0 soundfile==0.14.0 numpy==2.4.6 'audioop-lts==0.2.2; python_version >= "3.13"'
"$folder/venv/bin/python" -W ignore - <<'PY'
import audioop
import io
import sys
from fractions import Fraction

import av
import numpy as np
import soundfile

RAW = {"format": "RAW", "subtype": "ULAW"}


def codec(mode):
    made = av.CodecContext.create("pcm_mulaw", mode)
    made.layout, made.sample_rate = "mono", 8_000
    return made


def by_ffmpeg(samples):
    frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
    frame.sample_rate = 8_000
    encoder = codec("w")
    encoder.format, encoder.time_base = "s16", Fraction(1, 8_000)
    return b"".join(bytes(packet) for packet in (*encoder.encode(frame), *encoder.encode(None)))


def by_libsndfile(samples):
    file = io.BytesIO()
    soundfile.write(file, samples, 8_000, **RAW)
    return file.getvalue()


def read(data):
    """Samples of the bytes by all three, which have to agree."""
    one = soundfile.read(io.BytesIO(data), channels=1, samplerate=8_000, dtype="int16", **RAW)[0]
    other = np.concatenate([part.to_ndarray()[0] for part in codec("r").decode(av.Packet(data))])
    assert np.array_equal(one, other) and one.tobytes() == audioop.ulaw2lin(data, 2)
    return one


def by_audioop(samples):
    return audioop.lin2ulaw(samples.tobytes(), 2)


encoders = {"FFmpeg": by_ffmpeg, "libsndfile": by_libsndfile, "audioop": by_audioop}
few = np.arange(-10, 11, dtype=np.int16)
hiss = np.round(2 * np.random.default_rng(0).standard_normal(16_000)).astype(np.int16)
print(f"PyAV {av.__version__}, soundfile {soundfile.__version__}, audioop of Python {sys.version.split()[0]}: mu-law.")
print(f"samples {few.tolist()}")
backs = {}
for name, encode in encoders.items():
    backs[name] = read(encode(few))
    print(f"{name} {backs[name].tolist()}; a hiss of mean {hiss.mean():.2f} has then {read(encode(hiss)).mean():.2f}")
every = np.arange(-32_768, 32_768).astype(np.int16)
data = {name: np.frombuffer(encode(every), np.uint8) for name, encode in encoders.items()}
apart = {name: np.mean(data[name] != data["libsndfile"]) for name in encoders}
quiet = np.mean(np.frombuffer(by_ffmpeg(hiss), np.uint8) != np.frombuffer(by_libsndfile(hiss), np.uint8))
print(f"of all 65,536 samples other bytes than libsndfile's: FFmpeg {100 * apart['FFmpeg']:.1f} %, audioop "
      f"{100 * apart['audioop']:.1f} %; of the hiss FFmpeg {100 * quiet:.0f} %.")
sys.exit(not (apart["FFmpeg"] > 0.01 and apart["audioop"] > 0.001 and quiet > 0.2 and backs["FFmpeg"][9] == -8))
PY
