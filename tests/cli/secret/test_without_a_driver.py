"""Where git does not know our driver it may merge a vault as text, and spoil the file: both sides can be found."""

from tests.cli.secret.safe import Safe


def test_a_vault_spoiled_by_a_merge_of_lines_is_told_and_repaired(safe: Safe) -> None:
    safe.add("x", "base")
    ours = safe.vault.read_bytes()
    safe.git("switch", "--quiet", "--create", "theirs")
    safe.fine("edit", "x", "--stdin", given="theirs")
    theirs = safe.vault.read_bytes()
    safe.git("switch", "--quiet", "main")
    safe.fine("accept-older", "--yes")
    safe.add("y", "ours")
    safe.git("config", "--remove-section", "merge.backoffice")
    safe.git("merge", "theirs", fine=False)
    header, _, payload = ours.partition(b"\n")
    spoiled = b"\n".join([header, b"<<<<<<< HEAD", payload, b"=======", theirs, b">>>>>>> theirs\n"])
    safe.vault.write_bytes(spoiled)
    said = safe.refused("show", "x")
    assert "has unresolved merge marks" in said
    assert "`backoffice secret merge`" in said
    safe.fine("merge")
    assert (safe.get("x"), safe.get("y")) == ("theirs", "ours")
