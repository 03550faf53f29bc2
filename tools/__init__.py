"""Programs for those who work on speechcls: what they make is committed, and CI checks that it is current."""
