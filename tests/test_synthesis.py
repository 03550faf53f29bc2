"""Synthetic voices speak each word in ways that differ, whole and in the middle; without the programs it is said."""

import shutil

import numpy as np
import pytest

from speechcls.audio import SAMPLE_RATE
from speechcls.data import tts
from speechcls.data.corpus import DatasetError

SPEAKING = pytest.mark.skipif(
    not (shutil.which("espeak-ng") and shutil.which("flite")), reason="needs espeak-ng and flite"
)


@SPEAKING
def test_each_clip_is_a_word_in_a_voice_of_its_own_with_its_middle_in_the_middle(home):
    made = tts.training_clips(("tree", "wow"), 8)
    assert made.shape == (2, 8, SAMPLE_RATE) and made.dtype == np.int16
    for clips in made:
        assert len(np.unique(clips, axis=0)) == 8
        energy = clips.astype(float) ** 2
        middle = (energy.cumsum(axis=1) < energy.sum(axis=1, keepdims=True) / 2).sum(axis=1) / SAMPLE_RATE
        assert middle == pytest.approx(0.5, abs=0.01)
        assert (np.abs(clips.astype(int)).max(axis=1) > 1000).all()


@SPEAKING
def test_what_was_spoken_once_is_kept(home, monkeypatch):
    first = tts.training_clips(("on",), 3)
    monkeypatch.setattr(tts, "speak_second", lambda _: pytest.fail("spoken again"))
    assert (tts.training_clips(("on",), 3) == first).all()


def test_flite_can_be_left_out_so_that_it_tests_rejection_alone(home, monkeypatch):
    said = []
    monkeypatch.setattr(tts.shutil, "which", lambda name: name)
    wave = np.full(SAMPLE_RATE, 100, np.int16)
    monkeypatch.setattr(tts, "speak_second", lambda command: said.append(command[0]) or [wave])
    tts.training_clips(("on",), 4)
    assert set(said) == {"espeak-ng", "flite"}
    said.clear()
    tts.training_clips(("on",), 4, by_flite=False)
    assert said == ["espeak-ng"] * 4


@SPEAKING
def test_half_of_the_negatives_are_by_flite_where_it_is_asked_for(home, monkeypatch):
    said = []
    monkeypatch.setattr(
        tts, "speak_second", lambda command: said.append(command[0]) or [np.ones(SAMPLE_RATE, np.int16)]
    )
    tts.negatives(("bread", "bid"), 4)
    assert len(said) == 8 and all(program.endswith("espeak-ng") for program in said)
    said.clear()
    tts.negatives(("bread", "bid"), 4, by_flite=True)
    assert sum(program.endswith("flite") for program in said) == 4 == len(said) / 2


def test_more_negatives_than_a_program_has_voices_are_refused_in_a_sentence(home, monkeypatch):
    monkeypatch.setattr(tts.shutil, "which", lambda name: name)
    monkeypatch.setattr(tts, "speak_second", lambda _: [np.ones(SAMPLE_RATE, np.int16)])
    espeak, flite = map(len, tts.voices())
    assert len(tts.negatives(("bid",), 2 * flite, by_flite=True)) == 2 * flite
    with pytest.raises(DatasetError, match=f"flite has only {flite} voices for 'bid', not {flite + 1}. Ask for fewer"):
        tts.negatives(("bid",), 2 * flite + 2, by_flite=True)
    with pytest.raises(DatasetError, match=f"espeak-ng has only {espeak} voices for 'bid', not {espeak + 1}"):
        tts.negatives(("bid",), espeak + 1)


def test_flite_has_to_be_installed_only_where_it_is_to_speak(home, monkeypatch):
    monkeypatch.setattr(tts.shutil, "which", lambda name: name if name == "espeak-ng" else None)
    monkeypatch.setattr(tts, "speak_second", lambda _: [np.ones(SAMPLE_RATE, np.int16)])
    assert tts.training_clips(("on",), 4, by_flite=False).shape == (1, 4, SAMPLE_RATE)
    assert len(tts.negatives(("bid",), 4)) == 4
    for speak in (tts.training_clips, tts.negatives):
        with pytest.raises(DatasetError, match=r"apt-get install flite$"):
            speak(("on",), 4, by_flite=True)


def test_no_voice_of_espeak_that_is_taught_is_one_that_rejection_is_tested_on():
    taught = {voice[1] for voice in tts.voices()[0]}
    assert not taught & set(tts.TEST_ESPEAK)


def test_without_the_programs_it_is_said_how_to_get_them(home, monkeypatch):
    monkeypatch.setattr(tts.shutil, "which", lambda _: None)
    with pytest.raises(DatasetError, match="apt-get install espeak-ng flite"):
        tts.training_clips(("on",), 3)


def test_a_voice_that_fails_is_replaced_by_the_next_until_none_is_left(home, monkeypatch):
    monkeypatch.setattr(tts.shutil, "which", lambda name: name)
    wave = np.full(SAMPLE_RATE, 100, np.int16)
    monkeypatch.setattr(tts, "speak_second", lambda command: [wave] if command[0] == "espeak-ng" else [])
    assert tts.training_clips(("on",), 6).shape == (1, 6, SAMPLE_RATE)
    monkeypatch.setattr(tts, "speak_second", lambda _: [])
    with pytest.raises(DatasetError, match="only 0 voices for 'up', not 6"):
        tts.training_clips(("up",), 6)
