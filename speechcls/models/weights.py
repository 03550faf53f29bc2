"""A network's weights as they are shipped and restored, and its logits in PyTorch."""

from __future__ import annotations

import os

import numpy as np
import safetensors.torch
import torch
from torch import nn

from speechcls.frontends.module import FrontEnd
from speechcls.models.networks import MODELS

# A pool of threads doesn't survive a fork: with more than one thread, torch would wait for ever in the child.
if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=lambda: torch.set_num_threads(1))


@torch.inference_mode(False)  # or, first asked for by what only answers, they could never be explained by gradients
def restore(network: str, sizes: dict[str, int], weights: bytes) -> nn.Module:
    """The network of this name in MODELS with these shipped weights. Raises ValueError where they don't fit."""
    if network not in MODELS:
        raise ValueError(f"its network {network!r} is unknown; there are: {', '.join(MODELS)}")
    state = unpack(weights)
    with torch.device("meta"):  # shapes without memory, whatever sizes a damaged card names
        shapes = {k: v.shape for k, v in MODELS[network](**sizes).state_dict().items()}
    if {k: v.shape for k, v in state.items()} != shapes:
        raise ValueError("its weights don't have the shapes of the network on its card")
    restored = MODELS[network](**sizes)
    restored.load_state_dict(state)
    # torch's types don't know that a module has a memory format.
    return restored.eval().to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def pack(network: nn.Module) -> bytes:
    """A network's weights as they are shipped: floating-point numbers in half precision."""
    state = {k: (v.half() if v.is_floating_point() else v).contiguous() for k, v in network.state_dict().items()}
    return safetensors.torch.save(state)


def unpack(weights: bytes) -> dict[str, torch.Tensor]:
    """A network's state from its shipped form, floating-point numbers in single precision again."""
    state = safetensors.torch.load(weights)
    return {k: v.float() if v.is_floating_point() else v for k, v in state.items()}


@torch.inference_mode()
def logits(network: nn.Module, front_end: FrontEnd, waves: np.ndarray) -> np.ndarray:
    """Logits (batch, words) of float32 waves (batch, 16000)."""
    return network(front_end(torch.from_numpy(waves)).to(memory_format=torch.channels_last)).numpy()
