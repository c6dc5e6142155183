"""The life of one call: its legs, its outcome, its recording."""
