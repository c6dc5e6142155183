"""Money between firms: accounts, transfers, months that close, statements."""
