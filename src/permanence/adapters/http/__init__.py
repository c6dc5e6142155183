"""The front desk: who sends a request, from where, whether it is a repeat, and how a "no" is told."""
