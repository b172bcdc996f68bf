"""SSH keys as identities: out of their passphrase, in memory, and the public half of them."""

from __future__ import annotations

from backoffice.core.errors import RefusedError
from backoffice.core.hints import Any
from backoffice.vault.secret import Secret

HEADERS = (b"-----BEGIN OPENSSH PRIVATE KEY-----", b"-----BEGIN RSA PRIVATE KEY-----")
_WAY_OUT = "age knows ssh-ed25519 and ssh-rsa keys"


def is_ssh_key(raw: bytes) -> bool:
    """Tell whether bytes begin as the private keys that age can use do."""
    return raw.lstrip().startswith(HEADERS)


def is_protected(raw: bytes) -> bool:
    """Tell whether a private ssh key is under a passphrase."""
    if b"Proc-Type: 4,ENCRYPTED" in raw:
        return True
    try:
        _load(raw, None)
    except TypeError:  # how cryptography says that a passphrase is missing
        return True
    except Exception:  # noqa: BLE001 - whatever else is wrong is told when the key is used
        return False
    return False


def unprotected(raw: bytes, passphrase: Secret, *, path: str) -> bytes:
    """Return a private ssh key without its passphrase, in OpenSSH's format.

    Raises:
        RefusedError: The passphrase is wrong, or the key cannot be read.
    """
    from cryptography.hazmat.primitives import serialization

    try:
        key = _load(raw, passphrase.reveal().encode())
    except Exception:  # noqa: BLE001 - half a dozen classes by format; none may show the key in a traceback
        raise RefusedError(f"the passphrase does not open {path}", hint=_WAY_OUT) from None
    return bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, serialization.NoEncryption())
    )


def public_of(raw: bytes) -> str:
    """Return the public half of an unprotected ssh key, ``ssh-ed25519 AAAA…``."""
    from cryptography.hazmat.primitives import serialization

    public = _load(raw, None).public_key()
    return str(public.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode())


def _load(raw: bytes, passphrase: bytes | None) -> Any:  # noqa: ANN401 - any sort of private key
    from cryptography.hazmat.primitives import serialization

    if raw.lstrip().startswith(HEADERS[0]):
        return serialization.load_ssh_private_key(raw, passphrase)
    return serialization.load_pem_private_key(raw, passphrase)
