"""What --dry-run shows."""

from backoffice.workspace.preview import preview

FILES = {
    "clients/acme.md": b"name: Acme\nterms: 14d\n",
    "drafts/one.md": b"client: acme\nlines: 1\n",
    "crlf.md": b"a\r\nb\r\n",
    "end.md": b"no end",
    "logo.png": b"\x89PNG\0",
    "latin.md": b"M\xfcller\n",
}


def test_a_changed_field_is_one_line_of_a_diff() -> None:
    assert preview({"clients/acme.md": b"name: Acme\nterms: 30d\n"}, FILES.get) == (
        "--- a/clients/acme.md\n+++ b/clients/acme.md\n@@ -1,2 +1,2 @@\n name: Acme\n-terms: 14d\n+terms: 30d\n"
    )


def test_added_and_removed_files() -> None:
    assert preview({"new.md": b"x\n", "end.md": None}, FILES.get) == (
        "--- /dev/null\n+++ b/new.md\n@@ -0,0 +1 @@\n+x\n"
        "--- a/end.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-no end\n\\ No newline at end of file\n"
    )


def test_a_moved_file_shows_what_changed_in_it() -> None:
    changes = {"drafts/one.md": None, "invoices/INV-1.md": b"client: acme\nlines: 1\nnumber: INV-1\n"}
    assert preview(changes, FILES.get) == (
        "move drafts/one.md\n  to invoices/INV-1.md\n"
        "--- a/drafts/one.md\n+++ b/invoices/INV-1.md\n"
        "@@ -1,2 +1,3 @@\n client: acme\n lines: 1\n+number: INV-1\n"
    )


def test_a_file_that_only_moves_is_not_repeated() -> None:
    changes = {"drafts/one.md": None, "invoices/INV-1.md": FILES["drafts/one.md"]}
    assert preview(changes, FILES.get) == "move drafts/one.md\n  to invoices/INV-1.md\n"


def test_what_is_not_text_is_one_line() -> None:
    changes = {"logo.png": b"\x89PNG\0\0", "new.pdf": b"%PDF\xff", "latin.md": None, "moved.png": b"\0"}
    assert preview(changes, FILES.get) == (
        "change logo.png (6 bytes, not text)\n"
        "add new.pdf (5 bytes, not text)\n"
        "remove latin.md (7 bytes, not text)\n"
        "add moved.png (1 bytes, not text)\n"
    )


def test_line_ends_show_and_nothing_is_nothing() -> None:
    assert "-b\r\n+c\r\n" in preview({"crlf.md": b"a\r\nc\r\n"}, FILES.get)
    assert preview({"end.md": b"no end", "none.md": None}, FILES.get) == ""
