"""The front desk: sign-in, the firm of a request, errors, live events."""
