#!/bin/sh
# Says which browser the tests use: the Chromium on PATH, else Debian's where it may be installed, else Playwright's.
set -eu
cd "$(dirname "$0")/.."
for name in chromium chromium-browser google-chrome; do
    if command -v "$name"; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    if { apt-get update && apt-get install -y --no-install-recommends chromium; } >&2 && command -v chromium; then exit 0; fi
fi
.venv/bin/python -m playwright install chromium >&2
echo playwright
