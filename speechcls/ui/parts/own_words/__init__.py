"""Step 8 of the page: teach it your own words."""
