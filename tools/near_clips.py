"""Writes test-clips.npz beside a variant: the last numbers of some test clips, by which near ones are found.

python -m tools.near_clips VARIANT DATA
"""

import sys
from pathlib import Path

import numpy as np
import torch

from speechcls.audio import to_float
from speechcls.data.corpus import Corpus, read_corpus
from speechcls.data.waves import load_waves
from speechcls.models import last_layer, variants
from speechcls.models.last_layer import Neighbours
from speechcls.models.variants import Variant

CLIPS = 12  # a word, each of another voice as far as there are so many
SEED = 0


def choose(corpus: Corpus) -> np.ndarray:
    """Indices of CLIPS test clips of each word, one a voice before any voice comes twice."""
    generator = np.random.default_rng(SEED)
    indices: list[int] = []
    for word in range(len(corpus.words)):
        known = np.flatnonzero((corpus.labels == word) & (corpus.official == 2) & ~corpus.pseudo_labelled)
        known = generator.permutation(known)
        seen: dict[str, int] = {}
        turns = [seen.setdefault(voice, -1) for voice in corpus.voices[known]]
        for i, voice in enumerate(corpus.voices[known]):
            turns[i] = seen[voice] = seen[voice] + 1
        indices += sorted(known[np.argsort(turns, kind="stable")][:CLIPS].tolist())
    return np.array(indices)


@torch.inference_mode()
def table(variant: Variant, corpus: Corpus) -> Neighbours:
    indices = choose(corpus)
    waves = torch.from_numpy(to_float(load_waves(corpus)[indices]))
    numbers = torch.cat([last_layer.embed(variant.network, variant.front_end(some)) for some in waves.split(32)])
    return Neighbours.of([corpus.paths[i] for i in indices], numbers.numpy())


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Expected a variant and the folder of Speech Commands: python -m tools.near_clips compact DATA")
    made = table(variants.load(sys.argv[1]), read_corpus(Path(sys.argv[2])))
    target = variants.folder_of(sys.argv[1]) / last_layer.TABLE
    made.save(target)
    print(f"{target}: {len(made.files)} clips, {target.stat().st_size:,} bytes")
