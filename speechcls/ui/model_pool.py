"""Every trained variant once for all visitors: a selection in, ranked words out. Nothing here knows Gradio."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from speechcls.audio import AudioError, workers
from speechcls.models import variants
from speechcls.models.classifier import Classifier
from speechcls.models.variants import Card
from speechcls.plots import input_panels
from speechcls.ui import handlers
from speechcls.ui.protocol.answers import NetworkAnswer, Training, WithoutSound
from speechcls.ui.selection import Selection, example_files

RANKED = 5  # words an answer shows
GONE = "The server no longer has the sound. Record it again, or drop in the file again."


class ModelPool:
    """Every trained variant, loaded when it is first asked. It answers whoever asks and remembers nobody."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder  # of variants; None: the shipped ones
        self.classifiers: dict[str, Classifier] = {}  # the best first
        for name in variants.names(folder):
            try:
                classifier = Classifier.load(name, folder)
                handlers.training(classifier.card, folder)  # reads the whole card, so that a damaged one is found now
                self.classifiers[name] = classifier
            except handlers.DAMAGED as error:
                variants.LOG.warning("Left out the variant %r: %s", name, error)
        if not self.classifiers:
            raise variants.VariantError("There is no trained variant. Train one: python -m speechcls train power ...")

    @property
    def names(self) -> list[str]:
        """The variants in the order in which the page tells of them; others behind."""
        story = handlers.STORY
        return sorted(self.classifiers, key=lambda n: (story.index(n) if n in story else len(story), n))

    @property
    def best(self) -> str:
        return next(iter(self.classifiers))

    @property
    def cards(self) -> list[Card]:
        return [classifier.card for classifier in self.classifiers.values()]

    def warm_up(self) -> None:
        """Answer once with every network, so that the first real answer is as fast as later ones."""
        selection = self.select(next(iter(example_files().values())))
        for name in self.classifiers:
            self.answer(selection, name)

    def training(self, name: str) -> Training:
        """How a variant was made; see `handlers.training`."""
        return handlers.training(self.classifiers[name].card, self.folder)

    def select(self, source: Path, name: str = "") -> Selection:
        """Read a sound, named `name` in messages, and choose its second. Raises AudioError."""
        clip = workers.read(source, name)
        return Selection(clip, self.classifiers[self.best].choose([clip])[0])

    def without_sound(self, name: str) -> WithoutSound:
        """What a variant would see, where there is no sound that it could answer for."""
        return {"variant": name, "sees": handlers.sees(self._classifier(name).card), "gone": GONE}

    def answer(self, selection: Selection, name: str) -> NetworkAnswer:
        """A variant's ranked words for the chosen second, with its exact input as panels."""
        classifier = self._classifier(name)
        answer = classifier(selection.clip, selection.start)
        shown = input_panels.network_inputs(selection.clip, selection.start, classifier.card.front_end)
        return {
            "variant": name,
            "sees": handlers.sees(classifier.card),
            "words": [{"word": word, "probability": p} for word, p in answer.top(RANKED)],
            "refusal": handlers.refusal(classifier.card, answer),
            "milliseconds": round(1000 * answer.seconds, 1),
            "standing": handlers.as_sure(classifier.card, answer) or handlers.standing(classifier.card),
            "caution": handlers.caution(classifier.card, answer),
            "inputs": [panel.to_json() for panel in shown],
        }

    def classify(self, path: Path | None, name: str | None) -> dict[str, Any]:
        """The page's answer as the API gives it: {label, heard, reason, missing, confidences}.

        All words come, the likeliest first; the label is the best guess, whether a word was heard or not.
        `missing` is how many s of the file could not be read.
        """
        if path is None:
            raise AudioError("No sound came. Send a file of at most 60 s, such as a wav, flac, mp3, ogg, webm or m4a.")
        selection = self.select(path)
        answer = self._classifier(name)(selection.clip, selection.start)
        ranked = answer.top(len(answer.words))
        return {
            "label": answer.word,
            "heard": answer.heard,
            "reason": answer.reason,
            "missing": round(selection.clip.missing, 3),
            "confidences": [{"label": word, "confidence": p} for word, p in ranked],
        }

    def _classifier(self, name: str | None) -> Classifier:
        name = name or self.best
        if name not in self.classifiers:
            raise variants.VariantError(f"No trained variant is called {name!r}. There are: {', '.join(self.names)}.")
        return self.classifiers[name]
