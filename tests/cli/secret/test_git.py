"""git and vaults: two branches become one, diffs show digests, and nothing in clear text gets in."""

import shutil
from pathlib import Path

import pytest

from backoffice.workspace import trust
from backoffice.workspace.drivers import settings
from tests.cli.secret.safe import CANARY, Safe


def branch(safe: Safe, *, driver: bool) -> Safe:
    """Return a vault with two entries, on a branch ``theirs`` that both sides will leave."""
    safe.add("acme/mail", "base")
    safe.add("acme/ftp", "base")
    if not driver:
        safe.git("config", "--remove-section", "merge.backoffice")
    safe.git("branch", "theirs")
    return safe


def on_theirs(safe: Safe, *words: str, given: str = "theirs") -> None:
    """Change the vault on the other branch, and come back to ours."""
    safe.git("switch", "--quiet", "theirs")
    safe.fine("accept-older", "--yes")
    safe.fine(*words, given=given)
    safe.git("switch", "--quiet", "main")
    safe.fine("accept-older", "--yes")


@pytest.mark.parametrize("driver", [True, False])
def test_changes_of_both_sides_come_together(safe: Safe, *, driver: bool) -> None:
    branch(safe, driver=driver)
    on_theirs(safe, "edit", "acme/ftp", "--stdin")
    safe.add("bank", "new")
    safe.fine("edit", "acme/mail", "-f", "pin", "--stdin", given="ours")
    said = safe.git("merge", "--no-edit", "theirs", fine=False)
    if not driver:
        assert "CONFLICT" in said
        assert safe.git("ls-files", "--unmerged").count("secrets.yaml.age") == 3
        assert "it is staged" in safe.fine("merge").out
        safe.git("commit", "--quiet", "--no-edit")
    assert safe.git("status", "--porcelain") == ""
    assert [safe.get(*each) for each in (("acme/ftp",), ("acme/mail", "pin"), ("bank",))] == ["theirs", "ours", "new"]
    safe.add("afterwards")


@pytest.mark.parametrize("driver", [True, False])
def test_what_both_changed_is_kept_twice(safe: Safe, *, driver: bool) -> None:
    branch(safe, driver=driver)
    on_theirs(safe, "edit", "acme/mail", "--stdin")
    safe.fine("edit", "acme/mail", "--stdin", given="ours")
    said = safe.git("merge", "--no-edit", "theirs", fine=False)
    assert "CONFLICT" in said
    assert ("default/acme/mail: password" in said) == driver
    said_by_us = safe.run("merge")
    assert said_by_us.code == 1
    assert "default/acme/mail: password" in said_by_us.out
    safe.git("commit", "--quiet", "--no-edit")
    assert safe.get("acme/mail") == "ours"
    assert safe.fine("show", "acme/mail", "--format", "json").json["data"]["conflict"] == ["password"]
    assert safe.run("audit", "--only", "conflict").code == 1
    safe.fine("edit", "acme/mail", "--theirs", "password")
    assert safe.get("acme/mail") == "theirs"
    assert safe.run("audit", "--only", "conflict").code == 0


def test_ours_can_be_kept_as_well(safe: Safe) -> None:
    branch(safe, driver=True)
    on_theirs(safe, "remove", "acme/mail", "--yes")
    safe.fine("edit", "acme/mail", "--stdin", given="ours")
    safe.git("merge", "--no-edit", "theirs", fine=False)
    assert "default/acme/mail: deleted" in safe.run("merge").out
    safe.git("commit", "--quiet", "--no-edit")
    safe.fine("edit", "acme/mail", "--keep", "deleted")
    assert safe.fine("show", "acme/mail", "--format", "json").json["data"]["conflict"] == []


def test_a_rebase_meets_the_driver_as_well(safe: Safe) -> None:
    branch(safe, driver=True)
    on_theirs(safe, "edit", "acme/ftp", "--stdin")
    safe.add("bank", "new")
    safe.git("rebase", "--quiet", "theirs")
    assert (safe.get("acme/ftp"), safe.get("bank")) == ("theirs", "new")


def test_without_an_identity_the_driver_changes_nothing(safe: Safe) -> None:
    branch(safe, driver=True)
    on_theirs(safe, "edit", "acme/ftp", "--stdin")
    safe.add("bank", "new")
    ours = safe.vault.read_bytes()
    hidden = safe.identity.rename(safe.identity.with_name("hidden"))
    said = safe.git("merge", "--no-edit", "theirs", fine=False)
    assert "you have no identity" in said
    assert "backoffice secret merge" in said
    assert safe.vault.read_bytes() == ours
    assert len(safe.git("ls-files", "--unmerged").splitlines()) == 3
    hidden.rename(safe.identity)
    safe.fine("merge")
    assert (safe.get("acme/ftp"), safe.get("bank")) == ("theirs", "new")


def test_a_merge_never_encrypts_for_somebody_who_left_on_the_other_side(safe: Safe) -> None:
    bob = safe.clone("bob")
    bob.fine("init", "--no-input", "--name", "bob")
    safe.fine("recipients", "add", "bob", bob.public)
    branch(safe, driver=True)
    on_theirs(safe, "offboard", "bob", "--yes")
    accept(safe)
    safe.add("bank", CANARY)
    said = safe.git("merge", "--no-edit", "theirs", fine=False)
    assert "somebody left on the other side" in said
    assert "changed behind your back" in safe.refused("merge")
    assert safe.run("recipients", "accept").code == 2
    accept(safe)
    assert "look at bank" in safe.fine("merge").err
    safe.git("commit", "--quiet", "--no-edit")
    assert safe.get("bank") == CANARY
    bob.git("pull", "--quiet", str(safe.root))
    assert "not encrypted for any of your keys" in bob.refused("list")


def accept(safe: Safe) -> None:
    """Accept the recipients as they are in the working tree now, with or without a merge under way."""
    safe.run("recipients", "accept", "--yes")


def test_a_vault_that_one_side_removed_is_not_guessed_about(safe: Safe) -> None:
    branch(safe, driver=True)
    safe.git("switch", "--quiet", "theirs")
    safe.git("rm", "--quiet", "secrets.yaml.age")
    safe.git("commit", "--quiet", "--message=Remove")
    safe.git("switch", "--quiet", "main")
    safe.add("bank")
    safe.git("merge", "--no-edit", "theirs", fine=False)
    assert "one side removed secrets.yaml.age" in safe.refused("merge")


def test_diffs_show_digests_and_git_keeps_none_of_it(safe: Safe) -> None:
    safe.add("acme/mail", "first")
    safe.fine("edit", "acme/mail", "--stdin", given=CANARY)
    diff = safe.git("diff", "HEAD~", "HEAD")
    assert diff.count('"#') == 2
    assert "acme/mail" in diff
    assert CANARY not in diff
    assert safe.git("for-each-ref", "refs/notes") == ""
    safe.identity.unlink()
    assert "you have no identity" in safe.git("diff", "HEAD~", "HEAD")


def test_our_drivers_need_no_trust_and_others_do(safe: Safe) -> None:
    from backoffice.workspace.place import Place

    place = Place(str(safe.root))
    assert trust.risks(place) == []
    safe.git("config", "merge.backoffice.driver", f"{settings()['merge.backoffice.driver']}; other")
    assert [risk.key for risk in trust.risks(place)] == ["merge.backoffice.driver"]
    assert not trust.trusted(place, outward=True)
    safe.fine("init", "--no-input")
    assert trust.risks(place) == []


def test_doctor_knows_how_the_vault_is(safe: Safe) -> None:
    def found() -> dict[str, str]:
        rows = safe.backoffice("doctor", "--format", "json").json["data"]
        return {row["what"]: row["state"] for row in rows if "vault" in row["what"] or "age" in row["what"]}

    assert found() == {"vault in git": "fine", "vault identity": "fine", "secrets.yaml.age": "hint"}
    spare = safe.clone("spare")
    spare.fine("init", "--no-input")
    safe.fine("recipients", "add", "spare", spare.public)
    assert found()["secrets.yaml.age"] == "fine"
    safe.git("config", "--unset", "merge.backoffice.driver")
    assert found()["vault in git"] == "hint"
    safe.git("update-ref", "refs/notes/textconv/backoffice", "HEAD")
    assert found()["vault in git"] == "problem"
    safe.identity.chmod(0o644)
    assert safe.backoffice("doctor").code == 1


PRIVATE = "AGE-SECRET-KEY-1QQPQYSZQGPQYSZQGPQYSZQGPQYSZQGPQYSZQGPQYSZQGPQYSZQGP3S9WEM"


def test_check_finds_what_lies_about(safe: Safe) -> None:
    safe.add("acme/mail")
    assert safe.backoffice("check").code == 0
    (safe.root / "secrets.yaml").write_text("acme/mail: x\n")
    (safe.root / "secrets" / "bank.yaml").write_text("bank: x\n")
    (safe.root / "notes.txt").write_text(f"do not lose:\n{PRIVATE}\n")
    (safe.root / "id").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\n")
    (safe.root / "backup.age").write_text("not encrypted\n")
    (safe.root / "armored.age").write_text("-----BEGIN AGE ENCRYPTED FILE-----\n")
    said = safe.backoffice("check")
    assert said.code == 1
    errors = [line for line in said.out.splitlines() if "error:" in line]
    assert errors == [
        "backup.age: error: this is no age file [not-encrypted]",
        "id:1: error: a private key in the workspace [private-key]",
        "notes.txt:2: error: a private key in the workspace [private-key]",
        "secrets.yaml: error: clear text beside secrets.yaml.age [clear-text]",
        "secrets/bank.yaml: error: clear text among the vaults [clear-text]",
    ]
    assert PRIVATE not in said.out


def test_the_hook_refuses_it_before_it_is_history(safe: Safe) -> None:
    safe.fine("hook")
    (safe.root / "key.txt").write_text(PRIVATE)
    safe.git("add", "key.txt")
    said = safe.git("commit", "--message=Oops", fine=False)
    assert "key.txt:1: error: a private key in the workspace [private-key]" in said
    assert safe.git("log", "-1", "--format=%s") != "Oops\n"
    (safe.root / "key.txt").write_text("nothing")
    safe.git("commit", "--quiet", "--message=Fine", "--only", "key.txt")
    safe.fine("hook")


def test_a_hook_of_ones_own_stays(safe: Safe) -> None:
    hook = safe.root / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\n")
    assert "add this line to your pre-commit hook: " in safe.refused("hook")


def test_init_writes_the_lines_that_git_needs_once(nobody: Safe) -> None:
    attributes = nobody.root / ".gitattributes"
    attributes.write_text("*.age   -text\n")
    nobody.fine("init", "--no-input")
    nobody.fine("init", "--no-input")
    assert attributes.read_text() == "*.age   -text\n*.age -text diff=backoffice merge=backoffice\n"
    assert nobody.git("check-attr", "diff", "merge", "text", "--", "secrets/x.yaml.age").split("\n")[:3] == [
        "secrets/x.yaml.age: diff: backoffice",
        "secrets/x.yaml.age: merge: backoffice",
        "secrets/x.yaml.age: text: unset",
    ]


def test_a_workspace_in_a_folder_of_a_bigger_repository(nobody: Safe, tmp_path: Path) -> None:
    big = Safe(tmp_path / "big", nobody.home)
    shutil.copytree(nobody.root, big.root / "office", ignore=shutil.ignore_patterns(".git"))
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=Start"]):
        big.git(*words)
    office = Safe(big.root / "office", nobody.home)
    office.fine("init", "--no-input")
    branch(office, driver=True)
    on_theirs(office, "edit", "acme/ftp", "--stdin")
    office.add("bank", "new")
    office.git("merge", "--no-edit", "theirs")
    assert (office.get("acme/ftp"), office.get("bank")) == ("theirs", "new")
    assert len(office.fine("history", "bank").rows) == 1


@pytest.mark.parametrize("driver", [True, False])
@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_side_that_is_damaged_is_told_and_nothing_is_overwritten(safe: Safe, side: str, *, driver: bool) -> None:
    branch(safe, driver=driver)
    on_theirs(safe, "edit", "acme/ftp", "--stdin")
    safe.add("bank", "new")
    safe.git("switch", "--quiet", {"ours": "main", "theirs": "theirs"}[side])
    safe.vault.write_bytes(safe.vault.read_bytes()[:-20])
    safe.git("commit", "--quiet", "--all", "--message=Damage")
    safe.git("switch", "--quiet", "main")
    before = safe.vault.read_bytes()
    assert "CONFLICT" in safe.git("merge", "--no-edit", "theirs", fine=False)
    assert safe.vault.read_bytes() == before
    said = safe.refused("merge")
    assert f"secrets.yaml.age ({side}) is damaged or was tampered with" in said
    way = {"ours": "--theirs", "theirs": "--ours"}[side]
    assert f"git checkout {way} secrets.yaml.age" in said
    safe.git("checkout", way, "secrets.yaml.age")
    safe.git("add", "secrets.yaml.age")
    safe.git("commit", "--quiet", "--no-edit")
    safe.run("accept-older", "--yes")
    assert safe.get("acme/mail") == "base"


def test_only_a_file_can_be_shown_in_a_diff(safe: Safe) -> None:
    for path in ("nope", "", "x" * 300):
        assert safe.run("textconv", path).code == 2
