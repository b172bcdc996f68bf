#!/usr/bin/env bash
# The main job, from start to end, on a scratch copy of the example workspace: who still owes, one draft issued
# as a PDF, its payment recorded, who owes now, and proof that the books are sound. `backoffice` comes from PATH.
set -euo pipefail
repository=$(cd "$(dirname "$0")/.." && pwd)

scratch=$(mktemp -d "${TMPDIR:-/tmp}/backoffice-demo.XXXXXX")
books=$scratch/books
export XDG_CACHE_HOME=$scratch/cache XDG_STATE_HOME=$scratch/state
export BACKOFFICE_TODAY=2026-11-21
unset BACKOFFICE_WORKSPACE

say() { printf '\n\033[1m# %s\033[0m\n' "$*" | if [ -t 1 ]; then cat; else sed $'s/\033\\[[0-9]*m//g'; fi; }
show() { printf '$ %s\n' "$*"; "$@"; }
trap '[ $? -eq 0 ] || printf "\nThe demo stopped; its workspace is %s\n" "$books" >&2' EXIT

# The number (of a draft: its name) of the first row that a listing prints as JSON.
first_id() { python -c 'import json, sys; print(json.load(sys.stdin)["data"][0]["number"])'; }
# The file with this ending that the last commit added.
added() { git diff --name-only --diff-filter=A HEAD~1 -- invoices | grep "\.$1\$"; }

cp -R "$repository/example-workspace" "$books"
cd "$books"
git init --quiet --initial-branch=main
git config user.name "Demo Owner"
git config user.email "owner@example.org"
git config commit.gpgsign false
git add --all
git commit --quiet --message="Start the books"

say "The morning page, on $BACKOFFICE_TODAY"
show backoffice status

say "Who has still not paid?"
show backoffice invoice list --unpaid
show backoffice report aged-receivables

say "Issue a draft: it gets its number, and a PDF that never changes"
show backoffice invoice list --state draft
draft=$(backoffice invoice list --state draft --format json | first_id)
show backoffice invoice issue "$draft"
number=$(basename "$(added md)" .md)
pdf=$books/$(added pdf)
[ -s "$pdf" ]

say "The client pays"
show backoffice invoice pay "$number"
show backoffice report aged-receivables

say "Is everything in order?"
show backoffice check
show git log --oneline -n 3

say "Where to look"
quoted() { printf '%q' "$1"; }
program=$(quoted "$(command -v backoffice)")
cat <<END
the workspace   $books
the invoice     $pdf
go on           cd $(quoted "$books")
                export BACKOFFICE_TODAY=$BACKOFFICE_TODAY
                $program report profit-and-loss
                $program export hledger$(command -v hledger >/dev/null && echo " | hledger -f - balance")
END
