"""Start the command line: `python -m backoffice`, `backoffice` and `bo`."""

import sys
from collections.abc import Sequence

from backoffice import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; asking for the version imports nothing else."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--version"]:
        sys.stdout.write(f"backoffice {__version__}\n")
        return 0
    from backoffice.cli import run

    return run(words)


if __name__ == "__main__":
    raise SystemExit(main())
