"""The parts of the page, a folder each: what it shows, its HTML and its style."""
