"""A message as a draft: the bytes of an ``.eml`` file, which any mail program opens, and the same on every machine."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from backoffice.core.canonical import digest_of
from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple

OUTBOX = "outbox"
"""The folder where drafts wait to be looked at and sent."""


class Attached(NamedTuple):
    """A PDF that goes along."""

    name: str
    content: bytes


class Mail(NamedTuple):
    """One message. ``key`` is what makes it this message: the same key, the same Message-ID."""

    key: str
    sender: tuple[str, str]
    to: str
    subject: str
    text: str
    attached: Attached


def draft(mail: Mail) -> bytes:
    """Return a message as the bytes of an ``.eml`` file that mail programs open as a draft.

    Raises:
        RefusedError: when a header would hold control characters or an encoded word, or an address is none.
    """
    name, address = mail.sender
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(name, address)
    message["To"] = _address("", mail.to)
    message["Subject"] = _header(mail.subject)
    message["Message-ID"] = f"<{digest_of(mail.key)[:32]}@{address.rpartition('@')[2]}>"
    message["X-Unsent"] = "1"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_attachment(
        mail.attached.content, maintype="application", subtype="pdf", filename=_header(mail.attached.name)
    )
    message.set_boundary(f"={digest_of([mail.key, mail.text])[:32]}")
    return message.as_bytes()


def _address(name: str, address: str) -> Address:
    try:
        return Address(_header(name), addr_spec=_header(address))
    except ValueError:
        raise RefusedError(f"{address!r} is no address to write to") from None


def _header(text: str) -> str:
    if "=?" in text or any(not each.isprintable() for each in text):
        raise RefusedError(f"{text!r} cannot stand at the head of a message")
    return text
