"""Start the command line: `python -m backoffice`, `backoffice` and `bo`."""

import sys

from backoffice import __version__


def main() -> int:
    """Print the version and return the exit code."""
    sys.stdout.write(f"backoffice {__version__}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
