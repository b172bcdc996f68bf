#!/usr/bin/env bash
# Write the reference from the declarations, then the output of every console example.
set -euo pipefail
cd "$(dirname "$0")/.."
python -m backoffice.cli.reference docs/reference
pytest -q --update-transcripts tests/test_transcripts.py
git --no-pager diff --stat -- docs README.md tests/transcripts
