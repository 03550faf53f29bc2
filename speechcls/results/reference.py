"""The chapter's printed results of its three trainings: accuracies, and points of its learning curves."""

from __future__ import annotations

from dataclasses import dataclass

from speechcls.models.history import Row

WORDS = 30
CLIPS = 65_000  # about, before the split into 60, 20 and 20 %
EPOCHS = 50  # of its schedule; early stopping ended each training before


@dataclass(frozen=True)
class Printed:
    """One arm of the chapter, on a random split of all 30 words."""

    epochs: int  # until early stopping
    validation_accuracy: float
    test_loss: float  # nats
    test_accuracy: float
    # Stretches of epochs, each of rows (epoch, training loss, training accuracy, validation loss, validation accuracy)
    points: tuple[tuple[tuple[int, float, float, float, float], ...], ...]

    def history(self) -> list[list[Row]]:
        """The stretches as rows of a history: epoch, set ("train", "validation"), loss, accuracy."""
        return [[row for point in stretch for row in _rows(*point)] for stretch in self.points]


def _rows(epoch: int, *values: float) -> list[Row]:
    loss, accuracy, validation_loss, validation_accuracy = values
    return [
        Row(epoch=epoch, set="train", loss=loss, accuracy=accuracy),
        Row(epoch=epoch, set="validation", loss=validation_loss, accuracy=validation_accuracy),
    ]


PRINTED = {
    "power": Printed(
        32,
        0.893,
        0.3776,
        0.8898,
        (
            ((1, 3.342, 0.069, 3.085, 0.137), (2, 2.879, 0.161, 2.548, 0.260), (3, 2.427, 0.279, 2.082, 0.418)),
            ((30, 0.397, 0.880, 0.378, 0.895), (31, 0.395, 0.880, 0.375, 0.896), (32, 0.387, 0.881, 0.380, 0.893)),
        ),
    ),
    "mel": Printed(
        19,
        0.859,
        0.5081,
        0.8555,
        (
            ((1, 3.354, 0.064, 3.040, 0.142), (2, 2.663, 0.221, 2.200, 0.368), (3, 2.039, 0.400, 1.563, 0.559)),
            ((17, 0.535, 0.839, 0.524, 0.854), (18, 0.526, 0.841, 0.580, 0.839), (19, 0.511, 0.847, 0.512, 0.859)),
        ),
    ),
    "complex": Printed(
        40,
        0.936,
        0.2373,
        0.9324,
        (
            ((1, 3.098, 0.124, 2.530, 0.284), (2, 2.267, 0.334, 1.667, 0.541), (3, 1.623, 0.518, 1.117, 0.705)),
            ((38, 0.187, 0.944, 0.236, 0.936), (39, 0.193, 0.943, 0.231, 0.939), (40, 0.191, 0.943, 0.244, 0.936)),
        ),
    ),
}
