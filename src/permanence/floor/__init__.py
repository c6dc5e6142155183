"""The one writer: plays calls, flows and routing together and keeps their record."""
