"""The index: what the files say, kept in a database of the user's cache; the only code that speaks SQL."""
