"""Small PDFs made in a test: letters, and scans that are nothing but a picture."""

import zlib


def pdf(*pages: str) -> bytes:
    """Return a PDF with these pages, a line of text for each line."""
    contents = [_letters(page) for page in pages]
    return _file([(content, b"/Font << /F 3 0 R >>") for content in contents])


def image_pdf(side: int = 8) -> bytes:
    """Return a PDF of one page with a grey square for a scan."""
    image = b"q 500 0 0 700 40 40 cm BI /W %d /H %d /CS /G /BPC 8 ID " % (side, side) + b"\x99" * side * side + b" EI Q"
    return _file([(image, b"")])


def _letters(text: str) -> bytes:
    lines = text.encode("cp1252", "replace").split(b"\n")
    shown = b" T* ".join(b"(%s) Tj" % line.translate(None, b"()\\") for line in lines)
    return b"BT /F 11 Tf 14 TL 60 780 Td " + shown + b" ET"


def _file(pages: list[tuple[bytes, bytes]]) -> bytes:
    first = 4
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(pages), kids),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, (content, resources) in enumerate(pages):
        packed = zlib.compress(content)
        head = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R " % (first + 2 * at + 1)
        objects.append(head + b"/Resources << %s >> >>" % resources)
        objects.append(b"<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream" % (len(packed), packed))
    raw, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(raw))
    return raw + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + rows + end
