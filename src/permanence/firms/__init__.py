"""Firms, their people, roles, numbers, brands and rights."""
