"""Networks, trained variants of them, and what their answers are worth."""
