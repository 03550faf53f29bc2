"""Step 6 of the page: inside the network."""
