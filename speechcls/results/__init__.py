"""The experiments: their plan, the records of their trainings, and the conclusions from them."""
