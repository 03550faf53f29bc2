"""How well a variant does: on clips, in noise, on what is no word, in a long recording."""
