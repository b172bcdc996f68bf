#!/usr/bin/env bash
# Measure, side by side and as ratios. Arguments go to the benchmark.
set -euo pipefail
cd "$(dirname "$0")/.."
exec python -m tests.bench "$@"
