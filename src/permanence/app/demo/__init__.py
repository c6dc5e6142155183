"""The demonstration: two French firms, callers from the far end, and an agent who answers while nobody is there."""
