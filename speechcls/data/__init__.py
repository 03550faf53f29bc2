"""Clips to train and measure on: a corpus, synthetic clips, sounds that are no word."""
