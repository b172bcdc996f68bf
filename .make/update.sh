#!/usr/bin/env bash
# Resolve all dependencies anew, within the ranges of pyproject.toml, and write down what was chosen.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$(.make/python.sh)" -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade --editable '.[dev]' hatchling pip
{
  echo "# The exact versions that \`make\` installs. Written by \`make update\`; ranges are in pyproject.toml."
  "$scratch/venv/bin/python" -m pip freeze --all --exclude-editable | grep -v -E ' @ |^setuptools==' | LC_ALL=C sort -f
} >"$scratch/constraints"
mv "$scratch/constraints" .constraints.txt
git --no-pager diff --stat -- .constraints.txt
