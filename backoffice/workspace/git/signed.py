"""Who signed the commits of a file, by ssh keys that are known; no other program for signatures is run."""

from __future__ import annotations

import os

from backoffice.core.named import NamedTuple
from backoffice.workspace.git.call import run
from backoffice.workspace.git.read import head
from backoffice.workspace.place import Place

_ONLY_SSH = {
    "gpg.program": "false",
    "gpg.openpgp.program": "false",
    "gpg.x509.program": "false",
    "gpg.ssh.program": "ssh-keygen",
    "gpg.ssh.revocationFile": "",
}


class Signature(NamedTuple):
    """What git says of a signature: ``G`` good, ``U`` of an unknown key, ``B`` bad, ``N`` none; and whose it is."""

    state: str
    signer: str


def signatures(place: Place, path: str, *, allowed: str, limit: int) -> dict[str, Signature]:
    """Return the signature of each commit that changed a file, by commit, newest first.

    Args:
        place: The workspace.
        path: The file.
        allowed: Path of a file of known keys, as ``ssh-keygen`` takes them (ALLOWED SIGNERS).
        limit: At most so many.
    """
    if head(place) is None:
        return {}
    settings = {**_ONLY_SSH, "gpg.ssh.allowedSignersFile": os.path.abspath(allowed)}
    options = [word for item in settings.items() for word in ("-c", "=".join(item))]
    words = ("log", "-z", "--format=%H%x00%G?%x00%GS", f"--max-count={limit}", "--", path)
    fields = run(place, *options, *words).decode("utf-8", "surrogateescape").split("\0")
    rows = zip(fields[::3], fields[1::3], fields[2::3], strict=False)
    return {oid: Signature(state, signer) for oid, state, signer in rows}
