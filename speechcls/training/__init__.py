"""How the networks were made: data, learning-rate finder, one-cycle training, evaluation."""
