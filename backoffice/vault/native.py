"""Age as its library has it: the only importer of pyrage, and of its functions on bytes alone.

Its functions on files leave partial plain text that anybody can read, and empty the target without recipients.
"""

from pyrage import (
    DecryptError,
    EncryptError,
    IdentityError,
    RecipientError,
    decrypt,
    encrypt,
    passphrase,
    plugin,
    ssh,
    x25519,
)

__all__ = [
    "DecryptError",
    "EncryptError",
    "IdentityError",
    "RecipientError",
    "decrypt",
    "encrypt",
    "passphrase",
    "plugin",
    "ssh",
    "x25519",
]
