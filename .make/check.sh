#!/usr/bin/env bash
# Style, types and contracts. Runs all of them, fails if one did. Tools come from PATH.
set -uo pipefail
cd "$(dirname "$0")/.."

failed=()
run() {
  local name=$1
  shift
  if output=$("$@" 2>&1); then
    printf '%-10s fine\n' "$name"
  else
    printf '%-10s FAILED: %s\n%s\n' "$name" "$*" "$output"
    failed+=("$name")
  fi
}

run style ruff check --output-format concise
run format ruff format --check
run types mypy
run contracts lint-imports --no-logo
[ ${#failed[@]} -eq 0 ] || { printf 'failed: %s\n' "${failed[*]}"; exit 1; }
