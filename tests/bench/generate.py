"""Write a ten-year business of so many records into a folder: ``python -m tests.bench.generate 10000 FOLDER [--git]``.

One file is one record, in folders by year, and the same for the same number on every machine. With ``--git`` the folder
becomes a repository with everything committed, untracked cache on.
"""

import argparse
import subprocess
from pathlib import Path

from tests.business import Business, business

YEARS = 10
SEED = 2026
EVENTS = 2009
"""Records of invoices and what happens to them, for a thousand invoices."""


def ten_years(records: int) -> Business:
    """Return a business with about so many records: 31 % invoices, 28 % payments, 39 % expenses, the rest clients."""
    clients = max(5, records // 200)
    invoices = records * 31 // 100
    expenses = records - 2 - clients - clients * 2 // 3 - clients // 10 - invoices * EVENTS // 1000
    return business(SEED, clients=clients, invoices=invoices, expenses=expenses, years=YEARS, receipts=False)


def commit(folder: Path) -> None:
    """Make the folder a repository with one commit of everything in it."""

    def git(*words: str) -> None:
        identity = ("-c", "user.name=Generator", "-c", "user.email=generator@example.org")
        subprocess.run(["git", "-C", folder, *identity, *words], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("config", "core.untrackedCache", "true")
    git("add", "-A")
    git("commit", "-q", "-m", "Ten years")
    git("status", "--porcelain")


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--git", action="store_true")
    given = parser.parse_args()
    ten_years(given.records).write(given.folder)
    if given.git:
        commit(given.folder)


if __name__ == "__main__":
    main()
