"""Text and trees: reading files strictly, editing them surgically, writing new ones; journals for other tools."""
