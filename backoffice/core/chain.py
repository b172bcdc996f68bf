"""Chains of numbered documents: each holds the digest of the one before it, so that whatever is cut out shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from backoffice.core.named import NamedTuple


class Link(NamedTuple):
    """A document in its chain: its id and digest, the digest of the one before it, and those of other ends it joins."""

    id: str
    digest: str | None
    previous: str | None
    joins: Sequence[str] = ()


class Fork(NamedTuple):
    """Documents that were issued after the same one, by id, and the ends of the chain that they lead to."""

    ways: Sequence[Link]
    ends: Collection[str]


def open_forks(links: Sequence[Link]) -> list[Fork]:
    """Return where a chain goes apart and has not come together again.

    Two copies of a workspace that issue unseen each go on from the last document that both know. From then on the
    chain has two ends, until a document joins them: it holds the digests of both, as a merge has two parents.
    """
    there: Mapping[str | None, Link] = {each.digest: each for each in links if each.digest}
    followed = {each.previous for each in links}.union(*(each.joins for each in links))
    met: dict[str | None, dict[str | None, Link]] = {}
    for end in [each for digest, each in there.items() if digest not in followed]:
        below = end
        while above := there.get(below.previous):
            ways = met.setdefault(above.digest, {})
            if below.digest in ways:
                break
            ways[below.digest] = end
            below = above
    return [_fork(there, ways) for ways in met.values() if len(ways) > 1]


def _fork(there: Mapping[str | None, Link], ways: Mapping[str | None, Link]) -> Fork:
    after = sorted((there[digest] for digest in ways), key=lambda each: each.id)
    return Fork(after, {str(end.digest) for end in ways.values()})


def loose_ends(links: Sequence[Link], previous: str | None) -> tuple[str, ...]:
    """Return the digests of the ends that a new document joins which is issued after the ``previous``."""
    ends = {digest for fork in open_forks(links) for digest in fork.ends}
    return tuple(sorted(ends - {previous}))
