#!/bin/sh
# Tests the page for a browser in Chromium, and by axe-core's rules where Python's package has them:
#   check.sh FOLDER WEIGHTS PROGRAM [ONLY]     (run.mjs tells what they are)
set -eu
check=check-web
. Tests/check.sh

for CHROMIUM in chromium chromium-browser google-chrome; do
    command -v "$CHROMIUM" >/dev/null && break
done
export CHROMIUM
has_tools "$check" node "$CHROMIUM" || exit 0
# pip install --no-deps axe-playwright-python; what it would drive a browser with is not needed.
axe=$(python3 -c 'from importlib.util import find_spec
print(find_spec("axe_playwright_python").submodule_search_locations[0] + "/axe.min.js")' 2>/dev/null) ||
    skipped "$check, rules of accessibility" "no axe-core"
node Tests/Web/run.mjs "$1" "$2" "$3" "$axe" "${4:-}"
