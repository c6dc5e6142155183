"""Permanence: a contact-centre platform in which firms answer their callers, and for one another."""

__version__ = "0.1.0"
