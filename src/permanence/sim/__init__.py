"""The world played: a clock that can be wound on, a switch in memory, people with telephones."""
