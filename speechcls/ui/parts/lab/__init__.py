"""The lab: the chosen second taken apart step by step, as the chapter does."""
