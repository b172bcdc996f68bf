"""Ids are forgiving, and say what they could have meant."""

import pytest

from backoffice.cli.naming import named
from backoffice.core.errors import MissingError

IDS = ["INV-2025-0042", "INV-2026-0007", "INV-2026-0042", "INV-2026-0142", "acme", "acme-north", "Zoë"]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("acme", "acme"),
        ("ACME", "acme"),
        ("acme-", "acme-north"),
        ("inv-2026-0007", "INV-2026-0007"),
        ("7", "INV-2026-0007"),
        ("007", "INV-2026-0007"),
        ("142", "INV-2026-0142"),
        ("2026-0042", "INV-2026-0042"),
        ("north", "acme-north"),
        ("zoË", "Zoë"),
    ],
)
def test_names_one_record(given: str, meant: str) -> None:
    assert named("invoice", IDS, given) == meant


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ("42", "'42' could be any of 2", "say which: INV-2025-0042, INV-2026-0042"),
        ("amce", "there is no invoice 'amce'", "did you mean acme?"),
        ("xyz", "there is no invoice 'xyz'", "backoffice invoice list shows them all"),
        ("", "there is no invoice ''", "backoffice invoice list shows them all"),
    ],
)
def test_says_what_could_be_meant(given: str, message: str, hint: str) -> None:
    with pytest.raises(MissingError) as refused:
        named("invoice", IDS, given)
    assert (refused.value.message, refused.value.hint) == (message, hint)


def test_many_candidates_are_counted() -> None:
    with pytest.raises(MissingError) as refused:
        named("client", [f"acme-{n}" for n in range(20)], "acme")
    assert refused.value.hint.endswith("acme-7 and 12 more")
