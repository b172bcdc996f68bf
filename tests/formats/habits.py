"""Documents as people write them: one tree, written with random habits, by a writer that shares no code with ours."""

from __future__ import annotations

import functools
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from backoffice.core.document import FieldPath, Tree

TEXTS = (
    "Acme", "NO", "0123", "1:30", "10.10", "2026-03-04", "1_000", "+49 170", "=", ".inf", "~", "null", "-5", "q?",
    "a: b", "x # y", "x#y", "# z", "- item", "[a]", "{b}", "*star", "&and", "!bang", "%per", "@at", "`tick`", "? why",
    ": colon", "end:", " lead", "trail ", "it's", 'say "hi"', "both ' and \"", "back\\slash", "a\tb", "", "---", "...",
    "=======", "<<<<<<< HEAD", "<<", "Größe für €", "日本語", "👩‍🚀", "é", "http://x.eu/a?b=c#d", "a, b", "C# rocks",
    "two\nlines", "three\n\nlines\n", "kept\n\n\n", "  indented\nfirst", "a\n  b\n c", "tab\n\tline", "\nstarts", "\n",
    "x" * 300, "word " * 60 + "end",
)  # fmt: skip
NAMES = (
    "name", "client", "lines", "price", "note", "größe", "two words", "0", "yes", "a.b", "x-y", "content", "handler",
    "q?", "quo'te", 'dq"', "c: d", "#hash", "-dash", "",
)  # fmt: skip


@dataclass(frozen=True)
class Sample:
    """One generated file: what is in it, and the comments that have to survive."""

    path: str
    raw: bytes
    tree: Tree
    comments: tuple[str, ...]


class Writer:
    """A person with habits, drawn from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - not for secrets
        self.comments: list[str] = []
        self.group = self.chance.choice((1, 2, 2, 2, 3, 4))
        self.list = self.chance.choice((0, 0, 2, 2, 2, 4))
        self.talkative = self.chance.choice((0.0, 0.1, 0.4))

    def likely(self, share: float) -> bool:
        return self.chance.random() < share

    # ── trees ──

    def text(self) -> str:
        return self.chance.choice(TEXTS)

    def names(self, most: int) -> list[str]:
        return self.chance.sample([name for name in NAMES if name], self.chance.randint(1, most))

    def tree(self, depth: int) -> Tree:
        roll = self.chance.random()
        if depth == 0 or roll < 0.6:
            return None if self.likely(0.1) else self.text()
        if roll < 0.8:
            return {name: self.tree(depth - 1) for name in self.names(4)} if self.likely(0.9) else {}
        return [self.tree(depth - 1) for _ in range(self.chance.randint(0, 4))]

    def fields(self, most: int = 7) -> dict[str, Tree]:
        return {name: self.tree(3) for name in self.names(most)}

    # ── texts ──

    def comment(self) -> str:
        if not self.likely(self.talkative):
            return ""
        self.comments.append(f"#c{len(self.comments)};")
        return " " * self.chance.randint(1, 3) + self.comments[-1] + self.chance.choice(("", " ", " ü: - x"))

    def between(self) -> Iterator[str]:
        """Lines that say nothing, between others."""
        if self.likely(self.talkative / 2):
            yield " " * self.chance.randint(0, 5) + self.comment().strip()
        if self.likely(0.1):
            yield self.chance.choice(("", "", "  "))

    def scalar(self, text: str, *, flow: bool) -> str:
        candidates = [text] if text and "\n" not in text and reads_back(text, flow=flow) else []
        if "\n" not in text:
            candidates.append("'" + text.replace("'", "''") + "'")
        candidates.append(
            json.dumps(text, ensure_ascii=self.likely(0.2))
            .replace("\\ud83d\\udc69", "👩")
            .replace("\\ud83d\\ude80", "🚀")
        )
        return candidates[0] if self.likely(0.7) else self.chance.choice(candidates)

    def flow(self, tree: Tree) -> str:
        gap = " " if self.likely(0.9) else "  "
        if isinstance(tree, dict):
            inner = [f"{self.scalar(name, flow=True)}: {self.flow(value)}" for name, value in tree.items()]
            return self.chance.choice(("{%s}", "{ %s }")) % f",{gap}".join(inner)
        if isinstance(tree, list):
            return (
                "["
                + f",{gap}".join(self.flow(value) for value in tree)
                + ("," if tree and self.likely(0.1) else "")
                + "]"
            )
        return "" if tree is None else self.scalar(tree, flow=True)

    def value(self, tree: Tree, *, dash: bool = False) -> tuple[str, list[str]]:
        """What stands beside a name or a dash, and the lines below."""
        gap = " " * (1 if self.likely(0.8) else 3)
        if tree is None:
            return self.comment() or (" " if self.likely(0.1) else ""), []
        if isinstance(tree, str):
            if "\n" in tree.strip("\n") and not tree[0].isspace() and self.likely(0.7):
                keep = "-" if not tree.endswith("\n") else "+" if tree.endswith("\n\n") else ""
                lines = tree.split("\n") if keep == "-" else tree.split("\n")[:-1]
                width = self.chance.choice((1, 2, 4))
                return f"{gap}|{keep}{self.comment()}", [" " * width + line if line else "" for line in lines]
            return gap + self.scalar(tree, flow=False) + (self.comment() or (" " if self.likely(0.05) else "")), []
        if not tree or (no_gaps(tree) and self.likely(0.25)):
            return gap + self.flow(tree) + self.comment(), []
        if dash and self.likely(0.8):
            first, *more = self.block(tree)
            return gap + first, [" " * (len(gap) + 1) + line if line else "" for line in more]
        width = self.group if isinstance(tree, dict) or dash else self.list
        lines = [*self.between(), *self.block(tree)] if self.likely(0.3) else self.block(tree)
        return self.comment(), [" " * width + line if line else "" for line in lines]

    def block(self, tree: Tree) -> list[str]:
        lines: list[str] = []
        if isinstance(tree, dict):
            for name, value in tree.items():
                beside, below = self.value(value)
                lines += [f"{self.scalar(name, flow=False)}:{beside}", *below]
                lines += self.between() if keeps_no_end(value) else ()
        elif isinstance(tree, list):
            for value in tree:
                beside, below = self.value(value, dash=True)
                lines += [f"-{beside}", *below]
                lines += self.between() if keeps_no_end(value) else ()
        return lines


def keeps_no_end(tree: Tree) -> bool:
    """Tell whether lines may follow without becoming part of a text."""
    if isinstance(tree, dict):
        return keeps_no_end(list(tree.values()))
    if isinstance(tree, list):
        return not tree or keeps_no_end(tree[-1])
    return tree is None or "\n" not in tree


def no_gaps(tree: Tree) -> bool:
    """Tell whether a tree can be written in brackets: a list in brackets has no empty entries."""
    if isinstance(tree, dict):
        return all(no_gaps(value) for value in tree.values())
    return not isinstance(tree, list) or (None not in tree and all(no_gaps(value) for value in tree))


@functools.cache
def reads_back(text: str, *, flow: bool) -> bool:
    """Ask PyYAML whether a text without quotes is the same text."""
    around = ("{k: [%s, x], %s: 1}" if flow else "k: %s # c\n%s: 1") % (text, text)
    try:
        read = yaml.load(around, Loader=yaml.CBaseLoader)  # noqa: S506, TID251 - it makes text only
    except yaml.YAMLError:
        return False
    return bool(text != "<<" and read == {"k": [text, "x"] if flow else text, text: "1"})


def sample(seed: int) -> Sample:
    """Return the file that belongs to a seed."""
    writer = Writer(seed)
    form = writer.chance.choice(("front", "front", "fields", "list"))
    tree: Tree = writer.fields()
    if form == "list":
        tree = [writer.fields(4) for _ in range(writer.chance.randint(1, 4))]
    lines = [*writer.between(), *writer.block(tree)]
    if form == "front":
        body = writer.chance.choice(
            ("", "\nNotes.\n", "Heading\n=======\n\n---\n\n  more: text\n", "no end", "\n\n ü\n\n")
        )
        lines = ["---", *lines, "---" + writer.chance.choice(("", "", " ")), *body.split("\n")]
    text = "\n".join(lines)
    if form != "front" and (writer.likely(0.8) or not keeps_no_end(tree)):
        text += "\n"
    if writer.likely(0.25):
        text = text.replace("\n", "\r\n")
    if writer.likely(0.2):
        text = "\ufeff" + text
    return Sample("a.md" if form == "front" else "a.yaml", text.encode(), tree, tuple(writer.comments))


def paths(tree: Tree, path: FieldPath = ()) -> Iterator[FieldPath]:
    """Yield the paths of all fields and entries."""
    if isinstance(tree, dict):
        inner: list[tuple[str | int, Tree]] = list(tree.items())
    elif isinstance(tree, list):
        inner = list(enumerate(tree))
    else:
        return
    for part, value in inner:
        yield (*path, part)
        yield from paths(value, (*path, part))
