"""Words of any language are learned by ear: German and Mandarin ones, by voices of espeak-ng, heard from others."""

import shutil

import pytest

from speechcls.data import tts
from speechcls.models.heard_takes import listen
from speechcls.models.own_words import fit
from speechcls.models.takes import Take

GERMAN = ("Licht", "Fenster", "Musik", "Wecker", "Heizung", "Küche", "lauter", "öffnen", "Schlüssel", "Garten")
MANDARIN = ("开灯", "音乐", "窗户", "你好", "谢谢", "停止", "继续", "厨房", "天气", "再见")
TAUGHT, ASKED = ("m1", "m3", "f1", "f3"), ("m7", "f4")
LEAST = 0.9  # of the words, by voices that taught none of them


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng is not installed")
@pytest.mark.parametrize("language, words", [("de", GERMAN), ("cmn", MANDARIN)])
def test_ten_words_of_a_language_are_recognised_from_new_voices(language: str, words: tuple[str, ...]) -> None:
    def say(word: str, voice: str) -> Take:
        (clip,) = tts.speak(["espeak-ng", "-v", f"{language}+{voice}", "--stdout", word])
        return Take(word, clip, voice)

    taught = [listen(say(word, voice)) for word in words for voice in TAUGHT]
    classifier = fit(dict(enumerate(taught)), words).classifier
    answers = [(word, classifier(say(word, voice).clip)) for word in words for voice in ASKED]
    right = sum(answer.word == word and answer.heard for word, answer in answers)
    assert right / len(answers) >= LEAST
