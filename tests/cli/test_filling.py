"""What a new record is asked for, at a terminal."""

from collections.abc import Callable

import pytest

from backoffice.cli import prompts
from tests.cli.desk import Desk


class Person:
    """Somebody at a terminal who gives these answers, and sees these questions."""

    def __init__(self, answers: list[str]) -> None:
        self.answers = iter(answers)
        self.questions: list[str] = []

    def ask(self, question: str, default: str = "") -> str:
        self.questions.append(question.partition(" ")[0])
        return next(self.answers) or default


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], Person]:
    def at(answers: list[str]) -> Person:
        somebody = Person(answers)
        monkeypatch.setattr(prompts, "present", lambda: True)
        monkeypatch.setattr(prompts, "asked", somebody.ask)
        return somebody

    return at


def test_what_a_client_cannot_do_without_is_asked_for(desk: Desk, person: Callable[[list[str]], Person]) -> None:
    asked = person(["Bolt AG", "Bern", "CH"])
    assert desk.run("client", "new", "bolt").code == 0
    assert asked.questions == ["name", "address.city", "address.country"]
    assert "country: CH" in (desk.root / "clients/bolt.md").read_text()


def test_a_wrong_answer_is_asked_for_again_and_costs_no_other(
    desk: Desk, person: Callable[[list[str]], Person]
) -> None:
    asked = person(["Bolt AG", "", "Bern", "Switzerland", "CH"])
    said = desk.run("client", "new", "bolt")
    assert asked.questions == ["name", "address.city", "address.city", "address.country", "address.country"]
    assert "this is needed" in said.err
    assert "this should be a country code" in said.err


def test_an_invoice_is_asked_for_its_first_line(desk: Desk, person: Callable[[list[str]], Person]) -> None:
    asked = person(["nobody", "ACME", "Logo", "12,50", "12.50"])
    said = desk.run("invoice", "new", "logo")
    assert asked.questions == ["client", "client", "lines[1].text", "lines[1].price", "lines[1].price"]
    assert "there is no client 'nobody'" in said.err
    text = (desk.root / "invoices/drafts/logo.md").read_text()
    assert text.startswith("---\nclient: acme\nlines:\n  - text: Logo\n    price: 12.50\n")


def test_a_new_workspace_asks_again_too(desk: Desk, person: Callable[[list[str]], Person]) -> None:
    answers = ["Bolt", "ch", "Weg 1", "3000 Bern", "123", "", "DE00", "DE89370400440532013000"]
    asked = person(answers)
    said = desk.run("init", "other")
    assert said.code == 0
    assert [question for question in asked.questions if question == "IBAN,"] == ["IBAN,"] * 2
    assert "this should be an IBAN whose check digits are right" in said.err
    assert "country: CH" in (desk.root / "other/backoffice.yaml").read_text()


def test_what_is_asked_cannot_act_on_the_terminal(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(prompts, "present", lambda: True)
    monkeypatch.setattr("click.confirm", lambda question, **_: shown.append(question))
    desk.write({"clients/new.md": "x"})
    desk.git("add", ".")
    desk.git("commit", "--quiet", "--message", "A \x1b]52;c;aGk=\x07 gift")
    assert desk.run("undo", "HEAD").code == 0
    assert "\x1b" not in shown[0]
    assert "gift" in shown[0]


def test_nobody_is_asked_where_nobody_is(desk: Desk) -> None:
    said = desk.run("invoice", "new", "logo")
    assert said.err.endswith("hint: --set client=… --set 'lines[1].text=…' --set 'lines[1].price=…'\n")
