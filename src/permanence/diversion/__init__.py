"""The watch over diverted callers: who loses more of an owner's callers than others do, the cases that follow, and who looked at what."""
