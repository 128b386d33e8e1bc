#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The ladder on a modern name and Debian's 6.12. Builds are kept in build/check, so that later runs
# are fast. check-full takes the whole series up to boot; check one patch, because each patch of a
# series is compiled twice, and its objects only, with the namespace off and on, because a kernel
# takes longer than all other tests together; tests/objects.t switches neighbours off, too.

# Use the fast nsgen: the sanitized one takes too long for many runs on whole trees;
# tests/sanitized.t covers it.
NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

ladder() { # status, words that a line has, arguments
	want=$1 words=$2
	shift 2
	status=0
	checks/ladder "$@" >"$tmp/lines" 2>"$tmp/errors" || status=$?
	cat "$tmp/lines" "$tmp/errors"
	[ "$status" -eq "$want" ] || { echo "status $status, not $want"; return 1; }
	cat "$tmp/lines" "$tmp/errors" | grep -qE -- "$words" || { echo "no '$words'"; return 1; }
}

lines_ok() { # each line is a check's
	[ -s "$tmp/lines" ] &&
		! grep -vE '^  CHECK   [a-z]+ +(ok|FAIL|skip) +.*  [0-9]+\.[0-9]s$' "$tmp/lines"
}

in_report() { # series, filter
	jq -e "$2" "$1/report.json"
}

# The build rung again, with nothing changed.
again() {
	ladder 0 'build +ok +objects:' "$series" "$tree" "$kept" build &&
		grep -q '^as it was' "$kept/logs/build-objects.log" || return 1
	! full || grep -q '^as it was' "$kept/logs/build-patches.log"
}

changed() { # what does not compile is not taken for what did
	cp -R "$series" "$tmp/changed" &&
		sed -i 's/^+	return ns;$/+	return nothing;/' "$tmp/changed"/0*.patch ||
		return 1
	! diff -r "$series" "$tmp/changed" >/dev/null || return 1
	! checks/rungs/build "$tmp/changed" "$tree" "$kept" >"$tmp/lines" 2>&1 || return 1
	cat "$tmp/lines"
	grep -q 'build  *FAIL objects:' "$tmp/lines"
}

tree=build/linux-6.12
full && squash= || squash=--squash
ok 'ima on 6.12' generate ima "$tree" ${squash:+"$squash"}
series=$(series_of ima)
kept=build/check/tests-ima-6.12
if full; then
	ok 'ima on 6.12: the ladder up to boot' \
		ladder 0 'boot +ok +boot: CONFIG_IMA_NS=y' "$series" "$tree" "$kept" boot
	rungs='"boot", "build", "sparse", "static", "style"'
else
	export nsgen_link=n nsgen_neighbours=none
	ok 'ima on 6.12: the ladder up to build' \
		ladder 0 'build +ok +selftests:' "$series" "$tree" "$kept" build
	ok 'no kernel is linked, and it says so' \
		grep -q 'build *skip *vmlinux: not linked' "$tmp/lines"
	ok 'off and on' grep -q 'build *ok *objects: .* in 2 configurations' "$tmp/lines"
	rungs='"build", "sparse", "static", "style"'
fi
ok 'one line a check' lines_ok
sed 's/^/# /' "$tmp/lines"
ok 'every rung has run' in_report "$series" "[.checks[] | select(.status == \"pass\") | .rung] |
	unique == [$rungs]"
ok 'none failed' in_report "$series" 'all(.checks[]; .status != "fail")'
ok 'the second time nothing is compiled' again
! full || ok 'but for another series it is' changed
left=$(find "$tree" -maxdepth 3 -name '.config' -o -maxdepth 3 -name '*.rej' -o \
	-maxdepth 2 -name '*.o')
ok 'the tree is as it was' test -z "$left"
done_testing
