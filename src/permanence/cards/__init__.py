"""Consultations paid by card: prices, the caller's keypad, the holds and charges at a payment service, and what notes may not keep."""
