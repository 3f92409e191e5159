#!/bin/sh
# Compiles the translations; the compiled files are not kept in the repository.
set -eu
cd "$(dirname "$0")/.."
if ls facilitation/translations/*/LC_MESSAGES/*.po >/dev/null 2>&1; then
    .venv/bin/pybabel -q compile -d facilitation/translations
fi
