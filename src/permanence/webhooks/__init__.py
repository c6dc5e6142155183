"""Firms' own systems are told what happens: signed, tried again, and sent once more on request."""
