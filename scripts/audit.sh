#!/bin/sh
# Every check of `make audit`, one after the other; fails where any of them does.
cd "$(dirname "$0")/.." || exit 1
failed=0
.venv/bin/python scripts/audit_licences.py || failed=1
# Without S101: what is asserted narrows a type, and nobody's permission hangs on it. The rest is as in `make lint`.
if .venv/bin/ruff check --quiet --select S --ignore S101 .; then echo "security rules: nothing found"; else failed=1; fi
.venv/bin/python scripts/audit_secrets.py || failed=1
.venv/bin/python scripts/audit_vulnerabilities.py || failed=1
exit $failed
