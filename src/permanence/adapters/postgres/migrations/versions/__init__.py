"""One module for each step; the SQL lies beside it, one file for each capability."""
