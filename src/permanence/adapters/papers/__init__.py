"""Papers of a settlement: statements as PDF and Factur-X, their calls as tables, payment files for banks."""
