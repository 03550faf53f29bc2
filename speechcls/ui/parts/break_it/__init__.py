"""Step 7 of the page: break it."""
