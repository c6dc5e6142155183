"""Advertisements: by which of them callers come, what they cost and what their calls earn."""
