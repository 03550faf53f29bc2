"""Networks, their trained variants, and how far an answer can be trusted."""
