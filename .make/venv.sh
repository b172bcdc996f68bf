#!/usr/bin/env bash
# Put the package with its exact dependencies into .venv; with "dev", those of the gates too.
set -euo pipefail
cd "$(dirname "$0")/.."
what=$1

quiet() {
  local log
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || { cat "$log" >&2; rm -f "$log"; exit 1; }
  rm -f "$log"
}

echo "set-up: Python packages into .venv" >&2
[ -x .venv/bin/python ] && .venv/bin/python -c 'import pip' 2>/dev/null || quiet "$(.make/python.sh)" -m venv --clear .venv
export PIP_DISABLE_PIP_VERSION_CHECK=1
# As an address: pip parts what these variables say at blanks, which a folder's name may have.
constraints=$(.venv/bin/python -c 'import pathlib; print(pathlib.Path(".constraints.txt").resolve().as_uri())')
export PIP_CONSTRAINT=$constraints PIP_BUILD_CONSTRAINT=$constraints
# What pip before 25 writes for a command imports `re` first, which takes half as long as Python's own start.
quiet .venv/bin/python -m pip install --quiet --upgrade pip
case $what in
  run) quiet .venv/bin/python -m pip install --quiet --editable . ;;
  dev) quiet .venv/bin/python -m pip install --quiet --editable '.[dev]' ;;
esac
touch ".venv/.$what"
