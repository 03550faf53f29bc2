"""What augmentation does to waves: known answers, and what must hold for whatever is drawn."""

import pytest
import torch

from speechcls.audio.level import rms
from speechcls.results.config import TrainingConfig
from speechcls.training import augment
from speechcls.training.augment import Augment

RATE, BATCH, WORDS = 16_000, 12, 5


@pytest.fixture(autouse=True)
def seed() -> None:
    torch.manual_seed(0)


@pytest.fixture
def waves() -> torch.Tensor:
    """(12, 16000): bursts of noise in the middle half, of another loudness each."""
    loud = torch.linspace(0.02, 0.2, BATCH)[:, None]
    burst = torch.randn(BATCH, RATE) * loud
    burst[:, : RATE // 4] = burst[:, -RATE // 4 :] = 0
    return burst.clamp(-1, 1)


@pytest.fixture
def labels() -> torch.Tensor:
    return torch.arange(BATCH) % WORDS


def augmented(waves: torch.Tensor, labels: torch.Tensor, **settings) -> tuple[torch.Tensor, torch.Tensor]:
    noises = [torch.sin(torch.arange(3 * RATE) * 0.3), torch.randn(2 * RATE)]
    return Augment(TrainingConfig("logmel", **settings), WORDS, noises)(waves, labels)


def test_without_settings_nothing_changes(waves, labels):
    same, targets = augmented(waves, labels)
    assert torch.equal(same, waves)
    assert torch.equal(targets, torch.nn.functional.one_hot(labels, WORDS).float())


@pytest.mark.parametrize(
    "settings",
    [
        {"time_shift": 0.1},
        {"speed_perturbation": 0.1},
        {"noise": 1.0},
        {"noise": 1.0, "babble": 1.0, "min_gain": -50.0},
        {"reverb": 0.5},
        {"telephone": 0.5},
        {"equaliser": 1.0},
        {"tight_cuts": 1.0},
        {"negatives": 0.5},
        {"time_shift": 0.1, "noise": 0.8, "negatives": 0.2},
    ],
    ids=str,
)
@pytest.mark.parametrize("sound", [0.0, 1.0, -1.0], ids=["silence", "highest", "lowest"])
def test_waves_stay_finite_within_full_scale_and_one_second_long(settings, sound, labels):
    changed, targets = augmented(torch.full((BATCH, RATE), sound), labels, **settings)
    assert changed.shape == (BATCH, RATE) and changed.dtype == torch.float32
    assert changed.isfinite().all() and changed.abs().max() <= 1
    torch.testing.assert_close(targets.sum(dim=1), torch.ones(BATCH))


def test_a_wave_is_moved_by_whole_samples_and_filled_with_zeros():
    wave = torch.arange(1.0, 6.0)[None]
    assert augment.move(wave, torch.tensor([[2.0]])).tolist() == [[0, 0, 1, 2, 3]]
    assert augment.move(wave, torch.tensor([[-1.0]])).tolist() == [[2, 3, 4, 5, 0]]


def test_words_are_moved_no_further_than_asked(waves, labels):
    moved, _ = augmented(waves, labels, time_shift=0.1)
    begins = (moved != 0).float().argmax(dim=1) - RATE // 4
    assert begins.abs().max() <= 0.1 * RATE + 1
    assert len(set(begins.tolist())) > BATCH // 2


def test_a_faster_word_is_shorter_by_its_share_and_keeps_its_middle():
    time = torch.arange(RATE) / RATE
    tone = torch.sin(2 * torch.pi * 1000 * time)[None].repeat(64, 1)
    changed = augment.warp(tone, 0.0, 0.1)[:, RATE // 8 : -RATE // 8]
    hertz = torch.fft.rfft(changed * torch.hann_window(changed.shape[1])).abs().argmax(dim=1) * RATE / changed.shape[1]
    assert (hertz[32:] - 1000).abs().max() < 2  # the second half keeps its tempo
    assert 900 - 2 <= hertz.min() < 950 and 1050 < hertz.max() <= 1100 + 2


def test_noise_is_mixed_in_at_the_ratio_that_was_drawn(waves, labels, monkeypatch):
    monkeypatch.setattr(augment, "SNR", (6.0, 6.0))
    monkeypatch.setattr(augment, "MAX_GAIN", 0.0)
    noisy, _ = augmented(waves, labels, noise=1.0, min_gain=0.0)
    ratio = 20 * torch.log10(rms(waves) / rms(noisy - waves))
    torch.testing.assert_close(ratio, torch.full_like(ratio, 6.0), atol=0.3, rtol=0)  # what is clipped aside


@pytest.mark.parametrize("gain", [-50.0, -20.0, 0.0])
def test_a_gain_keeps_the_ratio_of_word_and_noise(waves, labels, monkeypatch, gain):
    monkeypatch.setattr(augment, "SNR", (6.0, 6.0))
    monkeypatch.setattr(augment, "MAX_GAIN", gain)
    noisy, _ = augmented(waves, labels, noise=1.0, min_gain=gain)
    lowered = waves * 10 ** (gain / 20)
    ratio = 20 * torch.log10(rms(lowered) / rms(noisy - lowered))
    torch.testing.assert_close(ratio, torch.full_like(ratio, 6.0), atol=0.3, rtol=0)


def test_babble_is_mixed_in_at_the_ratio_that_was_drawn(waves, labels, monkeypatch):
    monkeypatch.setattr(augment, "BABBLE_SNR", (3.0, 3.0))
    monkeypatch.setattr(augment, "MAX_GAIN", 0.0)
    noisy, _ = augmented(waves, labels, noise=1.0, babble=1.0, min_gain=0.0)
    ratio = 20 * torch.log10(rms(waves) / rms(noisy - waves))
    torch.testing.assert_close(ratio, torch.full_like(ratio, 3.0), atol=0.3, rtol=0)


def test_babble_is_two_to_eight_others_and_never_the_wave_itself():
    clicks = torch.zeros(40, RATE)
    clicks[torch.arange(40), torch.arange(40) * 400] = 1 + torch.arange(40.0)  # told apart by nothing but their place
    talk = augment.babble(clicks)
    voices = (talk != 0).sum(dim=1)
    assert voices.min() >= 1 and voices.max() <= 8 and len(set(voices.tolist())) > 4
    torch.testing.assert_close(rms(talk), torch.ones(40, 1))
    two = torch.stack([torch.ones(RATE), -torch.ones(RATE)])
    torch.testing.assert_close(augment.babble(two), -two)


def test_an_echo_follows_its_sound_and_dies_away():
    click = torch.zeros(20, RATE)
    click[:, 4000] = 0.5
    heard = augment.reverberate(click)
    power = heard.square().mean(dim=0)
    assert power[:3999].max() < 1e-9 * power[4000]
    early, late = power[4001:5600].mean(), power[12_000:13_600].mean()
    assert 0 < late < 0.01 * early
    torch.testing.assert_close(rms(heard), rms(click))


def test_a_telephone_keeps_300_to_3400_hz():
    time = torch.arange(RATE) / RATE
    tones = torch.stack([torch.sin(2 * torch.pi * hertz * time) for hertz in (100, 1000, 3000, 5000)])
    kept = rms(augment.limit_band(tones)) / rms(tones)
    torch.testing.assert_close(kept[:, 0], torch.tensor([0.0, 1.0, 1.0, 0.0]), atol=1e-3, rtol=0)


def test_a_share_of_the_waves_is_changed_and_the_others_are_not():
    waves = torch.rand(400, 8)
    changed = augment.on_a_share(torch.neg, waves, 0.25)
    turned = (changed == -waves).all(dim=1)
    assert 60 < turned.sum() < 140
    assert torch.equal(changed[~turned], waves[~turned])


@pytest.mark.parametrize("change", [augment.reverberate, augment.limit_band])
def test_where_chance_picks_no_wave_none_is_changed(waves, change):
    assert torch.equal(augment.on_a_share(change, waves, 0.0), waves)


def test_noise_comes_into_the_share_of_clips_that_was_asked_for(monkeypatch):
    monkeypatch.setattr(augment, "MAX_GAIN", 0.0)
    waves = 0.1 * torch.randn(400, RATE // 16).repeat(1, 16)
    noisy, _ = augmented(waves, torch.zeros(400, dtype=torch.int64), noise=0.25, min_gain=0.0)
    assert 0.15 < (noisy != waves).any(dim=1).float().mean() < 0.35


def test_negatives_take_their_share_of_the_batch_and_no_word_is_theirs(waves, labels):
    changed, targets = augmented(waves, labels, negatives=0.25)
    assert (targets[:3] == 1 / WORDS).all()
    assert torch.equal(targets[3:].argmax(dim=1), labels[3:]) and torch.equal(changed[3:], waves[3:])
    assert not any(torch.equal(one, other) for one, other in zip(changed[:3], waves[:3], strict=True))


def test_half_of_the_negatives_are_spoken_words_where_there_are_some(waves, labels):
    spoken = torch.full((3, RATE), 16_384, dtype=torch.int16)
    changed, targets = Augment(TrainingConfig("logmel", negatives=0.5), WORDS, [torch.randn(2 * RATE)], spoken)(
        waves, labels
    )
    assert (changed[:3] == 0.5).all() and not (changed[3:6] == 0.5).all(dim=1).any()
    assert (targets[:6] == 1 / WORDS).all() and torch.equal(changed[6:], waves[6:])


def test_as_many_words_of_the_list_are_synthetic_as_negatives_are(waves, labels):
    config = TrainingConfig("logmel", negatives=0.5, background_class=True, tts_clips=2, tts_negatives=1)
    others = torch.full((3, RATE), -16_384, dtype=torch.int16)
    listed = (torch.arange(1, WORDS + 1) * 1024).to(torch.int16)[:, None, None].expand(WORDS, 2, RATE)
    changed, targets = Augment(config, WORDS, [torch.randn(2 * RATE)], others, listed)(waves, labels)
    assert (changed[:3] == -0.5).all() and (targets[:6] == 0).all()
    assert torch.equal(changed[6:9, 0] * 32, targets[6:9].argmax(dim=1) + 1.0)
    assert torch.equal(changed[9:], waves[9:]) and torch.equal(targets[9:].argmax(dim=1), labels[9:])


def test_every_kind_of_negative_comes(waves, monkeypatch):
    labels = torch.zeros(BATCH, dtype=torch.int64)
    wide = waves.repeat(20, 1)
    changed, _ = augmented(wide, labels.repeat(20), negatives=0.99)
    turned = sum(any(torch.equal(one, wave.flip(0)) for wave in waves) for one in changed)
    assert 10 < turned < 120  # a fifth of 238
    full = (changed[:, : RATE // 8].abs().sum(dim=1) > 0) & (changed[:, -RATE // 8 :].abs().sum(dim=1) > 0)
    assert 30 < full.sum() < 200  # noise, tones


def test_with_a_background_class_no_word_is_likely_for_negatives(waves, labels):
    _, targets = augmented(waves, labels, negatives=0.25, background_class=True)
    assert (targets[:3] == 0).all() and torch.equal(targets[3:].argmax(dim=1), labels[3:])


def test_half_a_word_holds_the_energy_on_one_side_of_its_middle(waves):
    late = augment.move(waves, torch.full((BATCH, 1), 2000.0))
    halves = augment._either_half(late)
    assert halves.shape == (BATCH, RATE // 2)
    assert halves.square().sum(dim=1) / late.square().sum(dim=1) == pytest.approx(0.5, abs=0.1)
    quiet = (halves == 0).float()
    before = quiet[:, : RATE // 8].mean(dim=1) > quiet[:, -RATE // 8 :].mean(dim=1)
    assert 0 < before.sum() < BATCH  # both halves come, the first behind silence and the second before it


def test_with_pieces_babble_alone_and_halves_of_words_come_too(waves):
    wide, labels = waves.repeat(20, 1), torch.zeros(20 * BATCH, dtype=torch.int64)
    without, _ = augmented(wide, labels, negatives=0.99)
    among, _ = augmented(wide, labels, negatives=0.99, pieces=True)
    alone = [
        ((some[:, : RATE // 4] == 0).all(dim=1) & (some[:, -RATE // 4 :] == 0).all(dim=1)) for some in (without, among)
    ]
    assert 0 < alone[0].sum() < alone[1].sum()


def test_another_microphone_changes_the_spectrum_by_a_few_decibels_and_no_loudness(waves):
    changed = augment.equalise(waves)
    torch.testing.assert_close(rms(changed), rms(waves))
    quietly = waves[:, RATE // 4 : -RATE // 4], changed[:, RATE // 4 : -RATE // 4]
    before, after = (torch.fft.rfft(some).abs().square().unfold(1, 100, 100).mean(dim=2) for some in quietly)
    gains = 10 * (after / before).log10()
    assert 4 < (gains.amax(dim=1) - gains.amin(dim=1)).mean() < 2 * augment.MICROPHONE + 2
    assert not torch.equal(gains[0], gains[1])


def test_a_word_that_is_cut_tightly_stands_between_faint_noise():
    word = torch.zeros(BATCH, RATE)
    word[:, 5000:9000] = 0.5
    word[:, 4000:5000] = word[:, 9000:9500] = 0.04  # 22 dB below
    assert torch.equal(augment.spans(word), (word > 0.1))
    config = TrainingConfig("logmel", tight_cuts=1.0)
    cut, _ = Augment(config, WORDS, [])(word, torch.zeros(BATCH, dtype=torch.int64))
    assert torch.equal(cut[:, 5000:9000], word[:, 5000:9000])
    assert rms(cut[:, :5000]) * 10**4 == pytest.approx(1.0, rel=0.1)
    assert (augment.spans(torch.zeros(2, RATE))).all()


def test_coloured_noise_is_as_loud_as_before_and_of_another_spectrum_each_time():
    made = augment.coloured(torch.randn(40, RATE))
    assert rms(made) == pytest.approx(torch.ones(40, 1), abs=1e-3)
    bands = torch.fft.rfft(made).abs().square()[:, 1:].unfold(1, 1000, 1000).mean(dim=2).log10() * 10
    spread = bands.amax(dim=1) - bands.amin(dim=1)
    assert spread.min() > 3 and spread.max() < 2 * augment.COLOUR + 1
    assert len(set(bands.argmax(dim=1).tolist())) > 4  # the loudest of 8 bands differs


def test_with_coloured_noise_negatives_hold_more_noise(waves):
    wide, labels = waves.repeat(20, 1), torch.zeros(20 * BATCH, dtype=torch.int64)
    full = [
        (some[:, : RATE // 8].abs().sum(dim=1) > 0).sum()
        for some, _ in (augmented(wide, labels, negatives=0.99, coloured_noise=on) for on in (False, True))
    ]
    assert full[0] < full[1]


def test_the_same_seed_draws_the_same(waves, labels):
    settings = {"time_shift": 0.1, "speed_perturbation": 0.1, "noise": 0.5, "negatives": 0.3}
    torch.manual_seed(7)
    first, _ = augmented(waves, labels, **settings)
    torch.manual_seed(7)
    again, _ = augmented(waves, labels, **settings)
    other, _ = augmented(waves, labels, **settings)
    assert torch.equal(first, again) and not torch.equal(first, other)


def test_masks_hide_whole_frames_and_bands_behind_the_mean():
    features = torch.randn(50, 1, 64, 101)
    masked = augment.spec_augment(features)
    hidden = masked != features
    bands, frames = hidden.all(dim=3)[:, 0], hidden.all(dim=2)[:, 0]
    assert torch.equal(hidden[:, 0], bands[:, :, None] | frames[:, None, :])
    assert 0 < bands.sum(dim=1).max() <= augment.MASKS * augment.MASKED["bands"]
    assert 0 < frames.sum(dim=1).max() <= augment.MASKS * augment.MASKED["frames"]
    means = features.mean(dim=(1, 2, 3), keepdim=True).expand_as(features)
    torch.testing.assert_close(masked[hidden], means[hidden])
