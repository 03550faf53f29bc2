"""The results: the records of the experiments, and what two trainings differ in."""
