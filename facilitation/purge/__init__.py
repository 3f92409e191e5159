"""Removing a meeting from the command line, whether or not its server runs."""
