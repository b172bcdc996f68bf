"""What never changes again: the digest of a frozen document's facts."""

from __future__ import annotations

import hashlib
import json

from backoffice.core.plain import tree_of


def digest_of(facts: object) -> str:
    """Return the SHA-256 of a record's facts in canonical JSON: sorted keys, no spaces, every value as text.

    Neither the private notes below the fields nor the record's place are among the facts.
    """
    text = json.dumps(tree_of(facts), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
