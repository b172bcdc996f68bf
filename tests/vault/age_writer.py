"""A second, independent writer of age files (X25519, scrypt), from the specification, which can write them wrong."""

import hashlib
import hmac
import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CHUNK = 64 * 1024
VERSION = "age-encryption.org/v1"
ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def point(recipient: str) -> bytes:
    """Return the 32 bytes of an ``age1…`` recipient (bech32; the checksum is not looked at)."""
    bits = "".join(f"{ALPHABET.index(each):05b}" for each in recipient.partition("1")[2][:-6])
    return bytes(int(bits[at : at + 8], 2) for at in range(0, 256, 8))


def hkdf(secret: bytes, salt: bytes, info: str) -> bytes:
    return HKDF(SHA256(), 32, salt, info.encode()).derive(secret)


def b64(raw: bytes) -> str:
    return b64encode(raw).decode().rstrip("=")


def wrapped(file_key: bytes, recipient: str) -> tuple[str, bytes]:
    """Return the share and the body of an X25519 stanza."""
    private, public = X25519PrivateKey.generate(), point(recipient)
    share = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    shared = private.exchange(X25519PublicKey.from_public_bytes(public))
    key = hkdf(shared, share + public, f"{VERSION}/X25519")
    return b64(share), ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)


@dataclass
class AgeFile:
    """The parts of an age file, each of which can be replaced before it is written."""

    file_key: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    version: str = VERSION
    stanzas: list[str] = field(default_factory=list)
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    eol: str = "\n"
    mac: str | None = None

    def to(self, recipient: str, *, share: str | None = None, tamper: bool = False, more: str = "") -> "AgeFile":
        """Add a stanza for a recipient: right, or with another share, a broken body, a further argument."""
        own, body = wrapped(self.file_key, recipient)
        if tamper:
            body = body[:-1] + bytes([body[-1] ^ 1])
        self.stanzas.append(f"-> X25519 {share or own}{more}\n{b64(body)}\n")
        return self

    def under(self, passphrase: str, *, work: int = 4) -> "AgeFile":
        """Add a stanza for a passphrase, with 2^work rounds: programs that are to be secure write eighteen."""
        salt = secrets.token_bytes(16)
        key = hashlib.scrypt(
            passphrase.encode(), salt=f"{VERSION}/scrypt".encode() + salt, n=1 << work, r=8, p=1, dklen=32
        )
        body = ChaCha20Poly1305(key).encrypt(bytes(12), self.file_key, None)
        self.stanzas.append(f"-> scrypt {b64(salt)} {work}\n{b64(body)}\n")
        return self

    def header(self) -> bytes:
        text = "".join([f"{self.version}\n", *self.stanzas, "---"]).replace("\n", self.eol)
        mac = hmac.digest(hkdf(self.file_key, b"", "header"), text.encode(), hashlib.sha256)
        return f"{text} {b64(mac) if self.mac is None else self.mac}{self.eol}".encode()

    def stream(self, chunks: Sequence[tuple[bytes, bool]]) -> bytes:
        """Return chunks, each with whether it says that it is the last."""
        cipher = ChaCha20Poly1305(hkdf(self.file_key, self.nonce, "payload"))
        return self.nonce + b"".join(
            cipher.encrypt(number.to_bytes(11, "big") + bytes([last]), chunk, None)
            for number, (chunk, last) in enumerate(chunks)
        )

    def holding(self, plain: bytes) -> bytes:
        """Return the file that holds a text."""
        pieces = [plain[at : at + CHUNK] for at in range(0, len(plain), CHUNK)] or [b""]
        return self.header() + self.stream([(piece, piece is pieces[-1]) for piece in pieces])


def armored(raw: bytes, *, width: int = 64, eol: str = "\n", kind: str = "AGE ENCRYPTED FILE") -> bytes:
    text = b64encode(raw).decode()
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    return eol.join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----", ""]).encode()


def protected(text: str, passphrase: str) -> bytes:
    """Return an identity file under a passphrase that takes no time to open."""
    return armored(AgeFile().under(passphrase).holding(text.encode()))
