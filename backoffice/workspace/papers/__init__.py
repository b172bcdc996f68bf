"""Papers: the files that records name, read as text so that they are found by what is in them."""
