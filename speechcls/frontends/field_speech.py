"""The front ends of the field's speech recognisers, and of the toolkits they were trained with."""

from __future__ import annotations

from dataclasses import replace

from speechcls.frontends.config import FrontEndConfig, KnownFrontEnd

# fmt: off  (a table: what belongs together stays on its line)
EPSILON = 1.1920928955078125e-07  # of float32
INT16 = 32768.0

WHISPER = FrontEndConfig(
    pad_seconds=30.0,
    n_fft=400,
    drop_last=True,
    n_bands=80,
    mel_scale="slaney",
    band_norm="slaney",
    log="log10",
    top=8.0,
    offset=4.0,
    gain=0.25,
)
KALDI = FrontEndConfig(
    preemphasis=0.97,
    preemphasis_of="frame",
    edges="inside",
    window_at="start",
    remove_dc=True,
    window="povey",
    periodic=False,
    n_bands=23,
    f_min=20.0,
    triangles="mel",
    last_bin=False,
    log="ln",
    floor=EPSILON,
    layout="frames, bands",
)
KALDI_MFCC = replace(KALDI, n_cepstra=13, lifter=22)
KALDI_80 = replace(KALDI, n_bands=80)
PARAKEET = FrontEndConfig(
    preemphasis=0.97,
    edges="zeros",
    periodic=False,
    n_bands=80,
    mel_scale="slaney",
    band_norm="slaney",
    log="ln",
    floor=2.0**-24,
    floored="added",
    mask_last=True,
    mean_over="band",
    deviation_eps=1e-5,
    deviation_ddof=1,
    layout="frames, bands",
)
SPEECHBRAIN = FrontEndConfig(
    n_fft=400,
    edges="zeros",
    window="hamming",
    n_bands=40,
    triangles="equal sides",
    log="db",
    top=80.0,
    layout="frames, bands",
)

SPEECH: dict[str, KnownFrontEnd] = {
    "whisper-80": KnownFrontEnd(
        WHISPER,
        "whisper.log_mel_spectrogram(pad_or_trim(wave))",
        "20250625",
        ("whisper", "openai-whisper"),
        batch="openai-whisper takes the maximum over the batch, transformers of each clip.",
        surprise="Every clip is 3,000 frames, and its floor hangs on its own loudest value.",
    ),
    "whisper-128": KnownFrontEnd(
        replace(WHISPER, n_bands=128),
        "whisper.log_mel_spectrogram(pad_or_trim(wave), 128)",
        "20250625",
        ("whisper-large-v3",),
        batch="As with 80 bands.",
    ),
    "whisper-80-unpadded": KnownFrontEnd(
        replace(WHISPER, pad_seconds=0.0),
        "whisper.log_mel_spectrogram(wave)",
        "20250625",
    ),
    "kaldi-fbank": KnownFrontEnd(
        KALDI,
        "torchaudio.compliance.kaldi.fbank()",
        "2.11.0",
        ("torchaudio-kaldi-fbank", "fbank"),
        surprise="Kaldi means 16-bit samples: on samples in [-1, 1] all is 20.79 lower, and floored the earlier.",
    ),
    "kaldi-mfcc": KnownFrontEnd(
        KALDI_MFCC,
        "torchaudio.compliance.kaldi.mfcc()",
        "2.11.0",
        ("torchaudio-kaldi-mfcc",),
    ),
    "kaldi-spectrogram": KnownFrontEnd(
        replace(KALDI, n_bands=0, energy="c0", energy_floor=1.0),
        "torchaudio.compliance.kaldi.spectrogram()",
        "2.11.0",
        surprise="Bin 0 is not that of 0 Hz but the log energy of the frame.",
    ),
    "kaldi-native-fbank": KnownFrontEnd(
        KALDI,
        "kaldi_native_fbank.OnlineFbank(FbankOptions(dither=0))",
        "1.23.0",
        ("knf-fbank",),
        surprise="It dithers by 3e-5 by default, which is far above the floor on samples in [-1, 1].",
    ),
    "kaldi-native-mfcc": KnownFrontEnd(
        replace(KALDI_MFCC, energy="c0"),
        "kaldi_native_fbank.OnlineMfcc(MfccOptions(dither=0))",
        "1.23.0",
        ("knf-mfcc",),
        surprise="Coefficient 0 is the log energy of the frame here, and not in torchaudio's Kaldi.",
    ),
    "kaldi-fbank-sherpa-onnx": KnownFrontEnd(
        replace(KALDI_80, edges="mirror", f_max=7600.0),
        "kaldi_native_fbank.OnlineFbank(num_bins=80, high_freq=-400, snip_edges=False, dither=0)",
        "1.23.0",
        ("sherpa-onnx", "icefall", "zipformer"),
        setting_of="kaldi-fbank",
    ),
    "kaldi-fbank-wenet": KnownFrontEnd(
        replace(KALDI_80, sample_scale=INT16),
        "torchaudio.compliance.kaldi.fbank(wave * 32768, num_mel_bins=80)",
        "2.11.0",
        ("wenet",),
        setting_of="kaldi-fbank",
    ),
    "kaldi-fbank-wespeaker": KnownFrontEnd(
        replace(KALDI_80, sample_scale=INT16, window="hamming", mean_over="band"),
        "torchaudio.compliance.kaldi.fbank(wave * 32768, num_mel_bins=80, window_type='hamming'), mean subtracted",
        "2.11.0",
        ("wespeaker", "3d-speaker"),
        setting_of="kaldi-fbank",
    ),
    "lhotse-fbank": KnownFrontEnd(
        replace(KALDI_80, edges="mirror", f_max=7600.0),
        "lhotse.Fbank()",
        "1.33.0",
        ("k2",),
        batch="The last frame of a shorter clip sees the zeros of the padding, where alone it is mirrored.",
    ),
    "speech2text": KnownFrontEnd(
        replace(KALDI_80, sample_scale=INT16, mean_over="band", deviation_eps=0.0),
        "transformers.Speech2TextFeatureExtractor()",
        "5.24.0",
        ("s2t",),
        surprise="Divides by the deviation with nothing added: silence, or an empty band of 128, gives no number.",
    ),
    "seamless-m4t": KnownFrontEnd(
        replace(KALDI_80, sample_scale=INT16, mean_over="band", deviation_eps=0.0, variance_eps=1e-7, deviation_ddof=1),
        "transformers.SeamlessM4TFeatureExtractor(), before two frames become one row",
        "5.24.0",
        ("wav2vec2-bert",),
    ),
    "ast": KnownFrontEnd(
        replace(
            KALDI,
            window="hann",
            n_bands=128,
            n_frames=1024,
            offset=4.2677393,
            gain=1 / (2 * 4.5689974),
        ),
        "transformers.ASTFeatureExtractor()",
        "5.24.0",
        ("audio-spectrogram-transformer",),
        surprise="98 frames of a second are followed by 926 that are 0 before the mean is taken off, so 0.467 after.",
    ),
    "ast-unpadded": KnownFrontEnd(
        replace(KALDI, window="hann", n_bands=128, offset=4.2677393, gain=1 / (2 * 4.5689974)),
        "torchaudio.compliance.kaldi.fbank(num_mel_bins=128, window_type='hanning'), normalised as AST's",
        "2.11.0",
        setting_of="ast",
    ),
    "wav2vec2": KnownFrontEnd(
        FrontEndConfig(domain="wave", wave_eps=1e-7),
        "transformers.Wav2Vec2FeatureExtractor()",
        "5.24.0",
        ("hubert", "wavlm"),
        batch="Without an attention mask the padding counts in mean and variance.",
    ),
    "parakeet": KnownFrontEnd(
        PARAKEET,
        "transformers.ParakeetFeatureExtractor()",
        "5.24.0",
        ("nemo-80", "nemo-logmel"),
        batch="Padding is left out of mean and deviation.",
        surprise="The 101st frame is computed, left out of the mean and then set to 0.",
    ),
    "parakeet-128": KnownFrontEnd(
        replace(PARAKEET, n_bands=128),
        "transformers.ParakeetFeatureExtractor(feature_size=128)",
        "5.24.0",
        ("nemo-128", "canary"),
        batch="As with 80 bands.",
    ),
    "nemo": KnownFrontEnd(
        replace(PARAKEET, layout="bands, frames", frames_multiple=16),
        "nemo AudioToMelSpectrogramPreprocessor(features=80, window_size=0.025), its class FilterbankFeatures",
        "3.0.0",
        batch="Padding is left out of mean and deviation; frames of zeros follow up to a multiple of 16.",
        surprise="Of a second's 112 frames the last 12 are 0: the 101st, as in Parakeet's, and those up to a multiple.",
    ),
    "speecht5": KnownFrontEnd(
        FrontEndConfig(
            window_samples=1024,
            hop_samples=256,
            n_fft=1024,
            power=1.0,
            n_bands=80,
            f_min=80.0,
            f_max=7600.0,
            mel_scale="slaney",
            band_norm="slaney",
            log="log10",
            layout="frames, bands",
        ),
        "transformers.SpeechT5FeatureExtractor()(audio_target=wave)",
        "5.24.0",
    ),
    "speechbrain-fbank": KnownFrontEnd(
        SPEECHBRAIN,
        "speechbrain.lobes.features.Fbank()",
        "1.1.2",
        surprise="Both sides of a filter are as wide as its lower one, so bands do not meet as triangles usually do.",
    ),
    "speechbrain-mfcc": KnownFrontEnd(
        replace(SPEECHBRAIN, n_bands=23, n_cepstra=20),
        "speechbrain.lobes.features.MFCC(deltas=False, context=False)",
        "1.1.2",
    ),
}
