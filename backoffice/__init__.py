"""Run the back office of a small business from plain text files in git."""

__version__ = "0.1.0"
