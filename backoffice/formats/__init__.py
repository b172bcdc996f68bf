"""Text and trees: reading files strictly, editing them surgically, writing new ones.

The only code that knows YAML.
"""
