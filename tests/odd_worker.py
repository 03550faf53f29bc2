"""A worker that does as it is told, in the place of one that a damaged file leads astray."""

import os
import sys
import time

import numpy as np

from speechcls.audio import AudioError, Clip
from speechcls.audio.worker import serve


def obey(data: bytes, name: str) -> Clip:
    if data == b"die":
        os.abort()
    if data == b"sleep":
        time.sleep(60)
    if data == b"allocate":
        np.ones(2**40, np.uint8)
    if data == b"print":
        os.write(1, b"noise on stdout")
        os.write(2, b"noise on stderr")
    if data == b"refuse":
        raise AudioError(f"{name} is refused.")
    return Clip(np.full(100, 0.5), name, missing=os.getpid())


if __name__ == "__main__":
    serve(obey, int(sys.argv[1]), float(sys.argv[2]), 1000)
