"""Memory that was freed is given back, which is seen from outside."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

# Blocks below the size that glibc maps apart, freed but for the last, which keeps the heap from shrinking by itself.
CROWD = """
import os
from pathlib import Path
import numpy as np
from speechcls.ui.freed_memory import give_back

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

before = resident()
blocks = [np.ones(8_000, np.uint8) for _ in range(10_000)]
last = blocks.pop()
del blocks
freed = resident()
give_back()
print(before, freed, resident())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc" or not Path("/proc/self/statm").exists(), reason="no glibc")
def test_what_was_freed_below_a_block_in_use_leaves_the_process():
    before, freed, after = map(int, subprocess.check_output([sys.executable, "-c", CROWD], text=True).split())
    assert freed - before > 60e6  # glibc keeps it
    assert after - before < 10e6


def test_another_c_library_is_left_alone(monkeypatch):
    from speechcls.ui import freed_memory

    monkeypatch.setattr(freed_memory.ctypes, "CDLL", lambda name: object())
    freed_memory._trim.cache_clear()
    freed_memory.give_back()
    assert freed_memory._trim() is None
    freed_memory._trim.cache_clear()
