"""The lines of Python that compute what a picture shows, to be copied from the page and run anywhere."""

from __future__ import annotations

from speechcls.frontends.config import FrontEndConfig

HEAD = """\
import numpy as np
import speechcls

"""
SECOND = HEAD + 'second = speechcls.read("{file}").second({start}).astype(np.float64)  # 16,000 samples, mono\n'
TORCH = """\
import speechcls
import torch
import torchaudio

second = torch.tensor(speechcls.read("{file}").second({start}))  # 16,000 samples, mono
"""
# By picture, and where its settings make it another one also by these; {values} are filled in by scope/python.js.
PICTURES = {
    "waveform": HEAD
    + """\
samples = speechcls.read("{file}").samples  # mono
times = np.arange(len(samples)) / 16_000  # s
""",
    "spectrum-seen": SECOND
    + """\
power = np.abs(np.fft.rfft(second))[:8_000] ** 2  # one value a hertz
weights = np.hanning(43)[1:-1]
smoothed = np.convolve(np.pad(power, 20, mode="reflect"), weights / weights.sum(), "valid")
each_hertz = 10 * np.log10(np.maximum(power, 1e-12) / 8_000**2)  # dB
average = 10 * np.log10(np.maximum(smoothed, 1e-12) / 8_000**2)  # dB
""",
    "spectrum-chapter": SECOND + "magnitudes = np.abs(np.fft.rfft(second))[:8_000]  # one a hertz\n",
    "spectrogram-seen": TORCH
    + """\
spectrogram = torchaudio.transforms.Spectrogram(n_fft={samples}, hop_length={hop}, normalized=True)
levels = 10 * torch.log10(spectrogram(second).clamp(min=1e-20))  # dB, (frequencies, moments)
""",
    "spectrogram-chapter": TORCH
    + """\
spectrogram = torchaudio.transforms.Spectrogram(n_fft={samples}, hop_length={hop}, normalized=True)
values = spectrogram(second) ** ({power} / 2)  # (frequencies, moments)
""",
    "mel-filters": TORCH
    + """\
spectrogram = torchaudio.transforms.Spectrogram(n_fft=512, win_length=480, hop_length=160, normalized=True)
filters = torchaudio.functional.melscale_fbanks(257, 0.0, 8_000.0, {filters}, 16_000)  # a column each
energies = filters.T @ spectrogram(second).mean(dim=1)
heights = (1 + 10 * torch.log10(energies / energies.max()) / 60).clamp(min=0)
""",
}


def front_end(config: FrontEndConfig) -> str:
    """Lines that make `features`, a network's input of the chosen second, by torchaudio where its transforms do."""
    if config.domain == "wave":
        return _scaled("features = second", config)
    if config.domain == "spectrum":
        return _scaled('features = torch.fft.rfft(second, norm="ortho").abs()[:8_000]', config)
    if _is_torchaudios(config):
        return _by_torchaudio(config)
    settings = f"speechcls.FrontEndConfig.from_settings({config.settings()!r})"
    return TORCH.replace("import torchaudio\n", "") + (
        f"front_end = speechcls.FrontEnd({settings})\nfeatures = front_end(second[None])[0]\n"
    )


def _is_torchaudios(config: FrontEndConfig) -> bool:
    """Whether nothing is set but what torchaudio's Spectrogram and MelScale take, a logarithm, and the scale."""
    known = {"window_samples", "hop_samples", "n_fft", "window_norm", "power", "n_bands", "f_min", "f_max"}
    known |= {"log", "floor", "floored", "mean", "deviation"}
    plain = config.window_norm == "energy" and (not config.log or (config.log, config.floored) == ("ln", "added"))
    return plain and set(config.settings()) <= known


def _by_torchaudio(config: FrontEndConfig) -> str:
    lengths = f"n_fft={config.n_fft}, win_length={config.window_samples}, hop_length={config.hop_samples}"
    lines = [
        f"spectrogram = torchaudio.transforms.Spectrogram({lengths}, power={config.power}, normalized=True)",
        "features = spectrogram(second)",
    ]
    if config.power is None:
        lines.append("features = torch.stack([features.real, features.imag])")
    if config.n_bands:
        sizes = f"{config.n_bands}, 16_000, {config.f_min}, {config.f_max}, n_stft={config.n_fft // 2 + 1}"
        lines.append(f"features = torchaudio.transforms.MelScale({sizes})(features)")
    if config.log:
        lines.append(f"features = torch.log(features + {config.floor})")
    return _scaled("\n".join(lines), config)


def _scaled(lines: str, config: FrontEndConfig) -> str:
    head = TORCH if "torchaudio" in lines else TORCH.replace("import torchaudio\n", "")
    if config.is_standardised:
        lines += f"\nfeatures = (features - {config.mean}) / {config.deviation}  # of the training clips"
    return f"{head}{lines}\n"
