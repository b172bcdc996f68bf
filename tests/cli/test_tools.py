"""`tool list`, `new` and `show`: what one does with tools when there is no vault at all."""

from __future__ import annotations

from tests.cli.desk import Desk

MAIL = "---\nname: Mail\nowner: Kim\nusers: [Bob]\nsecrets: [default/mail, 'default/two words']\n---\nAsk Bob.\n"
BANK = "---\nname: Bank\nowner: Kim\n---\n"


def test_show_names_the_commands_that_show_its_secrets(desk: Desk) -> None:
    desk.write({"tools/mail.md": MAIL, "tools/bank.md": BANK})
    said = desk.run("tool", "show", "mail")
    assert said.out.partition("Look up its secrets\n")[2].splitlines() == [
        "backoffice secret show default/mail",
        "backoffice secret show 'default/two words'",
        "",
        "Notes",
        "Ask Bob.",
    ]
    assert "Look up" not in desk.run("tool", "show", "bank").out
    data = desk.run("tool", "show", "mail", "--format", "json").json["data"]
    assert data["commands"] == ["backoffice secret show default/mail", "backoffice secret show 'default/two words'"]
    assert data["fields"]["secrets"] == ["default/mail", "default/two words"]


def test_a_list_is_narrowed_to_one_owner_or_to_what_depends_on_one_person(desk: Desk) -> None:
    desk.write({"tools/mail.md": MAIL, "tools/bank.md": BANK})

    def listed(*options: str) -> list[str]:
        return [row["id"] for row in desk.run("tool", "list", "--format", "json", *options).json["data"]]

    assert listed("--owner", "kim") == ["bank", "mail"]
    assert listed("--owner", "bob") == []
    assert listed("--one-person") == ["bank"]


def test_a_secret_without_its_vault_is_not_written(desk: Desk) -> None:
    said = desk.run("tool", "new", "git", "--set", "name=Git", "--set", "secrets[1]=git")
    assert said.code == 1
    assert "secrets[1] should be a secret by vault and name" in said.err
    assert not (desk.root / "tools").exists()
    desk.write({"tools/bad.md": "---\nname: Bad\nsecrets: [default/git, git]\n---\n"})
    said = desk.run("check")
    assert said.out.splitlines()[0].startswith("tools/bad.md:3:24: error: secrets[2] should be a secret by vault")
    (desk.root / "tools/bad.md").unlink()
    assert desk.run("tool", "new", "git", "--set", "name=Git", "--set", "secrets[1]=default/git").code == 0
    assert desk.run("check").code == 0
