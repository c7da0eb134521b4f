#!/usr/bin/env bash
# Sets up a private environment from the lock file and passes every test and check.
set -euo pipefail
cd "$(dirname "$0")/.."

bash deploy/setup.sh
.venv/bin/ruff check .
.venv/bin/ruff format --check .
.venv/bin/mypy
.venv/bin/lint-imports
.venv/bin/pytest -n auto --dist loadgroup "$@"
