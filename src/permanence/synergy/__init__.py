"""Firms answer for one another: agreements between them, and what an answered second is worth."""
