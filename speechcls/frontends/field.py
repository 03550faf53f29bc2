"""The field's front ends by libraries for signals and music, at their defaults but for the rate of 16 kHz."""

from __future__ import annotations

from dataclasses import replace

from speechcls.frontends.config import FrontEndConfig, KnownFrontEnd, Pcen

# fmt: off  (a table: what belongs together stays on its line)
EPS = 2.220446049250313e-16  # of float64

SPECTROGRAM = FrontEndConfig(window_samples=400, hop_samples=200, n_fft=400)
MEL = replace(SPECTROGRAM, n_bands=128)
DB = replace(MEL, log="db", top=80.0, top_over="batch")

LIBROSA = FrontEndConfig(
    window_samples=2048, hop_samples=512, n_fft=2048, edges="zeros", n_bands=128, mel_scale="slaney", band_norm="slaney"
)
LIBROSA_DB = replace(LIBROSA, log="db", top=80.0, top_over="batch")

PSF = FrontEndConfig(
    preemphasis=0.97,
    edges="end",
    window_at="start",
    window="rectangular",
    spectrum_scale=1 / 512,
    n_bands=26,
    triangles="bins",
    log="ln",
    floor=EPS,
    floored="zeros",
    layout="frames, bands",
)
SPEECHPY = FrontEndConfig(
    window_samples=320,
    edges="inside",
    window_at="start",
    window="rectangular",
    spectrum_scale=1 / 512,
    n_bands=40,
    f_min=300.0,
    triangles="half the bins",
    log="ln",
    floor=EPS,
    floored="zeros",
    drop_last=True,
    layout="frames, bands",
)
SMILE = FrontEndConfig(
    sample_scale=32768 / 32767,
    edges="inside",
    window_at="start",
    window="hamming",
    periodic=False,
    n_bands=26,
    f_min=20.0,
    triangles="mel",
    first_bin=2,
    layout="frames, bands",
)
NNAUDIO = replace(LIBROSA, edges="reflect")

OVER_A_BATCH = "The floor lies 80 dB below the loudest value of the whole batch."

SIGNAL: dict[str, KnownFrontEnd] = {
    "torchaudio-spectrogram": KnownFrontEnd(SPECTROGRAM, "torchaudio.transforms.Spectrogram()", "2.11.0"),
    "torchaudio-melspectrogram": KnownFrontEnd(
        MEL, "torchaudio.transforms.MelSpectrogram()", "2.11.0", ("torchaudio-mel",)
    ),
    "torchaudio-melspectrogram-db": KnownFrontEnd(
        DB,
        "torchaudio.transforms.AmplitudeToDB(top_db=80) of MelSpectrogram()",
        "2.11.0",
        batch=OVER_A_BATCH,
        surprise="A quiet clip changes by tens of dB beside a loud one.",
    ),
    "torchaudio-mfcc": KnownFrontEnd(
        replace(DB, n_cepstra=40),
        "torchaudio.transforms.MFCC()",
        "2.11.0",
        batch=OVER_A_BATCH,
        surprise="The mel bands beneath are floored over the batch, so a clip's coefficients depend on its neighbours.",
    ),
    "torchaudio-lfcc": KnownFrontEnd(
        replace(DB, n_cepstra=40, mel_scale="linear"), "torchaudio.transforms.LFCC()", "2.11.0", batch=OVER_A_BATCH
    ),
    "librosa-melspectrogram": KnownFrontEnd(
        LIBROSA,
        "librosa.feature.melspectrogram(sr=16000)",
        "0.11.0",
        ("librosa-mel",),
        surprise="Left at its default rate of 22,050 Hz it gives the same shape with every band 1.38 times too high.",
    ),
    "librosa-power_to_db": KnownFrontEnd(
        LIBROSA_DB, "librosa.power_to_db(melspectrogram)", "0.11.0", ("librosa-logmel",), batch=OVER_A_BATCH
    ),
    "librosa-amplitude_to_db": KnownFrontEnd(
        replace(LIBROSA_DB, n_bands=0, reference="maximum"),
        "librosa.amplitude_to_db(|stft|, ref=np.max)",
        "0.11.0",
        batch=OVER_A_BATCH,
    ),
    "librosa-mfcc": KnownFrontEnd(
        replace(LIBROSA_DB, n_cepstra=20), "librosa.feature.mfcc(sr=16000)", "0.11.0", batch=OVER_A_BATCH
    ),
    "librosa-pcen": KnownFrontEnd(
        replace(LIBROSA, power=1.0, pcen=Pcen(sample_scale=2.0**31)),
        "librosa.pcen(melspectrogram(power=1) * 2**31, sr=16000)",
        "0.11.0",
        ("pcen",),
        surprise="The smoother starts at 1 whatever the clip, which samples in [-1, 1] take a second to forget.",
    ),
    "python_speech_features-mfcc": KnownFrontEnd(
        replace(PSF, n_cepstra=13, lifter=22, energy="c0", energy_of="spectrum"),
        "python_speech_features.mfcc()",
        "0.6",
        ("psf-mfcc",),
        surprise="No window at all, and coefficient 0 is the log energy of the frame.",
    ),
    "python_speech_features-fbank": KnownFrontEnd(
        replace(PSF, log=""), "python_speech_features.fbank()[0]", "0.6", ("psf-fbank",)
    ),
    "python_speech_features-logfbank": KnownFrontEnd(
        PSF,
        "python_speech_features.logfbank()",
        "0.6",
        ("psf-logfbank",),
        surprise="Silence gives ln(2.2e-16) = -36.04, a power floor that moves with no scale of the samples.",
    ),
    "speechpy-mfcc": KnownFrontEnd(
        replace(SPEECHPY, n_cepstra=13, energy="c0", energy_of="spectrum"), "speechpy.feature.mfcc()", "2.4"
    ),
    "speechpy-lmfe": KnownFrontEnd(
        SPEECHPY,
        "speechpy.feature.lmfe()",
        "2.4",
        surprise="Its filters are placed as if there were half as many bins: nothing above 4 kHz is looked at.",
    ),
    "nnaudio-melspectrogram": KnownFrontEnd(NNAUDIO, "nnAudio.features.MelSpectrogram(sr=16000)", "0.3.4"),
    "nnaudio-mfcc": KnownFrontEnd(
        replace(NNAUDIO, log="db", top=80.0, n_cepstra=20), "nnAudio.features.MFCC(sr=16000)", "0.3.4"
    ),
    "torchlibrosa": KnownFrontEnd(
        replace(LIBROSA_DB, edges="reflect", n_bands=64, layout="frames, bands"),
        "torchlibrosa.LogmelFilterBank(sr=16000) of Spectrogram()",
        "0.1.0",
        batch=OVER_A_BATCH,
    ),
    "panns": KnownFrontEnd(
        FrontEndConfig(
            window_samples=512,
            n_bands=64,
            f_min=50.0,
            mel_scale="slaney",
            band_norm="slaney",
            log="db",
            layout="frames, bands",
        ),
        "torchlibrosa.LogmelFilterBank, with the settings of PANNs at 16 kHz",
        "0.1.0",
        ("cnn14-16k",),
    ),
    "vggish": KnownFrontEnd(
        FrontEndConfig(
            edges="inside",
            window_at="start",
            power=1.0,
            n_bands=64,
            f_min=125.0,
            f_max=7500.0,
            triangles="mel",
            log="ln",
            floor=0.01,
            floored="added",
            layout="frames, bands",
        ),
        "torchvggish.mel_features.log_mel_spectrogram",
        "0.2",
        surprise="Magnitudes, not powers, go through the filters, and 0.01 is added before the logarithm.",
    ),
    "gammatone": KnownFrontEnd(
        FrontEndConfig(
            n_fft=1024,
            edges="inside",
            power=1.0,
            spectrum_scale=1 / 1024,
            n_bands=64,
            f_min=50.0,
            triangles="gammatone",
        ),
        "gammatone.fftweight.fft_gtgram(wave, 16000, 0.025, 0.010, 64, 50)",
        "1.0.3",
        surprise="Where hops fill the clip exactly, the library leaves the last frame 0; here it is computed.",
    ),
    "opensmile-melspec": KnownFrontEnd(
        SMILE,
        "opensmile cMelspec: 26 bands from 20 to 8000 Hz, frames of 25 ms every 10",
        "2.6.0",
        surprise="The first bin above the lowest frequency has no weight in any filter.",
    ),
    "opensmile-mfcc": KnownFrontEnd(
        replace(SMILE, log="ln", floor=1e-8, n_cepstra=13, dct="equal", lifter=22),
        "opensmile cMfcc of cMelspec",
        "2.6.0",
        surprise="Coefficient 0 is the root of 2 larger than an orthonormal cosine transform makes it.",
    ),
    "essentia-mfcc": KnownFrontEnd(
        FrontEndConfig(
            edges="end",
            window_at="start",
            periodic=False,
            window_norm="sum",
            spectrum_scale=4.0,
            n_bands=40,
            triangles="mel",
            band_norm="sum",
            log="db of amplitudes",
            n_cepstra=13,
            layout="frames, bands",
        ),
        "essentia.standard.MFCC(highFrequencyBound=8000) of Spectrum, Windowing, FrameGenerator",
        "2.1b6.dev1389",
        surprise="Powers become decibels as if they were amplitudes, twice as many as there are.",
    ),
    "audioflux-mel": KnownFrontEnd(
        FrontEndConfig(window_samples=512, edges="inside", n_bands=40),
        "audioflux.mel_spectrogram(num=40, radix2_exp=9, samplate=16000, slide_length=160)",
        "0.1.9",
        surprise="Its style SLANEY lies on the HTK scale, and all powers double once torch was imported before it.",
    ),
}
