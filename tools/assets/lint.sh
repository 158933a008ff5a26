#!/bin/sh
# lint.sh: hold the scripts and styles that we ship to biome.jsonc; where there is no npm, note that this did not run.
cd "$(dirname "$0")" || exit 1
if ! command -v npm >/dev/null 2>&1; then
    mkdir -p ../../build
    echo "tools/assets: npm is not installed, so scripts and styles were not checked" | tee -a ../../build/not-run.txt
    exit 0
fi
[ -x node_modules/.bin/biome ] || npm ci --silent --no-audit --no-fund --ignore-scripts || exit 1
exec npm run --silent lint
