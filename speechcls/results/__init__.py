"""What finished trainings left behind, and what may be concluded from it."""
