"""Tariffs: what callers of a number pay, by which country's rules, what was announced, estimated and confirmed."""
