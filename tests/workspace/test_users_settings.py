"""What users have set for git everywhere changes how git looks to them, and nothing of what we read or write."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from backoffice.cli.secret.guarding import looked_at
from backoffice.workspace.apply import write
from backoffice.workspace.git import log as history
from backoffice.workspace.git import read
from backoffice.workspace.git.status import status
from backoffice.workspace.history import undo
from backoffice.workspace.place import Place
from tests.playground import GIT_CONFIG, IDENTITY
from tests.workspace.sandbox import commit, git, put, repository

COLOURS = ("branch", "diff", "grep", "interactive", "showBranch", "status", "ui")
SETTINGS = [
    *[f"color.{each}=always" for each in COLOURS],
    *[f"color.grep.{each}=red" for each in ("filename", "match", "separator")],
    *("column.ui=always", "pager.log=true", "pager.status=true", "core.pager=false", "core.quotePath=true"),
    *("core.abbrev=4", "core.autocrlf=true", "core.eol=crlf", "core.safecrlf=true", "core.ignoreStat=true"),
    *("core.logAllRefUpdates=false", "core.notesRef=refs/notes/other", "core.splitIndex=true", "core.fileMode=false"),
    *("core.hooksPath=/nowhere", "core.preloadIndex=false", "core.trustctime=false", "core.checkStat=minimal"),
    *("index.version=4", "feature.manyFiles=true", "feature.experimental=true", "fastimport.unpackLimit=1"),
    *("diff.orderFile=/nowhere", "diff.noprefix=true", "diff.mnemonicPrefix=true", "diff.renames=copies"),
    *("diff.relative=true", "diff.submodule=log", "diff.external=false", "diff.algorithm=patience"),
    *("format.pretty=oneline", "grep.fullName=true", "grep.lineNumber=true", "grep.patternType=fixed"),
    *("log.abbrevCommit=true", "log.date=relative", "log.decorate=full", "log.diffMerges=off", "log.follow=true"),
    *("log.mailmap=true", "log.showRoot=false", "log.showSignature=true", "merge.conflictStyle=zdiff3"),
    *("status.branch=true", "status.relativePaths=false", "status.renames=copies", "status.short=true"),
    *("status.showStash=true", "status.showUntrackedFiles=no", "status.submoduleSummary=true", "status.aheadBehind=no"),
    *(
        "trailer.separators==",
        "trailer.ifexists=replace",
        "i18n.commitEncoding=latin1",
        "i18n.logOutputEncoding=latin1",
    ),
    *("init.defaultBranch=trunk", "push.default=nothing", "branch.autoSetupRebase=always", "tag.gpgSign=true"),
]


@pytest.fixture(params=["top", "inside"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Return a workspace at the top of its repository, or in a folder of it, with a little of everything."""
    made = repository(tmp_path / "books", "" if request.param == "top" else "of/ada")
    with pytest.MonkeyPatch.context() as then:
        for name, value in IDENTITY.items():
            then.setenv(name, value)
        write(made, {"clients/ä.md": b"name: A\n", "clients/zeta.md": b"name: Zeta\n"}, "Add Ä")
        write(made, {"clients/zeta.md": b"name: Zeta 2\n"}, "Change Zeta")
        put(made, {"drafts/one.md": "by hand\n"})
        commit(made, "By hand")
        undo(made, read.resolve(made, "HEAD~1"))
        git(made, "mv", "drafts/one.md", "drafts/two.md")
        git(made, "stash")
        git(made, "mv", "drafts/one.md", "drafts/three.md")
        put(made, {"new/file.md": "new\n", "clients/ä.md": "name: B\n", "key.txt": f"AGE-SECRET-KEY-1{'Q' * 40}\n"})
        yield made


def answers(place: Place) -> dict[str, object]:
    """Return all that is asked of git."""
    paths = sorted(read.tracked(place))
    return {
        "log": history.log(place),
        "log of a file": history.log(place, "clients/zeta.md"),
        "undone": [each.undoes for each in history.log(place)],
        "changed at": history.changed_at(place, paths),
        "author": history.author(place),
        "status": status(place),
        "index": read.tracked(place),
        "staged": read.staged(place),
        "tree": read.tree(place, "HEAD"),
        "changed": read.changed(place, "HEAD~2", "HEAD"),
        "of a file": read.ids(place, [f"HEAD:./{path}" for path in paths]),
        "then": read.commit_known_at(place, "2100-01-01"),
        "in clear text": [str(each) for each in looked_at(place)],
    }


def deeds(place: Place) -> dict[str, object]:
    """Do what writes, and return what became of it."""
    done = write(place, {"clients/new.md": b"name: New\n", "clients/zeta.md": None}, "Write")
    undone = undo(place, done.commit)
    return {
        "written": done.commit,
        "undone": undone.commit,
        "tree": git(place, "rev-parse", "HEAD^{tree}"),
        "left": git(place, "-c", "color.ui=false", "-c", "color.status=false", "ls-files", "-t", "-o", "-m"),
    }


def settings_of(tmp_path: Path, *settings: str) -> Path:
    file = tmp_path / "settings"
    file.write_text(GIT_CONFIG)
    for each in settings:
        key, _, value = each.partition("=")
        git(tmp_path, "config", "--file", str(file), key, value)
    return file


def test_what_git_is_asked_is_answered_as_ever(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = answers(place)
    assert len(before["in clear text"]) == 1  # type: ignore[arg-type]
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings_of(tmp_path, *SETTINGS)))
    assert answers(place) == before


def test_what_is_written_is_what_ever_was(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    twin = tmp_path / "twin"
    shutil.copytree(place.top or "", twin, symlinks=True)
    before = deeds(Place(str(twin / place.prefix)))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings_of(tmp_path, *SETTINGS)))
    assert deeds(place) == before
