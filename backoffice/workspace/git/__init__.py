"""The only code that runs git: typed, small functions over one way of calling it."""
