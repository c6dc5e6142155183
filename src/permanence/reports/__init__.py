"""What came of days that are over, from the facts of their calls. Reads; changes nothing."""
