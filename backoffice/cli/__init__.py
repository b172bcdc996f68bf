"""The command line: prints, exits, reads clock and environment."""
