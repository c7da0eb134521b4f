#!/usr/bin/env bash
# Makes .venv beside this project and installs exactly what uv.lock says.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ ! -x .venv/bin/python ]; then
    "${PYTHON:-python3}" -m venv .venv
fi
if ! .venv/bin/python -c 'import uv' 2>/dev/null; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check uv
fi
.venv/bin/python -m uv sync --frozen --inexact --quiet --python .venv/bin/python "$@"
