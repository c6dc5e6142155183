"""PostgreSQL: a server of our own, connections that carry one firm, migrations."""
