#!/usr/bin/env bash
# transformers' Wav2Vec2Model hides 37 % of a word of one second in training by settings that say 5 %: mask_time_prob is 0.05,
# but each clip gets at least mask_time_min_masks = 2 masks of 10 frames, and a second has 49. At 30 s it is 5 %. HuBERT and
# WavLM do the same. So who fine-tunes them on keywords teaches words of which over a third is missing, of half a second 63 %.
# Guess beforehand: mask_time_prob is the share of frames that is hidden, so 5 % of a clip of any length.
# Instead: shorter masks, mask_time_length=2 and mask_time_min_masks=1, or apply_spec_augment=False. With min_masks=0 alone a
# batch has a mask of 10 frames in all of its clips or in none, since one random number rounds for all.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check transformers==5.24.0 torch==2.11.0 numpy==2.4.6
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import numpy as np
import torch
import transformers

torch.manual_seed(0)
np.random.seed(0)  # by which masks are drawn
SMALL = {
    "hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32, "conv_dim": [16] * 7
}  # everything else as it comes; a network's size changes no mask


def hidden(family, seconds, clips, **settings):
    """Share of frames (clips,) that training replaces by the mask, and how many there are."""
    config = getattr(transformers, f"{family}Config")(**SMALL, **settings)
    model = getattr(transformers, f"{family}Model")(config).train()
    given = []
    model.encoder.register_forward_pre_hook(
        lambda _, args, named: given.append(args[0] if args else named["hidden_states"]), with_kwargs=True
    )
    with torch.no_grad():
        model(torch.randn(clips, round(16_000 * seconds)))
    masked = (given[0] == model.masked_spec_embed).all(dim=2)
    return masked.float().mean(dim=1), masked.shape[1]


probability = transformers.Wav2Vec2Config().mask_time_prob
print(f"transformers {transformers.__version__}, mask_time_prob={probability}; hidden in training:")
shares = {}
for seconds, clips in ((0.5, 200), (1, 200), (2, 100), (10, 20), (30, 10)):
    share, frames = hidden("Wav2Vec2", seconds, clips)
    shares[seconds] = float(share.mean())
    print(f"Wav2Vec2, {seconds} s, {frames} frames: {share.mean():.1%} of a clip on average, from {share.min():.0%} to "
          f"{share.max():.0%}")
others = {family: float(hidden(family, 1, 200)[0].mean()) for family in ("Hubert", "WavLM")}
print("one second in others: " + ", ".join(f"{family} {share:.1%}" for family, share in others.items()))
short = float(hidden("Wav2Vec2", 1, 200, mask_time_length=2, mask_time_min_masks=1)[0].mean())
print(f"Wav2Vec2 with mask_time_length=2 and mask_time_min_masks=1, one second: {short:.1%}")
batches = [hidden("Wav2Vec2", 1, 8, mask_time_min_masks=0)[0] for _ in range(40)]
rounded = {round(float(share), 2) for batch in batches for share in batch}
together = all(batch.unique().numel() == 1 for batch in batches)
print(f"with mask_time_min_masks=0, 40 batches of 8: shares of {sorted(rounded)}, "
      f"{'alike' if together else 'not alike'} in each batch")
many = shares[0.5] > 0.5 and all(0.3 < share < 0.4 for share in (shares[1], *others.values()))
few = all(0.03 < share < 0.07 for share in (probability, shares[30], short))
sys.exit(not (many and few and together and rounded == {0, 0.2}))
PY
