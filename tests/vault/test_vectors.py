"""The format, as files that any other implementation can be tried on."""

import shutil
import subprocess
from pathlib import Path

import pytest

from backoffice.core.errors import RefusedError
from backoffice.vault import age, identity, opening
from backoffice.vault.age import Identity
from backoffice.vault.secret import Secret
from backoffice.vault.store import Store
from tests.vault import made

FOLDER = Path(__file__).parent.parent / "vectors" / "vault"
GOOD = ("empty", "typical", "awkward", "edited")


def keys(name: str = "identity.txt") -> list[Identity]:
    passphrase = (FOLDER / "passphrase.txt").read_text().strip()
    return age.identities_of((FOLDER / name).read_bytes(), path=name, ask=lambda _: Secret(passphrase))


def opened(name: str) -> Store:
    return opening.open_store((FOLDER / f"{name}.yaml.age").read_bytes(), keys(), path=name)


@pytest.mark.parametrize("name", GOOD)
def test_the_text_is_what_it_should_be(name: str) -> None:
    assert opened(name).text == (FOLDER / f"{name}.yaml").read_text()


@pytest.mark.parametrize("name", ["empty", "typical", "awkward"])
def test_the_text_is_canonical(name: str) -> None:
    store = opened(name)
    assert store.replaced(store.entries(), store.trash()).text == store.text


def test_an_edited_text_means_the_same_as_its_canonical_form() -> None:
    store = opened("edited")
    assert store.replaced(store.entries(), store.trash()).text == (FOLDER / "edited.canonical.yaml").read_text()


def test_an_armored_file_and_a_protected_identity_open_the_same() -> None:
    raw = (FOLDER / "armored.yaml.age").read_bytes()
    assert opening.open_store(raw, keys("identity-protected.txt"), path="x").text == opened("typical").text


@pytest.mark.parametrize("path", sorted(FOLDER.glob("refused-*.age")), ids=lambda path: path.name.partition(".")[0])
def test_what_must_be_refused_is_refused_in_one_line(path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        opening.open_store(path.read_bytes(), keys(), path=path.name).entries()
    assert "\n" not in caught.value.message + caught.value.hint


@pytest.mark.skipif(not shutil.which("age"), reason="the age tool is not installed")
@pytest.mark.parametrize("name", GOOD)
def test_anybody_recovers_the_text_with_age_alone(name: str, tmp_path: Path) -> None:
    key = tmp_path / "identity.txt"
    key.write_bytes((FOLDER / "identity.txt").read_bytes())
    ran = subprocess.run(["age", "-d", "-i", key, FOLDER / f"{name}.yaml.age"], capture_output=True, check=True)
    assert ran.stdout == (FOLDER / f"{name}.yaml").read_bytes()


def test_the_identity_of_the_vectors_would_not_be_used_by_accident() -> None:
    with pytest.raises(RefusedError):
        identity.load(FOLDER / "identity.txt", ask=made.nobody)
