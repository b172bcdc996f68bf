"""What this machine has seen of a vault, and that it never forgets by accident."""

from pathlib import Path

import pytest

from backoffice.core.errors import RefusedError
from backoffice.vault import pins
from backoffice.vault.pins import Pin

KEY, OTHER = "a" * 64, "b" * 64


def test_pins_are_kept_per_vault(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert pins.pinned(folder, "default") is None
    pins.keep(folder, "default", Pin(KEY, 3, (OTHER,)))
    pins.keep(folder, "finance", Pin(OTHER, 1))
    assert pins.pinned(folder, "default") == Pin(KEY, 3, (OTHER,))
    assert pins.pinned(folder, "finance") == Pin(OTHER, 1)
    pins.forget(folder, "default")
    pins.forget(folder, "default")
    assert pins.pinned(folder, "default") is None


def test_the_highest_revision_stays(tmp_path: Path) -> None:
    for pin in (Pin(KEY, 3), Pin(KEY, 2)):
        pins.keep(str(tmp_path), "default", pin)
    assert pins.pinned(str(tmp_path), "default") == Pin(KEY, 3)
    pins.keep(str(tmp_path), "default", Pin(OTHER, 2, (KEY,)))
    assert pins.pinned(str(tmp_path), "default") == Pin(OTHER, 2, (KEY,))


def test_pins_are_for_their_owner_alone_and_leave_nothing_behind(tmp_path: Path) -> None:
    pins.keep(str(tmp_path), "default", Pin(KEY, 1))
    pins.accept(str(tmp_path), b"ann: {}\n")
    assert sorted(each.name for each in (tmp_path / "vault").iterdir()) == ["default.json", "recipients.yaml"]
    assert {each.stat().st_mode & 0o777 for each in (tmp_path / "vault").iterdir()} == {0o600}


def test_accepted_recipients_are_remembered_to_the_byte(tmp_path: Path) -> None:
    assert pins.accepted(str(tmp_path)) is None
    for raw in (b"ann:\r\n", b"\xff"):
        pins.accept(str(tmp_path), raw)
        assert pins.accepted(str(tmp_path)) == raw


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"key": "x", "rev": 1, "before": []}',
        f'{{"key": "{KEY}", "rev": true, "before": []}}',
        f'{{"key": "{KEY}", "rev": 1, "before": [1]}}',
        f'{{"key": "{KEY}", "rev": 1}}',
        '{"key": 1, "rev": 1, "before": []}',
    ],
)
def test_a_damaged_pin_is_never_taken_for_none(tmp_path: Path, raw: str) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "default.json").write_text(raw)
    with pytest.raises(RefusedError, match=r"default\.json is damaged"):
        pins.pinned(str(tmp_path), "default")


def test_a_pin_that_cannot_be_read_is_never_taken_for_none(tmp_path: Path) -> None:
    (tmp_path / "vault" / "default.json").mkdir(parents=True)
    with pytest.raises(RefusedError, match="cannot be read"):
        pins.pinned(str(tmp_path), "default")


def test_what_cannot_be_remembered_is_told_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    pins.keep(str(tmp_path), "default", Pin(KEY, 1))
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(pins.ForgetfulError, match="No space left on device"):
        pins.keep(str(tmp_path), "default", Pin(KEY, 2))
    assert pins.pinned(str(tmp_path), "default") == Pin(KEY, 1)
    assert [each.name for each in (tmp_path / "vault").iterdir()] == ["default.json"]
