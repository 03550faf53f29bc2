"""How well a variant does: on clips, in noise, on negatives, in a long recording."""
