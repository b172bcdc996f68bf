"""Generate one size, for us and for the peers: ``python -m tests.bench.prepare SIZE WORKSPACE PEERS``."""

import sys
from pathlib import Path

from tests.bench import generate, peers


def main(size: str, workspace: str, others: str) -> None:
    """Write the workspace as a repository, and the same business for the peers."""
    business = generate.ten_years(int(size))
    business.write(Path(workspace))
    generate.commit(Path(workspace))
    peers.write(business.books(), Path(others))


if __name__ == "__main__":
    main(*sys.argv[1:])
