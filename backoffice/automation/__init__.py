"""What follows from the records by itself: plans of what should be written, nothing more."""
