"""Measures of Permanence: `python -m bench.measure NAME`; every figure ends in one line with its target and verdict."""
