"""What git is asked in one call about a commit is what it would answer one by one."""

import pytest

from backoffice.core.errors import RefusedError
from backoffice.workspace.git.condition import identities
from backoffice.workspace.git.wishes import wishes
from backoffice.workspace.place import Place
from tests.workspace.sandbox import git

VARIABLES = tuple(f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL", "DATE"))


@pytest.fixture(name="place")
def place_of_somebody(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    for each in (*VARIABLES, "EMAIL"):
        monkeypatch.delenv(each, raising=False)
    say(place, {"user.name": "Ann Ä. Lovelace", "user.email": "ann@example.org"})
    return place


def say(place: Place, said: dict[str, str]) -> None:
    for key, value in said.items():
        git(place, "config", key, value)


@pytest.mark.parametrize(
    ("said", "variables"),
    [
        ({}, {}),
        ({"author.name": "Bob"}, {}),
        ({"committer.email": "bob@example.org"}, {}),
        ({"user.name": "a=b <c>"}, {}),
        ({"user.email": ""}, {}),
        ({"alias.odd": "one\nGIT_AUTHOR_IDENT=Eve <eve@example.org> 1 +0000"}, {}),
        ({}, {"GIT_AUTHOR_NAME": "Bob"}),
        ({}, {"GIT_COMMITTER_EMAIL": "bob@example.org", "EMAIL": "carol@example.org"}),
    ],
)
def test_the_user_is_whom_git_takes_them_for(
    place: Place, monkeypatch: pytest.MonkeyPatch, said: dict[str, str], variables: dict[str, str]
) -> None:
    say(place, said)
    for name, value in ({"GIT_AUTHOR_DATE": "@1 +0100", "GIT_COMMITTER_DATE": "@2 +0000"} | variables).items():
        monkeypatch.setenv(name, value)
    found = wishes(place)
    assert (found.author, found.committer) == identities(place)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"user.name": ""}, "git does not know who you are"),
        ({"user.name": "..."}, "name consists only of disallowed characters"),
    ],
)
def test_nobody_is_guessed(place: Place, said: dict[str, str], message: str) -> None:
    say(place, said)
    with pytest.raises(RefusedError, match=message):
        wishes(place)


@pytest.mark.parametrize(
    ("said", "converts", "signs"),
    [
        ({}, False, False),
        ({"core.autocrlf": "input", "commit.gpgSign": "yes"}, True, True),
        ({"core.autocrlf": "TRUE", "commit.gpgSign": "false"}, True, False),
        ({"core.autocrlf": "false", "commit.gpgSign": "ON"}, False, True),
    ],
)
def test_wishes_are_as_they_are_said(place: Place, said: dict[str, str], *, converts: bool, signs: bool) -> None:
    say(place, said)
    found = wishes(place)
    assert (found.converts, found.signs) == (converts, signs)
