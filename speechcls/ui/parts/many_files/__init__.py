"""Many files at once: a table of answers that can be sorted, filtered and taken along."""
