#!/usr/bin/env bash
# Print the Python to use: $PYTHON if set, else the first here that is new enough.
set -euo pipefail

for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
  if "$python" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
    command -v "$python"
    exit
  fi
done
echo "set-up: Python 3.11 or newer is needed (or name one: make PYTHON=/path/to/python)" >&2
exit 1
