"""Values that every capability shares: ids, time, phone numbers, errors, the event envelope."""
