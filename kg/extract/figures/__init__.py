"""Figures: parts of `kg.extract.observations` and `kg.extract.weighing`."""
