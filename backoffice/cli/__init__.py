"""The command line: the only code that prints, exits, and reads the clock and the environment."""

from collections.abc import Sequence


def run(words: Sequence[str]) -> int:
    """Run one command and return its exit code; git is asked for changes before anything else is imported."""
    from backoffice.cli import early

    begun = early.begin(words)
    from backoffice.cli import endings

    return endings.run(words, begun)
