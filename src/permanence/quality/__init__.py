"""Complaints: told by callers and agents, tied to their call, answered by its owner; and how partners stand by them."""
