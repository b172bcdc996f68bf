"""A message as a draft: what mail programs read from it, the same bytes again, and headers nobody can break out of."""

import email
import email.policy

import pytest

from backoffice.core.errors import RefusedError
from backoffice.mail.draft import Attached, Mail, draft

MAIL = Mail(
    key="reminder INV-2026-0001--1",
    sender=("Müller, Söhne & Co", "ada@studio.example"),
    to="pay@acme.example",
    subject="Mahnung: Rechnung vom 1. März",
    text="Sehr geehrte Damen und Herren,\n\n9,50 € fehlen.\n",
    attached=Attached("INV-2026-0001-1.pdf", b"%PDF-1.7\n\x00\xff"),
)


def test_it_reads_back_as_it_was_meant() -> None:
    message = email.message_from_bytes(draft(MAIL), policy=email.policy.default)
    sender = message["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == MAIL.sender
    assert (message["To"], message["Subject"], message["X-Unsent"]) == (MAIL.to, MAIL.subject, "1")
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == MAIL.text
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == MAIL.attached


def test_the_same_message_is_the_same_bytes_and_has_one_id() -> None:
    assert draft(MAIL) == draft(MAIL)
    ids = [email.message_from_bytes(draft(each))["Message-ID"] for each in (MAIL, MAIL._replace(text="x"))]
    assert ids[0] == ids[1] != email.message_from_bytes(draft(MAIL._replace(key="other")))["Message-ID"]


@pytest.mark.parametrize(
    "hostile",
    [
        MAIL._replace(subject="x\r\nBcc: evil@example"),
        MAIL._replace(subject="=?utf-8?q?x=0ABcc:?="),
        MAIL._replace(to="a@b.example\nBcc: c@d.example"),
        MAIL._replace(to="a@b.example, c@d.example"),
        MAIL._replace(to="nobody at all"),
        MAIL._replace(sender=("x\x00", "a@b.example")),
        MAIL._replace(attached=Attached("a\nb.pdf", b"")),
    ],
)
def test_headers_are_one_line_and_addresses_one_address(hostile: Mail) -> None:
    with pytest.raises(RefusedError):
        draft(hostile)
