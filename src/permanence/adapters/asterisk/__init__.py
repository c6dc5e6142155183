"""The telephone switch: fetching, configuring, starting and driving Asterisk."""
