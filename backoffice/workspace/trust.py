"""Which settings of a repository may run programs, and whether the user trusts them.

A workspace that came as an archive or from a shared folder brings its own ``.git/config``, and git runs programs that
are named there. Most such keys are overridden on every call of git (see ``git.call``). The rest cannot be: filters
run whenever git looks at a changed file, included files can set anything. So every line that is not known to be
harmless stops git from being run at all, until ``backoffice trust``. Trust is remembered outside the workspace as a
digest of exactly these lines, so that a new remote does not end it and a changed program does.

The lines by which git merges vaults with this very installation are its own, and need no trust; our own calls of git
never merge, and never show a file through a program.

Keys that matter only when git talks to another repository or merges are *outward*: they stop only that.
"""

from __future__ import annotations

import os

from backoffice.workspace.drivers import ours
from backoffice.workspace.place import Place, state_dir


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


ANY = frozenset("*")

HARMLESS = {
    "core": _keys(
        "abbrev alternaterefscommand autocrlf bare bigfilethreshold checkstat commitgraph compression editor eol"
        " filemode fsmonitor fsync fsyncmethod fsyncobjectfiles hidedotfiles hookspath ignorecase"
        " logallrefupdates loosecompression multipackindex pager precomposeunicode preloadindex protecthfs"
        " protectntfs quotepath repositoryformatversion safecrlf sharedrepository splitindex symlinks trustctime"
        " untrackedcache usereplacerefs worktree"
    ),
    "commit": _keys("cleanup gpgsign status template verbose"),
    "extensions": _keys("objectformat refstorage relativeworktrees worktreeconfig"),
    "index": _keys("recordendofindexentries recordoffsettable skiphash threads version"),
    "lfs": _keys("access repositoryformatversion"),
    "merge": _keys("conflictstyle default ff log renames stat tool"),
    "remote": _keys("fetch prune prunetags skipdefaultupdate skipfetchall tagopt"),
} | dict.fromkeys(
    _keys(
        "advice alias author backoffice branch browser color column committer diff difftool feature fetch format gc"
        " gitg github gitk gui help init instaweb interactive log maintenance man mergetool pack pager pull push"
        " rebase rerere sendemail sequence stash status submodule tag user vscode web"
    ),
    ANY,
)

OUTWARD = {
    "core": _keys("askpass gitproxy sshcommand"),
    "merge": _keys("driver name recursive"),
    "remote": _keys("mirror proxy proxyauthmethod pushurl receivepack uploadpack url vcs"),
} | dict.fromkeys(_keys("credential http https protocol receive ssh transfer uploadpack url"), ANY)


class Risk:
    """One line of a repository's settings that could run a program: ``filter.x.clean = ./run-me``."""

    __slots__ = ("key", "outward", "value")

    def __init__(self, key: str, value: str, *, outward: bool) -> None:
        self.key = key
        self.value = value
        self.outward = outward

    def __str__(self) -> str:
        return f"{self.key} = {self.value}" if self.value else self.key


def risks(place: Place) -> list[Risk]:
    """Return what in the repository's own settings could run programs, in the order of the file."""
    if place.git_dir is None or place.common_dir is None:
        return []
    files = (os.path.join(place.common_dir, "config"), os.path.join(place.git_dir, "config.worktree"))
    return [risk for path in files for risk in _scan(_text(path))]


def trusted(place: Place, *, outward: bool = False) -> bool:
    """Tell whether git may be run here; ``outward``: also to talk to other repositories and to merge."""
    return not _untrusted(place, outward=outward)


def trust(place: Place) -> None:
    """Remember, outside the workspace, that the user has seen the present risks and accepts them."""
    path = _record(place)
    temporary = f"{path}.{os.getpid()}"
    with open(temporary, "w", encoding="ascii") as file:
        file.writelines(f"{_digest(which)}\n" for which in _tiers(risks(place)))
    os.replace(temporary, path)


def require(place: Place, *, outward: bool = False) -> None:
    """Refuse to go on where git could be made to run a program that the user has not agreed to.

    Raises:
        RefusedError: It names the first such setting.
    """
    found = _untrusted(place, outward=outward)
    if not found:
        return
    from backoffice.core.errors import RefusedError

    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    hint = "look at .git/config; if these settings are yours, say so with `backoffice trust`"
    if all(risk.key.startswith("remote.") and risk.value.startswith(("/", "./", "../")) for risk in found):
        hint = (
            "a repository on a disk has hooks, which are programs; if you trust who can write there: `backoffice trust`"
        )
    raise RefusedError(f"the git settings of this workspace could run programs: {found[0]}{more}", hint=hint)


def _untrusted(place: Place, *, outward: bool) -> list[Risk]:
    found = risks(place)
    if not found:
        return found
    which = found if outward else [risk for risk in found if not risk.outward]
    return [] if not which or _digest(which) in _text(_record(place)).split("\n") else which


def _tiers(found: list[Risk]) -> list[list[Risk]]:
    return [[risk for risk in found if not risk.outward], found]


def _record(place: Place) -> str:
    return os.path.join(state_dir(place), "trust")


def _digest(found: list[Risk]) -> str:
    import hashlib

    return hashlib.sha256("\n".join(map(str, found)).encode("utf-8", "surrogateescape")).hexdigest()


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def _scan(text: str) -> list[Risk]:
    """Read a deliberately small part of git's syntax; every line outside it is a risk, so no reading can differ."""
    found = []
    section = ""
    for line in text.split("\n"):
        words = line.strip(" \t\r")
        if not words or words[0] in "#;":
            continue
        if words[0] == "[":
            section = words[1:-1]
            if not _plain_section(words):
                found.append(Risk(words, "", outward=False))
            continue
        key, _, value = (part.strip() for part in words.partition("="))
        risk = _risk(section, key.lower(), value)
        if risk:
            found.append(risk)
    return found


def _plain_section(words: str) -> bool:
    name, _, sub = words[1:-1].partition(" ")
    quoted = len(sub) > 1 and sub[0] == sub[-1] == '"' and not set(sub[1:-1]) & set('"\\')
    return words[-1] == "]" and name.isascii() and name.isalnum() and (not sub or quoted)


def _risk(section: str, key: str, value: str) -> Risk | None:
    name, _, sub = section.partition(" ")
    name = name.lower()
    full = ".".join(part for part in (name, sub.strip('"'), key) if part)
    plain = key.replace("-", "").isalnum() and key.isascii() and not value.endswith("\\")
    if plain and _within(HARMLESS, name, key):
        return None
    if name == "merge" and ours(full, value):
        return None
    if plain and name == "remote" and key in {"url", "pushurl"} and _far(value):
        return None
    return Risk(full, value, outward=plain and _within(OUTWARD, name, key))


def _within(table: dict[str, frozenset[str]], name: str, key: str) -> bool:
    keys = table.get(name, frozenset())
    return keys is ANY or key in keys


def _far(url: str) -> bool:
    """Tell whether a remote is reached over the network: a repository on this disk has hooks of its own."""
    scheme, found, rest = url.partition("://")
    if found:
        return scheme in {"https", "http", "ssh", "git"} and rest[:1].isalnum()
    host, found, _ = url.partition(":")
    return bool(found) and "/" not in host and host[:1].isalnum() and not url[len(host) :].startswith("::")
