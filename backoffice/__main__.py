"""Start the command line: `python -m backoffice`, `backoffice` and `bo`."""

import sys
from collections.abc import Sequence

from backoffice import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the version and return the exit code."""
    del arguments
    sys.stdout.write(f"backoffice {__version__}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
