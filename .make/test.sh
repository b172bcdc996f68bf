#!/usr/bin/env bash
# All gates: style, types, contracts, tests with documentation examples, coverage. Arguments go to pytest.
# Runs every step, so that one run shows every problem; fails if one did. Tools come from PATH. Style and types are
# looked at while tests run, and told of afterwards.
set -uo pipefail
cd "$(dirname "$0")/.."
unset PYTHONDONTWRITEBYTECODE  # or every process would compile everything anew
status=0

said=$(mktemp)
.make/check.sh >"$said" 2>&1 & gates=$!
pytest -n auto --dist worksteal -m 'not slow and not proof and not root' --cov --cov-report= "$@" </dev/null || status=1
wait $gates || status=1
cat "$said"; rm -f "$said"

if [ $# -eq 0 ]; then
  echo "branch coverage of the books and the formats, which must be complete:"
  coverage report --fail-under=100 || status=1
fi

[ $status -eq 0 ] && echo "all gates passed" || echo "FAILED: see above" >&2
exit $status
