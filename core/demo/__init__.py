"""A fictitious network on real places, loaded only through the acts people use, the same for the same seed."""
