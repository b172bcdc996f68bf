"""The only code that knows the disk and git: finds, reads and writes a workspace."""
