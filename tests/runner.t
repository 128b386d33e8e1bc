#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# The test runner: which tests a run selects, and that nothing of a test is left behind.

# shellcheck source=tests/lib.sh
. tests/lib.sh

# The selection for this run must not affect the runs below.
unset nsgen_tests nsgen_hook
# A separate checkout, with tests of our own.
clone=$tmp/clone
mkdir -p "$clone/tests/unit" "$clone/scripts/sh" "$clone/cocci/room" \
	"$clone/build/test" "$tmp/tmp" "$tmp/seen"
cp tests/run tests/pick tests/tap "$clone/tests"
printf '#!/bin/sh\necho "$*" >>"%s/fetched"\n' "$tmp" >"$clone/scripts/sh/get-kernel"
chmod +x "$clone/scripts/sh/get-kernel"
touch "$clone/cocci/room/hook.cocci" "$clone/cocci/room/other.list"

test_of() { # name, tier, script
	printf '#!/bin/sh\n# SPDX-License-Identifier: GPL-2.0-only\n%s#\n# A test.\n\n%s\n' \
		"${2:+# Tier: $2
}" "$3" >"$clone/tests/$1.t"
}

picks() { # names, wanted tier
	"$clone/tests/pick" "$2" >"$tmp/picked" || return 1
	printf '%s\n' "$1" | tr ' ' '\n' | sed '/^$/d; s,.*,tests/&.t,' | diff - "$tmp/picked"
}

tiers() {
	test_of a quick 'echo 1..1; echo ok 1' && test_of b '' 'echo 1..1; echo ok 1' &&
		test_of c full 'echo 1..1; echo ok 1' &&
		test_of d check 'echo 1..1; echo ok 1' && picks 'a' quick &&
		picks 'a b d' check && picks 'a b c d' full
}

wrong_tier() {
	test_of e slow 'echo 1..0'
	! "$clone/tests/pick" quick >"$tmp/stdout" 2>"$tmp/stderr" || return 1
	rm "$clone/tests/e.t"
	cat "$tmp/stderr"
	[ ! -s "$tmp/stdout" ] && grep -q "^nsgen: tests/e.t: unknown tier 'slow'" "$tmp/stderr"
}

# A unit test is selected by its source; its program may not be built yet.
units() {
	: >"$clone/tests/unit/b.c"
	nsgen_tests='b' "$clone/tests/pick" quick >"$tmp/picked"
	rm "$clone/tests/unit/b.c"
	printf 'tests/b.t\nbuild/test/unit/b\n' | diff - "$tmp/picked"
}

only() { # TESTS=, names
	nsgen_tests=$1 picks "$2" check
}

refused_only() { # words, variables
	words=$1
	shift
	refused 2 "$words" env "$@" "$clone/tests/pick" check
}

run() { # tier; the tests' TMPDIR is below $tmp/tmp
	TMPDIR=$tmp/tmp "$clone/tests/run" "$@"
}

empty() { # no file in the common TMPDIR, nor where kernels are copied to
	! ls -d "$clone"/build/check-* 2>/dev/null || return 1
	[ -z "$(ls -A "$tmp/tmp")" ] || { find "$tmp/tmp"; return 1; }
}

# Tests that leave things behind: files, an inaccessible directory, a process; and a test that is
# killed.
leave='echo 1..1; mkdir "$TMPDIR/x" "$HOME/y"; mktemp -d; : >"$TMPDIR/x/file"; chmod 0 "$TMPDIR/x"'
leaves_nothing() {
	rm "$clone"/tests/*.t
	test_of a quick "$leave"'; echo ok 1'
	test_of b quick "$leave"'; kill -s KILL $$'
	test_of c quick "$leave"'; exec 3>&1 >/dev/null 2>&1
		sleep 300 3>&- & echo $! >'"$tmp/seen/process"'
		timeout 300 sleep 300 3>&- & echo $! >>'"$tmp/seen/process"'; echo ok 1 >&3'
	! run quick >"$tmp/log" 2>&1 || return 1
	cat "$tmp/log"
	grep -q '^tests/b.t' "$tmp/log" &&
		! grep -q '^tests/[ac].t .*Wstat' "$tmp/log" && empty && gone
}

gone() { # the processes that a test has written down
	while read -r process; do
		# A zombie counts as gone, too.
		state=$(sed 's/.*) \(.\).*/\1/' "/proc/$process/stat" 2>/dev/null) || continue
		[ "$state" = Z ] || { echo "$process runs still"; return 1; }
	done <"$tmp/seen/process"
}

# Stopping a run stops its tests.
stopped() { # signal, status
	rm -f "$clone"/tests/*.t "$tmp/seen/process"
	test_of a quick "$leave"'; echo $$ >'"$tmp/seen/process"'
		timeout 300 sh -c "echo \$\$ >>'"$tmp/seen/process"'; sleep 300"; echo ok 1'
	# Under nohup, SIGHUP is ignored, and a shell cannot trap it then.
	(TMPDIR=$tmp/tmp exec env --default-signal="$1" "$clone/tests/run" quick) >"$tmp/log" 2>&1 &
	pid=$!
	for _ in $(seq 100); do
		[ "$(wc -l <"$tmp/seen/process" 2>/dev/null)" != 2 ] || break
		sleep 0.1
	done
	kill -s "$1" "$pid"
	status=0
	wait "$pid" || status=$?
	cat "$tmp/log"
	[ "$status" -eq "$2" ] && [ "$(wc -l <"$tmp/seen/process")" -eq 2 ] && empty && gone
}

# Each test has its own TMPDIR and HOME, even when they run in parallel.
own() {
	rm "$clone"/tests/*.t
	for name in a b c; do
		test_of $name quick 'echo 1..1; echo "$TMPDIR" >'"$tmp/seen/$name"'
			[ -z "$(ls -A "$HOME")" ] && [ "$(ls "$TMPDIR")" = home ] && echo ok 1'
	done
	run quick &&
		[ "$(cat "$tmp/seen/a" "$tmp/seen/b" "$tmp/seen/c" | sort -u | wc -l)" -eq 3 ] &&
		empty
}

# Tests get SIGINT as they would in the foreground.
interruptible() {
	rm "$clone"/tests/*.t
	test_of a quick 'echo 1..1; sh -c "kill -s INT \$\$; exit 0"; [ $? -eq 130 ] && echo ok 1'
	run quick
}

summary() { # the last lines are prove's, the times are kept
	rm "$clone"/tests/*.t
	test_of a quick 'echo 1..1; echo ok 1'
	run quick >"$tmp/log" 2>&1 || return 1
	cat "$tmp/log"
	tail -n 3 "$tmp/log" | head -n 1 | grep -qx 'All tests successful.' &&
		tail -n 1 "$tmp/log" | grep -qx 'Result: PASS' &&
		grep -qx ' *[0-9]*\.[0-9] tests/a\.t' "$clone/build/test/times"
}

fetches() { # kernel sources are for what is not quick
	rm -f "$tmp/fetched"
	test_of a quick 'echo 1..1; echo ok 1' && run quick &&
		[ ! -e "$tmp/fetched" ] && test_of b '' 'echo 1..1; echo ok 1' && run check &&
		[ "$(tr '\n' , <"$tmp/fetched")" = '6.1 build,6.12 build,7.2 build,' ]
}

fetch_fails() {
	printf '#!/bin/sh\necho "nsgen: get-kernel: no" >&2\nexit 3\n' \
		>"$clone/scripts/sh/get-kernel"
	status=0
	run check >"$tmp/log" 2>&1 || status=$?
	cat "$tmp/log"
	[ "$status" -eq 3 ] && [ "$(cat "$tmp/log")" = 'nsgen: get-kernel: no' ] && empty
}

# Files written directly to /tmp or HOME are not cleaned up by the runner.
hard_coded() {
	! git grep -nE '/tmp/' -- 'tests/*.t' tests/lib.sh tests/mutants checks \
		scripts ':!tests/runner.t' | grep -vE '\$\{TMPDIR:-/tmp\}/|grep -nE|\*.*/tmp/'
}

ok 'tiers' tiers
ok 'a tier that is none' wrong_tier
ok 'TESTS= may name what is in no lower tier' only 'c a' 'a c'
ok 'TESTS= with other blanks' only "  b	c
" 'b c'
ok 'TESTS= names units as well' units
ok 'TESTS= without a test of that name' \
	refused_only "TESTS=a hoo: test not found; the tests are a b c d" nsgen_tests='a hoo'
ok 'TESTS= is not executed' refused_only 'test not found' \
	nsgen_tests="\$(touch $tmp/pwned) \`touch $tmp/pwned\` ; touch $tmp/pwned *"
ok 'and was not' test ! -e "$tmp/pwned"
cp "$clone/tests/a.t" "$clone/tests/hooks.t"
ok 'HOOK= is for hooks.t' \
	env nsgen_hook=room/hook sh -c '[ "$("$1/tests/pick" check)" = tests/hooks.t ]' x "$clone"
ok 'HOOK= with the suffix' env nsgen_hook=room/hook.cocci sh \
	-c '[ "$("$1/tests/pick" check)" = tests/hooks.t ]' x "$clone"
ok 'HOOK= without such a hook' refused_only 'HOOK=room/hoo: hook not found' nsgen_hook=room/hoo
ok 'HOOK= without hooks.t' \
	refused_only "HOOK= selects hooks of the test 'hooks'" nsgen_hook=room/hook nsgen_tests=a
ok 'with NS= it is the ladder' refused_only 'omit NS= and KERNEL=' nsgen_given_ns=x

ok 'a run leaves nothing behind' leaves_nothing
ok 'SIGTERM ends a run' stopped TERM 143
ok 'SIGHUP ends a run' stopped HUP 129
ok 'each test has a TMPDIR and a HOME of its own' own
ok 'SIGINT is not ignored' interruptible
ok 'the summary is last' summary
ok 'kernel sources are fetched for those that need them' fetches
ok 'and a run ends when that fails' fetch_fails
ok 'nothing is written to /tmp itself' hard_coded
done_testing
