"""A workspace from a stranger can run nothing: one canary per setting, against every way in which we call git."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from backoffice.core.errors import RefusedError
from backoffice.workspace import trust
from backoffice.workspace.apply import write
from backoffice.workspace.git import read, remote
from backoffice.workspace.git.log import log
from backoffice.workspace.git.status import status
from backoffice.workspace.history import undo
from backoffice.workspace.numbers import allot
from backoffice.workspace.place import Place
from tests.workspace.sandbox import SETTINGS, commit, contents, git, put

Work = Callable[[Place], object]

READS: Sequence[Work] = (
    status,
    read.tracked,
    lambda place: read.tree(place, "HEAD"),
    lambda place: read.changed(place, "HEAD~1", "HEAD"),
    lambda place: list(read.blobs(place, read.tracked(place).values())),
    lambda place: read.ids(place, ["HEAD:./a.md"]),
    lambda place: read.is_blob(place, "a.md", b"other", read.tracked(place)["a.md"]),
    lambda place: read.resolve(place, "HEAD~1"),
    lambda place: read.commit_known_at(place, "2030-01-01"),
    read.head,
    read.refs,
    log,
    lambda place: log(place, "a.md"),
    lambda place: allot(place, "", "A-{n}", year=2026, key="x", offline=True),
)
WRITES: Sequence[Work] = (
    lambda place: write(place, {"a.md": b"a\nours\n", "b.md": None, "new/c.md": b"c\n"}, "Write"),
    undo,
)
TALKS: Sequence[Work] = (
    lambda place: remote.existing(place, "origin", "*"),
    lambda place: allot(place, "", "A-{n}", year=2026, key="x"),
)
HOOKS = (
    "applypatch-msg pre-commit prepare-commit-msg commit-msg post-commit pre-rebase post-checkout post-merge pre-push"
    " pre-auto-gc post-rewrite reference-transaction post-index-change fsmonitor-watchman p4-changelist"
)


SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"


class Canary:
    """A program that only says that it ran."""

    def __init__(self, folder: Path) -> None:
        self.sang = folder / "sang"
        self.program = folder / "canary"
        self.program.write_text(f"#!/bin/sh\necho ran >> {self.sang}\n")
        self.program.chmod(0o755)

    def silent(self) -> bool:
        return not self.sang.exists()


@pytest.fixture
def canary(tmp_path: Path) -> Canary:
    return Canary(tmp_path)


@pytest.fixture
def stranger(place: Place) -> Place:
    """Return a workspace with two commits, an edit by hand that keeps the size, and a remote on the network."""
    put(place, {"a.md": "a\n", "b.md": "b\n"})
    commit(place, "Add files")
    put(place, {"a.md": "z\n"})
    git(place, "config", "backoffice.device", "x")
    git(place, "remote", "add", "origin", "ssh://nobody@127.0.0.1:9/x.git")
    return place


def _do(place: Place, work: Sequence[Work]) -> int:
    """Do all of it and count what was not refused."""
    done = 0
    for each in work:
        try:
            each(place)
            done += 1
        except RefusedError:
            pass
    return done


NEUTRAL = {
    "core.fsmonitor": "status",
    "core.hooksPath": "",
    "core.pager": "",
    "core.editor": "commit --amend",
    "sequence.editor": "rebase -i --autostash HEAD~1",
    "core.alternateRefsCommand": "",
    "diff.external": "diff",
    "diff.x.command": "diff",
    "diff.x.textconv": "diff",
    "pager.log": "",
    "pager.status": "",
    "interactive.diffFilter": "",
    "difftool.x.cmd": "difftool --no-prompt --tool=x",
    "alias.status": "",
    "submodule.x.update": "",
    "man.x.cmd": "",
    "sendemail.toCmd": "",
    "fetch.x": "",
    "maintenance.x.task": "",
}
"""Settings we override or never ask for, with a plain command that sings where there is one."""


@pytest.mark.parametrize(("key", "plain"), NEUTRAL.items())
def test_overridden_settings_run_nothing_and_stop_nothing(
    stranger: Place, canary: Canary, key: str, plain: str
) -> None:
    Path(stranger.git_dir or "", "info").mkdir(exist_ok=True)
    Path(stranger.git_dir or "", "info", "attributes").write_text("* diff=x\n")
    git(stranger, "config", key, str(canary.program))
    if plain:
        git(stranger, *plain.split(), fine=False)
        assert not canary.silent(), "a canary that cannot sing proves nothing"
        canary.sang.unlink()
        git(stranger, "rebase", "--abort", fine=False)
    assert trust.risks(stranger) == []
    assert _do(stranger, READS) == len(READS)
    assert _do(stranger, WRITES) == len(WRITES)
    _do(stranger, TALKS)
    assert canary.silent()


@pytest.mark.parametrize("folder", [".git/hooks", "hooks"])
def test_hooks_never_run(stranger: Place, canary: Canary, folder: str) -> None:
    for name in HOOKS.split():
        put(stranger, {f"{folder}/{name}": ""})
        Path(stranger.root, folder, name).unlink()
        Path(stranger.root, folder, name).symlink_to(canary.program)
    if folder == "hooks":
        git(stranger, "config", "core.hooksPath", str(Path(stranger.root, folder)))
    git(stranger, "update-ref", "refs/heads/x", "HEAD")
    assert not canary.silent()
    canary.sang.unlink()
    assert _do(stranger, READS) == len(READS)
    assert _do(stranger, WRITES) == len(WRITES)
    assert canary.silent()


RISKY = {
    "filter.x.clean": "status",
    "filter.x.smudge": "checkout -- a.md",
    "filter.x.process": "status",
    "include.path": "",
    "includeIf.gitdir:/.path": "",
    "gpg.program": "commit --allow-empty --message=x --gpg-sign",
    "gpg.ssh.program": "",
    "gpg.ssh.defaultKeyCommand": "",
    "core.attributesFile": "",
    "core.gitProxy": "",
    "core.sshCommand": "ls-remote origin",
    "core.askPass": "",
    "credential.helper": "",
    "credential.https://example.org.helper": "",
    "url.ext::sh.insteadOf": "",
    "url./tmp/.pushInsteadOf": "",
    "protocol.ext.allow": "",
    "http.proxy": "",
    "merge.x.driver": "",
    "remote.origin.uploadpack": "",
    "remote.origin.receivepack": "",
    "remote.origin.vcs": "",
    "remote.origin.proxy": "",
    "remote.origin.promisor": "",
    "extensions.partialClone": "",
    "uploadpack.packObjectsHook": "",
    "lfs.customtransfer.x.path": "",
    "trailer.x.command": "",
    "unheard.of": "",
}
"""Settings that cannot be overridden without taking the user's own from them; some matter only for talking."""


@pytest.mark.parametrize(("key", "plain"), RISKY.items())
def test_risky_settings_run_nothing_until_they_are_trusted(
    stranger: Place, canary: Canary, key: str, plain: str
) -> None:
    put(stranger, {".gitattributes": "* filter=x merge=x\n"})
    git(stranger, "config", key, str(canary.program))
    if plain:
        git(stranger, *plain.split(), fine=False)
        put(stranger, {"a.md": "z\n"})
        assert not canary.silent(), "a canary that cannot sing proves nothing"
        canary.sang.unlink()
    with pytest.raises(RefusedError, match="the git settings of this workspace could run programs") as refusal:
        trust.require(stranger, outward=True)
    assert str(canary.program) in refusal.value.message
    _do(stranger, [*READS, *WRITES, *TALKS])
    assert canary.silent()
    trust.trust(stranger)
    assert trust.trusted(stranger)
    assert trust.trusted(stranger, outward=True)


@pytest.mark.parametrize(
    "config",
    [
        '[filter "x"] clean = RUN',
        '[filter "x"]\n\tclean = \\\nRUN',
        '[FILTER "x"]\n\tClean = RUN',
        "[filter.x]\n\tclean = RUN",
        '[user]\n\tname = a \\\n\n[filter "x"]\n\tclean = RUN',
        '[filter "\\x"]\n\tclean = RUN',
        '[filter "x"] # comment\n\tclean = RUN',
        '[user] name = [a]\n[filter "x"]\nclean=RUN',
        '[user]\r\n\tname = a\r\n[filter "x"]\r\n\tclean = RUN',
        '[user "]"]\n[filter "x"]\n\tclean = RUN',
        '[user "a] # b"] [filter "x"] clean = RUN',
        '[user "\\"] # "] [filter "x"] clean = RUN',
        '[core] bare = false\n[filter "x"] clean = RUN ; comment',
    ],
)
def test_no_way_of_writing_a_filter_is_overlooked(stranger: Place, canary: Canary, config: str) -> None:
    put(stranger, {".gitattributes": "* filter=x\n"})
    path = Path(stranger.git_dir or "", "config")
    path.write_bytes(path.read_bytes() + config.replace("RUN", str(canary.program)).encode() + b"\n")
    git(stranger, "status")
    assert not canary.silent(), "a canary that cannot sing proves nothing"
    canary.sang.unlink()
    assert not trust.trusted(stranger)
    assert _do(stranger, [*READS, *WRITES]) == 0
    assert canary.silent()


def test_the_settings_of_a_single_work_tree_count_as_well(stranger: Place, canary: Canary) -> None:
    put(stranger, {".gitattributes": "* filter=x\n"})
    git(stranger, "config", "extensions.worktreeConfig", "true")
    git(stranger, "config", "--worktree", "filter.x.clean", str(canary.program))
    assert [str(each) for each in trust.risks(stranger)] == [f"filter.x.clean = {canary.program}"]


@pytest.mark.parametrize(
    ("url", "far"),
    [
        ("https://example.org/books.git", True),
        ("ssh://git@example.org:22/books.git", True),
        ("git@example.org:books.git", True),
        ("example.org:books.git", True),
        ("/srv/git/books.git", False),
        ("./evil.git", False),
        ("../evil.git", False),
        ("evil", False),
        ("./host:evil", False),
        ("file:///srv/books.git", False),
        ("ext::sh -c evil", False),
        ("ssh::evil", False),
        ("-oProxyCommand=evil:x", False),
        ("ssh://-oProxyCommand=evil/x", False),
        ("weird://host/x", False),
    ],
)
def test_a_repository_on_this_disk_has_hooks_of_its_own(place: Place, url: str, far: bool) -> None:  # noqa: FBT001
    git(place, "config", "remote.origin.url", url)
    assert trust.trusted(place)
    assert trust.trusted(place, outward=True) == far


@pytest.mark.parametrize(("url", "hooks"), [("/srv/git/books.git", True), ("ext::sh -c evil", False)])
def test_the_way_out_says_what_could_run(place: Place, url: str, hooks: bool) -> None:  # noqa: FBT001
    git(place, "config", "remote.origin.url", url)
    with pytest.raises(RefusedError) as refused:
        trust.require(place, outward=True)
    assert ("a repository on a disk has hooks" in refused.value.hint) == hooks
    assert "`backoffice trust`" in refused.value.hint


def test_another_commands_remote_cannot_run_a_program(stranger: Place, canary: Canary, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "evil.git")
    for name in ("pre-receive", "update", "post-receive", "reference-transaction", "proc-receive"):
        hook = tmp_path / "evil.git/hooks" / name
        hook.unlink(missing_ok=True)
        hook.symlink_to(canary.program)
    for url in (str(tmp_path / "evil.git"), f"ext::{canary.program} %S"):
        git(stranger, "config", "remote.origin.url", url)
        assert _do(stranger, TALKS) == 0
        assert canary.silent()


def test_ext_urls_stay_forbidden_even_when_trusted(stranger: Place, canary: Canary) -> None:
    git(stranger, "config", "remote.origin.url", f"ext::{canary.program} %S")
    git(stranger, "config", "protocol.ext.allow", "always")
    git(stranger, "ls-remote", "origin", fine=False)
    assert not canary.silent()
    canary.sang.unlink()
    trust.trust(stranger)
    assert _do(stranger, TALKS) == 0
    assert canary.silent()


def test_a_nested_repository_runs_nothing(stranger: Place, canary: Canary) -> None:
    git(stranger, "init", "--quiet", "nested")
    put(stranger, {"nested/x.md": "x\n", "nested/.gitattributes": "* filter=x\n"})
    git(Path(stranger.root, "nested"), "add", ".")
    git(Path(stranger.root, "nested"), "commit", "--quiet", "--message=x")
    git(stranger, "add", "nested")
    git(stranger, "commit", "--quiet", "--message=Nest")
    for key in ("core.fsmonitor", "filter.x.clean"):
        git(Path(stranger.root, "nested"), "config", key, str(canary.program))
    put(stranger, {"nested/x.md": "y\n"})
    git(stranger, "status")
    assert not canary.silent()
    canary.sang.unlink()
    assert _do(stranger, READS) == len(READS)
    _do(stranger, WRITES)
    assert canary.silent()


@pytest.mark.parametrize(
    "name",
    [
        "GIT_EXTERNAL_DIFF",
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_PARAMETERS",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_COMMON_DIR",
        "GIT_NAMESPACE",
        "GIT_LITERAL_PATHSPECS",
        "GIT_TRACE",
    ],
)
def test_variables_of_a_hook_or_a_script_change_nothing(
    stranger: Place, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = status(stranger)
    monkeypatch.setenv(name, "2")
    assert status(stranger) == before
    assert _do(stranger, [*READS, *WRITES]) == len([*READS, *WRITES])


def test_the_work_tree_cannot_be_moved(stranger: Place, tmp_path: Path) -> None:
    put(tmp_path / "victim", {"a.md": "theirs"})
    git(stranger, "config", "core.worktree", str(tmp_path / "victim"))
    write(stranger, {"a.md": b"ours"}, "Write")
    assert (tmp_path / "victim/a.md").read_text() == "theirs"
    assert contents(stranger)["a.md"] == "ours"


def test_trust_lasts_while_what_was_trusted_does(stranger: Place, canary: Canary) -> None:
    git(stranger, "config", "filter.x.clean", str(canary.program))
    trust.trust(stranger)
    git(stranger, "remote", "add", "other", "https://example.org/books.git")
    git(stranger, "config", "user.name", "Somebody")
    assert trust.trusted(stranger)
    git(stranger, "config", "merge.x.driver", "another program")
    assert trust.trusted(stranger)
    assert not trust.trusted(stranger, outward=True)
    git(stranger, "config", "filter.x.clean", "another program")
    assert not trust.trusted(stranger)


def test_trust_is_kept_outside_the_workspace(stranger: Place, tmp_path: Path) -> None:
    before = contents(stranger)
    git(stranger, "config", "filter.x.clean", "cat")
    trust.trust(stranger)
    assert contents(stranger) == before
    found = [path for path in (tmp_path / "state").rglob("*") if path.is_file()]
    assert [path.name for path in found] == ["trust"]
    git(tmp_path, "clone", "--quiet", stranger.root, "copy")
    copy = Place(str(tmp_path / "copy"))
    git(copy, "config", "filter.x.clean", "cat")
    assert not trust.trusted(copy)


@pytest.mark.parametrize("make", ["init", "clone", "worktree"])
def test_what_git_itself_writes_needs_no_trust(stranger: Place, tmp_path: Path, make: str) -> None:
    git(stranger, "commit", "--quiet", "--all", "--message=x")
    match make:
        case "init":
            git(tmp_path, "init", "--quiet", "made")
        case "clone":
            git(tmp_path, "clone", "--quiet", f"file://{stranger.root}", "made")
        case "worktree":
            git(stranger, "worktree", "add", "--quiet", str(tmp_path / "made"))
    put(tmp_path / "made", {"backoffice.yaml": SETTINGS})
    assert trust.trusted(Place(str(tmp_path / "made")))


def test_no_repository_needs_no_trust(tmp_path: Path) -> None:
    assert trust.risks(Place(str(tmp_path))) == []


def test_a_signature_is_not_looked_at_in_passing(stranger: Place, canary: Canary) -> None:
    git(stranger, "config", "log.showSignature", "true")
    signed = git(stranger, "cat-file", "commit", "HEAD").replace("\n\n", f"\ngpgsig {SIGNATURE}\n\n", 1)
    put(stranger, {"../signed": signed + "\n"})
    oid = git(stranger, "hash-object", "-t", "commit", "-w", "../signed")
    git(stranger, "reset", "--quiet", "--soft", oid)
    own = os.environ["GIT_CONFIG_GLOBAL"]
    os.environ["GIT_CONFIG_GLOBAL"] = str(Path(stranger.root).parent / "gitconfig")
    try:
        git(stranger, "config", "--global", "gpg.program", str(canary.program))
        git(stranger, "log")
        assert not canary.silent()
        canary.sang.unlink()
        assert _do(stranger, READS) == len(READS)
    finally:
        os.environ["GIT_CONFIG_GLOBAL"] = own
    assert canary.silent()
