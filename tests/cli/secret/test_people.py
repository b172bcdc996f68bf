"""Several people: who can read what, who changed that, and what follows when somebody leaves."""

import pytest

from tests.cli.secret.safe import CANARY, Safe


@pytest.fixture
def team(safe: Safe) -> tuple[Safe, Safe]:
    """Ann and bob, who both read the default vault; bob has looked at the recipients."""
    safe.add("acme/mail", CANARY, "--owner", "bob")
    bob = safe.clone("bob")
    bob.fine("init", "--no-input", "--name", "bob")
    safe.fine("recipients", "add", "bob", bob.public)
    pull(bob)
    bob.fine("recipients", "accept", "--yes")
    return safe, bob


def pull(safe: Safe) -> str:
    return safe.git("pull", "--quiet", "--no-rebase", "--no-edit", fine=False)


def test_a_colleague_is_let_in(safe: Safe) -> None:
    safe.add("acme/mail", CANARY)
    bob = safe.clone("bob")
    said = bob.fine("init", "--no-input", "--name", "bob").out
    assert "not encrypted for any of your keys" in said
    assert bob.public in said
    assert "not encrypted for any of your keys" in bob.refused("show", "acme/mail")
    safe.fine("recipients", "add", "bob", bob.public)
    pull(bob)
    assert bob.get("acme/mail") == CANARY
    rows = bob.fine("recipients", "list", "--format", "json").json["data"]
    assert [(row["name"], row["vaults"], row["key"]) for row in rows] == [
        ("ann", "default", safe.public),
        ("bob", "default", bob.public),
    ]


def test_a_recipient_added_behind_our_back_stops_every_encryption(team: tuple[Safe, Safe]) -> None:
    ann, bob = team
    mallory = ann.clone("mallory")
    mallory.fine("init", "--no-input", "--name", "mallory")
    with bob.people.open("a") as file:
        file.write(f"mallory:\n  keys: [{mallory.public}]\n")
    bob.git("commit", "--quiet", "--all", "--message=Update")
    ann.git("pull", "--quiet", str(bob.root))
    assert ann.get("acme/mail") == CANARY
    for words in (["add", "x", "--stdin"], ["remove", "acme/mail", "--yes"], ["rotate", "acme/mail"]):
        assert "the recipients were changed behind your back" in ann.refused(*words, given="x")
    assert "changed behind your back" in ann.refused("recipients", "add", "carl", mallory.public)
    said = ann.run("recipients", "accept")
    assert said.code == 2
    assert f"+ default: mallory {mallory.public}" in said.err
    assert "nobody is here to agree" in said.err
    mallory.git("pull", "--quiet", str(ann.root))
    assert "not encrypted" in mallory.refused("list")
    ann.fine("recipients", "accept", "--yes")
    mallory.git("pull", "--quiet", str(ann.root))
    assert mallory.get("acme/mail") == CANARY


def test_whoever_leaves_reads_no_more_and_leaves_work_behind(team: tuple[Safe, Safe]) -> None:
    ann, bob = team
    ann.add("acme/ftp", "later", "--owner", "ann")
    pull(bob)
    said = ann.fine("offboard", "bob", "--yes")
    assert said.out.splitlines() == [
        "bob can no longer read default.",
        "2 secrets to change; `backoffice secret rotate` lists them:",
        "  acme/ftp: password by 2026-12-05, ann",
        "  acme/mail: password by 2026-12-05, bob (who leaves)",
        "Old commits stay readable to bob, and what was read may be remembered: change what is due.",
    ]
    pull(bob)
    assert "not encrypted for any of your keys" in bob.refused("list")
    due = ann.fine("rotate", "--format", "json").json["data"]
    assert [(row["due"], row["name"], row["why"]) for row in due] == [
        ("2026-12-05", "acme/ftp", "bob left on 2026-11-21"),
        ("2026-12-05", "acme/mail", "bob left on 2026-11-21"),
    ]
    ann.fine("rotate", "acme/mail", day="2026-11-25")
    assert [row["name"] for row in ann.fine("rotate", "--format", "json").json["data"]] == ["acme/ftp"]
    assert "bob" not in ann.people.read_text()


def test_what_a_leaver_forges_with_the_public_keys_is_refused(team: tuple[Safe, Safe]) -> None:
    """The leaver still has an old vault, and the public keys of everybody; not the new store key."""
    ann, bob = team
    old = bob.vault.read_bytes()
    ann.fine("offboard", "bob", "--yes")
    ann.vault.write_bytes(old)
    assert "is forged" in ann.refused("list")


def test_nobody_locks_themselves_out_by_accident(safe: Safe) -> None:
    safe.add("x", "y")
    assert "nobody but ann can read the vault default" in safe.refused("recipients", "remove", "ann", "--yes")
    bob = safe.clone("bob")
    bob.fine("init", "--no-input", "--name", "bob")
    safe.fine("recipients", "add", "bob", bob.public)
    assert "you could not open the vault default afterwards" in safe.refused("recipients", "remove", "ann", "--yes")
    safe.fine("recipients", "remove", "ann", "--yes", "--force")
    assert "not encrypted" in safe.refused("list")


def test_one_vault_is_taken_away(team: tuple[Safe, Safe]) -> None:
    ann, bob = team
    ann.fine("init", "--no-input", "--vault", "finance")
    ann.add("finance/bank", CANARY)
    ann.fine("recipients", "add", "bob", bob.public, "--vault", "finance")
    pull(bob)
    assert bob.get("finance/bank") == CANARY
    ann.fine("recipients", "remove", "bob", "--vault", "finance", "--yes")
    pull(bob)
    assert bob.get("acme/mail") == CANARY
    assert "not encrypted" in bob.refused("show", "finance/bank")
    assert [row["name"] for row in ann.fine("rotate", "--format", "json").json["data"]] == ["bank"]


def test_who_moved_vaults_is_remembered(team: tuple[Safe, Safe]) -> None:
    """Bob has read it before it went where he cannot; when he leaves, it is due all the same."""
    ann, _ = team
    ann.fine("init", "--no-input", "--vault", "finance")
    ann.fine("move", "acme/mail", "finance/mail")
    rows = ann.fine("who", "finance/mail", "--format", "json").json["data"]
    assert [(row["name"], row["reads"], row["until"]) for row in rows] == [
        ("ann", "yes", None),
        ("bob", "before", "2026-11-21"),
    ]
    assert "mail: password by" in ann.fine("offboard", "bob", "--yes").out


def test_a_private_key_is_no_recipient(safe: Safe) -> None:
    secret = next(line for line in safe.identity.read_text().splitlines() if line.startswith("AGE-SECRET-KEY"))
    said = safe.refused("recipients", "add", "bob", secret)
    assert "this is a private key, not a recipient" in said
    assert secret not in said


def test_a_broken_file_of_recipients_is_located(safe: Safe) -> None:
    safe.people.write_text(safe.people.read_text() + "bob: {keys: [age1notakey]}\n")
    said = safe.run("add", "x", "--stdin", given="x")
    assert said.code == 1
    assert "secrets/recipients.yaml:5:" in said.err
    assert "[recipients]" in said.err


def test_recipients_can_be_accepted_where_there_is_no_vault_yet(safe: Safe) -> None:
    """Somebody removed a vault that nobody could open any more; the file of recipients is still there."""
    safe.git("rm", "--quiet", "secrets.yaml.age")
    safe.git("commit", "--quiet", "--message=Remove")
    safe.people.write_text(safe.people.read_text().replace("ann:", "anna:"))
    safe.fine("recipients", "accept", "--yes")
    assert "anna can read it" in safe.fine("init", "--no-input").out
    safe.add("x")
