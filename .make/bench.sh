#!/usr/bin/env bash
# Measure, side by side and as ratios. Arguments go to the benchmark.
set -euo pipefail
cd "$(dirname "$0")/.."
python -m tests.bench "$@"
python -m tests.bench.vaults
