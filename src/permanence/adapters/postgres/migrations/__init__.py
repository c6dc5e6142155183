"""The schema's history: numbered steps of hand-written SQL, forward only."""
