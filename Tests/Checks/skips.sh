#!/bin/sh
# Shows that what is skipped is listed, by the shell scripts, by the Swift tests and by Python, and that STRICT=1 fails
# then; and that no test says "skipped" in a way of its own, which nobody would collect.
set -eu
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
list=$scratch/skipped
unset STRICT SKIPPED_FILE
fail() {
    echo "check-skips: $*" >&2
    exit 1
}

: >"$list"
STRICT=1 Tests/list-skipped.sh "$list" >"$scratch/output" || fail "an empty list is a failure"
grep -qx 'Nothing was skipped.' "$scratch/output" || fail "an empty list says: $(cat "$scratch/output")"

SKIPPED_FILE=$list sh -c '. Tests/skipped.sh; skipped web "no node"' 2>"$scratch/errors"
grep -qx 'skipped: web: no node' "$scratch/errors" || fail "a script says: $(cat "$scratch/errors")"
grep -qx 'web: no node' "$list" || fail "a script's skip is not in the list"
! STRICT=1 sh -c '. Tests/skipped.sh; skipped web "no node"' 2>/dev/null || fail "STRICT=1 lets a script skip"

python="import sys; sys.path.insert(0, 'Tests'); from skipped import skipped; skipped('PNGs', 'no Pillow')"
SKIPPED_FILE=$list python3 -c "$python" 2>"$scratch/errors"
grep -qx 'skipped: PNGs: no Pillow' "$scratch/errors" || fail "Python says: $(cat "$scratch/errors")"
grep -qx 'PNGs: no Pillow' "$list" || fail "a skip in Python is not in the list"
! STRICT=1 python3 -c "$python" 2>/dev/null || fail "STRICT=1 lets Python skip"

cat >"$scratch/report.xml" <<'END'
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="TestResults" errors="0" tests="2" failures="0" skipped="2" time="0.2">
    <testcase classname="A.B" name="runs()" time="0.2" />
    <testcase classname="A.B" name="isSkipped(kind:)" >
      <skipped>skipped: no &quot;data&quot; &amp; no luck</skipped>
    </testcase>
    <testcase classname="A.C" name="another()" >
      <skipped />
    </testcase>
  </testsuite>
</testsuites>
END
awk -v kept="$list" -f Tests/skipped.awk "$scratch/report.xml" >"$scratch/output"
grep -qx 'swift test: 3 tests, 2 skipped' "$scratch/output" || fail "the Swift tests say: $(cat "$scratch/output")"
grep -qxF 'A.B.isSkipped(kind:): no "data" & no luck' "$list" || fail "a Swift test is not in the list: $(cat "$list")"
grep -qx 'A.C.another(): no reason is given' "$list" || fail "a test without a reason is not in the list"
! echo '<testsuites></testsuites>' | awk -v kept=/dev/null -f Tests/skipped.awk >/dev/null || fail "no test at all passes"

status=0
STRICT=1 Tests/list-skipped.sh "$list" >"$scratch/output" 2>/dev/null || status=$?
[ "$status" = 1 ] || fail "STRICT=1 lets tests be skipped"
Tests/list-skipped.sh "$list" >/dev/null || fail "without STRICT a skipped test is a failure"
[ "$(grep -c '^  ' "$scratch/output")" = 4 ] || fail "the list is: $(cat "$scratch/output")"

# A tool that is missing, in a real script.
mkdir "$scratch/bin"
ln -s "$(command -v sh)" "$scratch/bin/sh"
: >"$list"
SKIPPED_FILE=$list PATH="$scratch/bin" sh Tests/Checks/baseline.sh no-trainer 2>/dev/null
grep -q '^check-baseline: no qemu-x86_64' "$list" || fail "check-baseline without QEMU is not in the list"

others=$(grep -rnE "(echo|print|printf).*skipped:" Tests examples mk Makefile .ci --include=*.sh --include=*.mk \
    --include=*.py --include=*.mjs --include=Makefile --include=run | grep -v '^Tests/skipped\.\|^Tests/Checks/' |
    grep -v '"| \$target | skipped' || true)
[ -z "$others" ] || fail "use Tests/skipped.sh instead of: $others"
echo "check-skips: what is skipped is listed, and STRICT=1 forbids it"
