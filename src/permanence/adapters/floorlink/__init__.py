"""The web processes' side of the floor's local door: one connection, one feed of rows for each firm."""
