"""A question is answered while git is still looking for changes, and asked again only where there are some."""

import time
from pathlib import Path

import pytest

from backoffice.core.books import Books
from backoffice.core.errors import RefusedError
from backoffice.kinds.client import Client
from backoffice.workspace.index.ahead import Ahead
from backoffice.workspace.place import Place
from backoffice.workspace.workspace import Workspace
from tests.workspace.sandbox import commit, put, repository

CLIENT = "---\nname: {name}\naddress: {{city: Berlin, country: DE}}\n---\n"
SETTINGS = "business: {name: Studio, address: {city: Berlin, country: DE}}\ncurrency: EUR\n"


class Asker:
    """Asks for the names of all clients, and counts."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, books: Books) -> list[str]:
        self.times += 1
        return [client.name for client in books.all(Client)]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = repository(tmp_path / "books")
    put(made, {"backoffice.yaml": SETTINGS, "clients/acme.md": CLIENT.format(name="Acme")})
    commit(made, "Add")
    return made


def asked(place: Place) -> tuple[list[str], int]:
    asker = Asker()
    return Workspace(place).ask(asker, Ahead(place)), asker.times


def test_the_first_time_there_is_nothing_to_ask_before_the_files_are_read(place: Place) -> None:
    assert asked(place) == (["Acme"], 1)


def test_nothing_changed_is_asked_once(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backoffice.workspace.folders.TICK", 0)
    assert asked(place) == (["Acme"], 1)
    assert asked(place) == (["Acme"], 1)


def test_an_edit_is_asked_again_where_git_took_long_to_tell(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ahead, "ready", False)
    assert asked(place) == (["Acme"], 1)
    put(place, {"clients/acme.md": CLIENT.format(name="New name")})
    assert asked(place) == (["New name"], 2)


def test_an_edit_is_read_before_anything_is_asked_where_git_has_told_already(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ahead, "ready", True)
    assert asked(place) == (["Acme"], 1)
    put(place, {"clients/acme.md": CLIENT.format(name="New name")})
    assert asked(place) == (["New name"], 1)


def test_a_question_is_not_asked_to_the_end_once_git_has_told_of_an_edit(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asked(place) == (["Acme"], 1)
    put(place, {"clients/acme.md": CLIENT.format(name="New name")})
    told = iter([False, False, True])
    monkeypatch.setattr(Ahead, "ready", property(lambda _: next(told, True)))
    found: list[str] = []

    def question(books: Books) -> None:
        found.extend(client.name for client in books.all(Client))
        found.extend(books.ids("client"))

    Workspace(place).ask(question, Ahead(place))
    assert found == ["Acme", "New name", "acme"]


def test_git_is_done_at_last(place: Place) -> None:
    ahead = Ahead(place)
    while not ahead.ready:
        time.sleep(0.01)
    assert ahead.answer()
    assert ahead.ready


def test_an_error_counts_only_where_nothing_changed(place: Place) -> None:
    workspace = Workspace(place)
    put(place, {"backoffice.yaml": "currency: nothing\n"})
    for _ in range(2):
        with pytest.raises(RefusedError):
            workspace.ask(lambda books: books.settings.currency)
    put(place, {"backoffice.yaml": SETTINGS})
    assert workspace.ask(lambda books: books.settings.currency) == "EUR"


def test_where_there_is_no_git(tmp_path: Path) -> None:
    put(tmp_path, {"backoffice.yaml": SETTINGS, "clients/acme.md": CLIENT.format(name="Acme")})
    place = Place(str(tmp_path))
    assert asked(place) == (["Acme"], 1)
    put(place, {"clients/acme.md": CLIENT.format(name="Other")})
    assert asked(place) == (["Other"], 1)
