"""The tables of the index.

``tree`` is a snapshot: which blob is at which path. ``fact`` says what a blob says at a path; it is kept for blobs of
other commits too, so that going back to them costs no reading. Everything else follows from the facts that count.
"""

from __future__ import annotations

MARK = 0xB0FF1CE
"""The database's application id; another one's file is not ours."""

PostingRow = tuple[str, str, str, int, str, str, str, str, str, str]
"""A row of ``posting`` without its fact."""
DeadlineRow = tuple[str, str, str, str, str, str, str]
"""A row of ``deadline`` without its fact."""

CACHED, PRESENT, COUNTS = 0, 1, 2
"""States of a fact: of another commit; in the tree, but unreadable or hidden by one of the same id; in the books."""

TABLES = """
create table meta (key text primary key, value text) without rowid;

create table tree (
    path text primary key,
    head text,              -- blob in the last commit; null: none
    blob text,              -- blob of the file as it is; null: there is none
    stat text               -- the file's signature when it was read; null: git vouches for it
) without rowid;
create index tree_own on tree (path) where stat is not null;

create table folder (path text primary key, stat text, said text) without rowid;

create table fact (
    id integer primary key,
    path text not null,
    blob text not null,
    noun text not null,
    name text not null,     -- the record's id
    fold text not null,     -- the same in small letters
    line integer not null,
    "column" integer not null,
    tree text,              -- the record's fields as JSON; null: no record
    notes text not null,
    title text not null,
    said text not null,     -- diagnostics as JSON; empty: none
    state integer not null,
    seen integer not null   -- the last run in which it was in the tree
);

create index fact_file on fact (path, blob);
create index fact_name on fact (noun, name) where state = 2;
create index fact_fold on fact (noun, fold) where state > 0;
create index fact_wrong on fact (path) where state > 0 and (tree is null or said <> '');
create index fact_seen on fact (seen) where state = 0;

create table posting (
    id integer primary key, fact integer not null, source text not null, day text not null, account text not null,
    minor integer not null, currency text not null, document text not null, party text not null,
    project text not null, tax text not null, nature text not null
);
create index posting_fact on posting (fact);

create table deadline (
    fact integer not null, day text not null, subject text not null, kind text not null, what text not null,
    settled_by text not null, who text not null, period text not null
);
create index deadline_fact on deadline (fact);

create table reference (fact integer not null, target text not null);
create index reference_fact on reference (fact);

create table clash (noun text not null, fold text not null, said text not null);
create index clash_fold on clash (noun, fold);

create table owed (         -- open items: sums that are not zero, of the accounts in which documents are settled
    account text, document text, party text, project text, currency text, minor integer not null,
    primary key (account, document, party, project, currency)
) without rowid;

create table monthly (      -- sums of all accounts by month
    month text, account text, tax text, nature text, source text, currency text, minor integer not null,
    count integer not null,
    primary key (month, account, tax, nature, source, currency)
) without rowid;

create virtual table words using fts5 (text, content='', tokenize='unicode61 remove_diacritics 2');
"""

INDEXES = """
create index if not exists posting_day on posting (day);
create index if not exists posting_account on posting (account, day);
create index if not exists posting_document on posting (document);
create index if not exists posting_party on posting (party);
create index if not exists deadline_open on deadline (settled_by, day);
create index if not exists reference_target on reference (target);
"""
"""Made after the first filling, which is faster without them: their entries come in any order."""
