"""PostgreSQL: the embedded server and its supervisor, roles, migrations, and pooled transactions of one firm."""
