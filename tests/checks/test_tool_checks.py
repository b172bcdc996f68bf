"""What `check` sees of tools: their contracts, and the vaults that they name."""

import pytest

from backoffice.checks.references import dangling
from backoffice.checks.tools import CHECK
from tests.made import books, made, shown

VAULTS = ("secrets.yaml.age", "secrets/finance.yaml.age", "secrets/recipients.yaml")


@pytest.mark.parametrize(
    ("secrets", "files", "expected"),
    [
        (["default/a", "finance/b"], VAULTS, []),
        (["default/a", "finance/b"], (), []),
        (["default/a", "finance/b"], ("secrets/recipients.yaml",), []),
        (["finance/b"], ("secrets/finance.yaml.age",), []),
        ([], VAULTS, []),
        (["default/a", "finanze/b"], VAULTS, ["finanze: did you mean finance?"]),
        (["default/a"], ("secrets/finance.yaml.age",), ["default: vaults here: finance"]),
        (["it/a", "it/b"], VAULTS, ["it: vaults here: default, finance"] * 2),
    ],
)
def test_vaults_are_there_where_there_are_any(secrets: list[str], files: tuple[str, ...], expected: list[str]) -> None:
    found = list(CHECK.run(books(made("tool", "mail", name="Mail", secrets=secrets), files=files)))
    assert [f"{each.message.split()[-2]}: {each.hint}" for each in found] == expected


def test_the_warning_says_where_and_what() -> None:
    (found,) = CHECK.run(books(made("tool", "mail", name="Mail", secrets=["default/a", "it/a"]), files=VAULTS))
    assert str(found) == "tools/mail.md:1: warning: it/a: there is no vault it here [missing-vault]"
    assert found.about == ("secrets", 1)


def test_the_contract_is_there() -> None:
    (found,) = shown(dangling(books(made("tool", "mail", name="Mail", contract="mailx"))))
    assert found == "tools/mail.md:1: error: contract: there is no contract mailx [missing-record]"
