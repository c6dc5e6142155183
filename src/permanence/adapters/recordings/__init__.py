"""Recordings as files: the spool that the switch writes, the sealed archive, the installation's key."""
