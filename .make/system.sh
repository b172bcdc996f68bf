#!/usr/bin/env bash
# Make sure that what lies outside Python is there: the libraries that pages are laid out with and, with "tests"
# as argument, the programs that tests compare with. What is missing is found by looking for the thing itself,
# whatever the system, and installed by apt or brew. Without either, one line says what to install; the tests go
# on without their programs. Silent when nothing is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=${1:-run}
without=.cache/without-harfbuzz-subset # the package archive of this system does not know the library

say() { printf 'set-up: %s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# ── What is missing, by name ──

missing_libraries() {
  "$python" - <<'PY'
from ctypes.util import find_library

for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"):
    if not find_library(name):
        print(name)
PY
}

missing_to_run() {
  missing_libraries
  # grep reads to the end: with -q it may leave before fc-list is done, which then counts as failed
  has fc-list && fc-list 2>/dev/null | grep -i 'dejavu' >/dev/null || echo dejavu-font
  has git || echo git
  "$python" -c 'import ensurepip, venv' 2>/dev/null || echo venv
}

missing() {
  missing_to_run
  [ "$wanted" = tests ] || return 0
  has hledger || echo hledger
  has age || echo age
  has pdftotext || echo pdftotext
  has strace || [ "$(uname)" != Linux ] || echo strace
}

# ── What to install for it ──

apt_package() {
  case $1 in
    pango-1.0) echo libpango-1.0-0 ;;
    pangoft2-1.0) echo libpangoft2-1.0-0 ;;
    harfbuzz-subset) echo libharfbuzz-subset0 ;;
    dejavu-font) echo fontconfig fonts-dejavu-core ;;
    pdftotext) echo poppler-utils ;;
    venv) echo "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" ;;
    *) echo "$1" ;;
  esac
}

brew_package() {
  case $1 in
    pango-1.0 | pangoft2-1.0) echo pango ;;
    harfbuzz-subset) echo harfbuzz ;;
    dejavu-font) echo fontconfig font-dejavu ;;
    pdftotext) echo poppler ;;
    venv) echo python ;;
    *) echo "$1" ;;
  esac
}

packages() { for name in "${absent[@]}"; do "$1_package" "$name"; done | tr ' ' '\n' | sort -u | tr '\n' ' '; }

install_by_apt() {
  local names log
  local as_root=(env) apt=(DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
  names=$(packages apt)
  if [ "$(id -u)" -ne 0 ]; then
    has sudo || stop "as root, please run: apt-get install $names"
    as_root=(sudo)
  fi
  say "installing $names"
  log=$(mktemp)
  # shellcheck disable=SC2086  # one word per package
  {
    "${as_root[@]}" "${apt[@]}" update &&
      "${as_root[@]}" "${apt[@]}" install --yes --no-install-recommends $names
  } >"$log" 2>&1 </dev/null || explain "$log"
  rm -f "$log"
}

explain() {
  cat "$1" >&2
  if grep -q 'Unable to locate package libharfbuzz-subset0' "$1" && [ ! -e $without ]; then
    say "no libharfbuzz-subset0 here: PDFs are made without it, more slowly"
    mkdir -p .cache && touch $without
    exec .make/system.sh "$wanted"
  fi
  stop "apt could not install what is missing"
}

install_by_brew() {
  local names
  names=$(packages brew)
  say "installing $names"
  # shellcheck disable=SC2086
  brew install --quiet $names </dev/null
}

# ── Do it ──

python=$(.make/python.sh)
read -r -d '' -a absent < <(missing) || true
if [ -e $without ]; then
  absent=($(printf '%s\n' "${absent[@]:-}" | grep -v '^harfbuzz-subset$' || true))
fi
[ ${#absent[@]} -gt 0 ] || exit 0

if has apt-get; then
  install_by_apt
elif has brew; then
  install_by_brew
elif needed=$(missing_to_run | tr '\n' ' ') && [ -n "$needed" ]; then
  stop "please install with your package manager: $needed"
else
  say "tests that compare with these programs will be skipped: ${absent[*]}"
fi
