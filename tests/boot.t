#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What the boot and stress checks reject, and how they judge all kinds of consoles. Real boots need
# a kernel that takes minutes to build, so qemu and User Mode Linux are scripts here that print a
# given text.

# shellcheck source=tests/lib.sh
. tests/lib.sh

battery() {
	gcc -std=gnu11 -D_GNU_SOURCE -static -O2 -Wall -Wextra \
		-Werror -o "$tmp/battery" checks/boot/battery.c
}

bails_out() { # words, arguments
	words=$1
	shift
	! "$tmp/battery" "$@" >"$tmp/log" || return 1
	grep -q "^Bail out! $words" "$tmp/log" || { cat "$tmp/log"; return 1; }
}

# The init that the machines below get is never run, so it is compiled only once.
once() {
	mkdir -p "$tmp/bin"
	printf '#!/bin/sh\ncase "$*" in *-o*/init*battery.c) exec cp "%s" "$(printf "%%s\\n" "$*" | sed "s/.* -o \\([^ ]*\\).*/\\1/")" ;; esac\nexec "%s" "$@"\n' \
		"$tmp/battery" "$(command -v gcc)" >"$tmp/bin/gcc"
	chmod +x "$tmp/bin/gcc"
	PATH=$tmp/bin:$PATH
}

# A correct console; the sed scripts below introduce errors.
good_console() {
	cat <<'EOF'
[    0.000000] Linux version 6.12.0
[    0.100000] kasan: KernelAddressSanitizer initialized
[    0.200000] Lock dependency validator: Copyright (c) 2006 Red Hat, Inc., Ingo Molnar
KTAP version 1
1..3
ok 1 - ima: unshare
ok 2 - ima: listns # SKIP uts is not listed
[    1.000000] a word of the kernel's
ok 3 - ima: cycles
# 100 cycles, 0 kB of slab
# 0 of 3 failed
EOF
}

verdict() { # sed script, words of the verdict or nothing, complaint
	good_console | sed "$1" >"$tmp/console"
	status=0
	checks/boot/ktap "$tmp/console" "${3:-}" >"$tmp/stdout" 2>"$tmp/stderr" || status=$?
	tail -n 1 "$tmp/stderr"
	if [ -z "$2" ]; then
		[ "$status" -eq 0 ] && [ ! -s "$tmp/stderr" ]
	else
		[ "$status" -eq 1 ] && tail -n 1 "$tmp/stderr" | grep -qF -- "$2" &&
			grep -qF 'the last lines of the console' "$tmp/stderr"
	fi
}

only_ktap() {
	good_console >"$tmp/console"
	checks/boot/ktap "$tmp/console" >"$tmp/stdout" || return 1
	good_console | sed '1,/KTAP/{/KTAP/!d}; /^\[/d' | diff - "$tmp/stdout"
}

# Fake machines: what they print, and how they exit.
machine() { # file, status, sed script
	good_console | sed "${3:-}" >"$tmp/canned"
	{
		echo '#!/bin/sh'
		printf 'cat "%s"\n' "$tmp/canned"
		case $2 in
		hang) echo 'exec sleep 60' ;;
		*) echo "exit $2" ;;
		esac
	} >"$1"
	chmod +x "$1"
}

ends() { # qemu or uml, status of the machine, wanted status, words, sed script
	mkdir -p "$tmp/bin"
	status=0
	if [ "$1" = qemu ]; then
		machine "$tmp/bin/qemu-system-x86_64" "$2" "${5:-}"
		NSGEN_BOOT_TIMEOUT=1 PATH=$tmp/bin:$PATH checks/boot/boot-qemu "$tmp/bzImage" \
			ima:0x40:0xEFFFFFF6 >"$tmp/stdout" 2>"$tmp/stderr" || status=$?
	else
		machine "$tmp/linux" "$2" "${5:-}"
		NSGEN_BOOT_TIMEOUT=1 checks/boot/boot-uml "$tmp/linux" ima:0x40:0xEFFFFFF6 \
			>"$tmp/stdout" 2>"$tmp/stderr" || status=$?
	fi
	tail -n 1 "$tmp/stderr"
	[ "$status" -eq "$3" ] || return 1
	if [ -n "$4" ]; then
		tail -n 1 "$tmp/stderr" | grep -qF -- "$4"
	else
		[ ! -s "$tmp/stderr" ]
	fi
}

# Stopping the script stops its machine, and leaves nothing behind.
stopped() {
	machine "$tmp/linux" hang
	sed -i "1a echo \$\$ >'$tmp/pid'" "$tmp/linux"
	mkdir -p "$tmp/tmp"
	TMPDIR=$tmp/tmp checks/boot/boot-uml "$tmp/linux" ima:0x40:0xEFFFFFF6 \
		>"$tmp/stdout" 2>"$tmp/stderr" &
	script=$!
	for _ in $(seq 100); do
		[ ! -s "$tmp/pid" ] || break
		sleep 0.1
	done
	kill "$script"
	status=0
	wait "$script" || status=$?
	[ "$status" -eq 143 ] && [ -s "$tmp/pid" ] &&
		! kill -0 "$(cat "$tmp/pid")" && [ -z "$(ls "$tmp/tmp")" ]
}

# A tree of two files and a series of two patches.
patched() { # cover letter, two patches: made in $tmp/series
	rm -rf "$tmp/tree" "$tmp/series" "$tmp/copy"
	mkdir -p "$tmp/tree/kernel" "$tmp/tree/arch" "$tmp/tree/init" \
		"$tmp/tree/scripts/kconfig" "$tmp/series"
	touch "$tmp/tree/init/main.c" "$tmp/tree/scripts/kconfig/merge_config.sh"
	echo '{ "name": "a", "level": "framework", "spec": { "config": "A_NS" } }' \
		>"$tmp/series/report.json"
	echo all: >"$tmp/tree/Makefile"
	printf 'int a;\n' >"$tmp/tree/kernel/a.c"
	printf 'int b;\n' >"$tmp/tree/kernel/b.c"
	touch -d '2020-01-01' "$tmp/tree/kernel/a.c" "$tmp/tree/kernel/b.c"
	echo 'no patch' >"$tmp/series/0000-cover-letter.patch"
	head='diff --git a/kernel/a.c b/kernel/a.c\n--- a/kernel/a.c\n+++ b/kernel/a.c'
	printf '%b\n' "$head" '@@ -1 +1,2 @@' ' int a;' '+int a1;' >"$tmp/series/0001-a.patch"
	printf '%b\n' "$head" '@@ -1,2 +1,3 @@' ' int a;' ' int a1;' '+int a2;' \
		>"$tmp/series/0002-a.patch"
	checks/patched-tree "$tmp/series" "$tmp/tree" "$tmp/copy"
}

patched_in_order() {
	patched && [ "$(tr -d '\n' <"$tmp/copy/src/kernel/a.c")" = 'int a;int a1;int a2;' ] &&
		[ "$(cat "$tmp/tree/kernel/a.c")" = 'int a;' ]
}

patched_misfit() {
	patched && sed -i 's/ int a1/ int x/' "$tmp/series/0002-a.patch" || return 1
	status=0
	checks/patched-tree "$tmp/series" "$tmp/tree" "$tmp/copy2" 2>"$tmp/stderr" || status=$?
	cat "$tmp/stderr"
	[ "$status" -eq 3 ] && grep -q '0002-a.patch does not apply' "$tmp/stderr" &&
		[ "$(wc -l <"$tmp/stderr")" -eq 1 ] && [ ! -e "$tmp/copy2/src" ]
}

newer() { # file, than file
	[ -n "$(find "$1" -newer "$2")" ] || { ls -l --full-time "$@"; return 1; }
}

patched_times() { # what make has to build again, and nothing else
	patched || return 1
	touch -d '2021-01-01' "$tmp/copy/src/kernel/a.c"
	touch -d '2022-01-01' "$tmp/built"
	checks/patched-tree "$tmp/series" "$tmp/tree" "$tmp/copy" &&
		newer "$tmp/built" "$tmp/copy/src/kernel/a.c" || return 1
	# Another series, which changes b, so a goes back to the tree's version.
	sed 's/a\.c/b.c/g; s/a;/b;/; s/a1/b1/' "$tmp/series/0001-a.patch" >"$tmp/0001-b.patch"
	rm "$tmp"/series/000[12]*
	mv "$tmp/0001-b.patch" "$tmp/series"
	checks/patched-tree "$tmp/series" "$tmp/tree" "$tmp/copy" || return 1
	newer "$tmp/copy/src/kernel/a.c" "$tmp/built" &&
		newer "$tmp/copy/src/kernel/b.c" "$tmp/built" || return 1
	[ "$(cat "$tmp/copy/src/kernel/a.c")" = 'int a;' ] &&
		newer "$tmp/built" "$tmp/tree/kernel/a.c" || return 1
	# One more patch, which does not change b.
	touch -d '2021-01-01' "$tmp/copy/src/kernel/b.c"
	printf '%s\n' 'diff --git a/kernel/c.c b/kernel/c.c' 'new file mode 100644' \
		'--- /dev/null' '+++ b/kernel/c.c' '@@ -0,0 +1 @@' '+int c;' \
		>"$tmp/series/0002-c.patch"
	checks/patched-tree "$tmp/series" "$tmp/tree" "$tmp/copy" &&
		[ -f "$tmp/copy/src/kernel/c.c" ] && newer "$tmp/built" "$tmp/copy/src/kernel/b.c"
}

patched_ignored() { # in a directory that a repository ignores git applies nothing and says nothing
	rm -rf "$tmp/repo"
	mkdir "$tmp/repo" && (cd "$tmp/repo" && git init -q . && echo build >.gitignore) &&
		mkdir "$tmp/repo/build" && patched || return 1
	checks/patched-tree "$tmp/series" "$tmp/tree" "$tmp/repo/build/copy" &&
		grep -q a2 "$tmp/repo/build/copy/src/kernel/a.c"
}

# The stress rung with a kernel that is not built and a machine that prints a given text.
stress_console() {
	good_console | sed '/^ok 2/,$d; s/^1\.\.3/1..29/'
	for test in $(seq 2 20); do
		echo "ok $test - ima: test $test"
	done
	for test in 21 22 23 24 25 26 27; do
		echo "ok $test - ima: failing allocations: $test"
	done
	echo 'ok 28 - ima: cycles'
	echo 'ok 29 - ima: no leaks'
	echo '# 0 of 29 failed'
}

stress() { # wanted status, jq expression that holds for its rows, sed script, the machine's status
	rm -rf "$tmp/checks" "$tmp/rung"
	patched && cp -r checks "$tmp/checks" || return 1
	echo '{"name":"ima","level":"full","spec":{"config":"IMA_NS",
		"flag_value":"0x40","inum":"0xEFFFFFF6U","nr":"12"}}' >"$tmp/series/report.json"
	mkdir -p "$tmp/bin"
	machine "$tmp/bin/qemu-system-x86_64" "${4:-33}"
	stress_console | sed "$3" >"$tmp/canned"
	printf '#!/bin/sh\n[ "$3 $4" = "debug CONFIG_IMA_NS=y" ] && grep -q a2 "$1/kernel/a.c" &&
		echo "%s"\n' "$tmp/bzImage" >"$tmp/checks/boot/kernel-build"
	status=0
	NSGEN_CYCLES=100 PATH=$tmp/bin:$PATH "$tmp/checks/rungs/stress" "$tmp/series" \
		"$tmp/tree" "$tmp/rung" || status=$?
	cat "$tmp/rung/stress.json" || return 1
	[ "$status" -eq "$1" ] && jq -e "$2" "$tmp/rung/stress.json" &&
		jq -e 'all(.[]; keys == ["details", "rung", "status", "summary", "tool", "url"] and
			.rung == "stress")' "$tmp/rung/stress.json"
}

fails() { # tool
	printf '[.[] | select(.status == "fail") | .tool] == ["%s"]' "$1"
}

# The framework level cannot be tested from user space, so uts is created and freed there.
stress_framework() {
	sed -i 's/"full"/"framework"/' "$tmp/series/report.json"
	sed -i 's/ ima: / uts: /' "$tmp/canned"
	NSGEN_CYCLES=100 PATH=$tmp/bin:$PATH "$tmp/checks/rungs/stress" "$tmp/series" \
		"$tmp/tree" "$tmp/rung" &&
		jq -e 'length == 6 and all(.[]; .status == "pass")' "$tmp/rung/stress.json"
}

stress_report() { # sed script on the report, words
	patched || return 1
	echo '{"name":"ima","level":"full","spec":{"config":"IMA_NS",
		"flag_value":"0x40","inum":"0xEFFFFFF6U","nr":"12"}}' |
		sed "$1" >"$tmp/series/report.json"
	refused 2 "$2" checks/rungs/stress "$tmp/series" "$tmp/tree" "$tmp/rung"
}

: >"$tmp/empty"
echo kernel >"$tmp/bzImage"
ok 'boot-qemu: no arguments' refused 2 usage checks/boot/boot-qemu
ok 'boot-qemu: no kernel' \
	refused 2 "kernel '$tmp/empty' not found" \
	checks/boot/boot-qemu "$tmp/empty" uts:0x04000000:0xEFFFFFFE
ok 'boot-qemu: a blank in a name' \
	refused 2 'invalid list' checks/boot/boot-qemu "$tmp/bzImage" 'uts init=/bin/sh'
ok 'boot-qemu: bad cycles' \
	refused 2 cycles checks/boot/boot-qemu "$tmp/bzImage" uts:0x04000000:0xEFFFFFFE '' 1x
# What is new among the warnings after a series: more of them, but for those of a header that it
# does not touch, which each object that includes it has again.
new_warnings() {
	mkdir "$tmp/warnings" && printf '%s\n' kernel/a.c include/linux/b.h >"$tmp/warnings/files"
	one="$tmp/warnings/src/include/linux/mmzone.h:9:2: warning: unused"
	two="$tmp/warnings/src/kernel/a.c:7:2: warning: unused"
	printf '%s\n' "$one" "$two" >"$tmp/warnings/before"
	printf '%s\n' "$one" "$one" "$two" "$two" \
		"$tmp/warnings/src/include/linux/b.h:1: error: x" \
		"$tmp/warnings/src/include/linux/mmzone.h:9:2: warning: other" \
		>"$tmp/warnings/after"
	# shellcheck disable=SC2016 # for that shell
	work="$tmp/warnings" sh -c '. checks/kbuild.sh
		within() { sed "s,^$1/,,"; }
		of_namespace() { cat "$1"; }
		new_texts "$work/before" "$work/after" && : >"$work/none" &&
		new_texts "$work/none" "$work/before"' >"$tmp/new" || return 1
	printf '%s\n' 'include/linux/b.h: error: x' 'include/linux/mmzone.h: warning: other' \
		'kernel/a.c: warning: unused' 'include/linux/mmzone.h: warning: unused' \
		'kernel/a.c: warning: unused' | diff - "$tmp/new"
}

ok 'warnings of headers are new once' new_warnings
ok 'kernel-build: no arguments' refused 2 usage checks/boot/kernel-build
ok 'kernel-build: no tree' refused 2 'not a kernel tree' checks/boot/kernel-build "$tmp" "$tmp/obj"
ok 'kernel-build: no setting' \
	refused 2 'invalid setting' checks/boot/kernel-build "$tmp" "$tmp/obj" 'CONFIG_X=y;true'
ok 'kernel-build: a bad symbol' \
	refused 2 'invalid setting' checks/boot/kernel-build "$tmp" "$tmp/obj" 'CONFIG_X-Y=y'
ok 'the battery compiles' battery
once
ok 'battery: nothing to do' bails_out 'nothing to do'
ok 'battery: no inum' bails_out 'not NAME:FLAG' nsgen.names=uts:0x04000000
ok 'battery: no flag' bails_out 'not NAME:FLAG' nsgen.off=uts
ok 'battery: words behind a number' bails_out 'not NAME:FLAG' nsgen.names=uts:0x04000000:1x
ok 'battery: bad cycles' bails_out 'bad number' nsgen.cycles=0
ok 'boot-uml: no arguments' refused 2 usage checks/boot/boot-uml
ok 'boot-uml: no kernel' \
	refused 2 "kernel '$tmp/empty' not found" \
	checks/boot/boot-uml "$tmp/empty" uts:0x04000000:0xEFFFFFFE
ok 'boot-uml: a blank in a name' \
	refused 2 'invalid list' checks/boot/boot-uml "$tmp/bzImage" 'uts init=/bin/sh'

ok 'ktap: no arguments' refused 2 usage checks/boot/ktap
ok 'ktap: no console' refused 2 "console '$tmp/none' not found" checks/boot/ktap "$tmp/none"
ok 'console: as it should be' verdict '' ''
ok 'console: what is printed' only_ktap
ok 'console: a hang' verdict '/^ok 3/,$d' 'it hangs; 2 of 3' 'it hangs'
ok 'console: only the end is wrong' verdict '' 'it hangs' 'it hangs'
ok 'console: a panic' \
	verdict 's/a word of.*/Kernel panic - not syncing: Fatal exception/' "'Kernel panic'"
ok 'console: an oops' verdict 's/a word of.*/Oops: 0000 [#1]/' "'Oops'"
ok 'console: KASAN' verdict 's/a word of.*/BUG: KASAN: slab-use-after-free in put_ima_ns/' "'BUG:'"
ok 'console: a warning' \
	verdict 's/a word of.*/WARNING: CPU: 0 PID: 1 at kernel\/ucount.c:301/' "'WARNING:'"
ok 'console: a task that hangs' \
	verdict 's/a word of.*/INFO: task init:1 blocked for more than 120 seconds./' "'INFO: task'"
ok 'console: a backtrace' verdict 's/a word of.*/Call Trace:/' "'Call Trace:'"
ok 'console: kmemleak gives up' verdict \
	's/a word of.*/kmemleak: Kernel memory leak detector disabled/' 'leak detector disabled'
ok 'console: empty' verdict d 'no test plan'
ok 'console: no plan' verdict '/^1\.\./d' 'no test plan'
ok 'console: a plan of nothing' verdict 's/^1\.\.3/1..0/' 'no test plan'
ok 'console: two plans' verdict '/^1\.\./p' 'more than one test plan'
ok 'console: a test is missing' verdict '/^ok 2/d' '1 of 3 tests'
ok 'console: a test too many' verdict 's/^ok 3\(.*\)/&\nok 4\1/' '4 of 3 tests'
ok 'console: a test twice' verdict '/^ok 2/p' '2 of 3 tests'
ok 'console: a line of the kernel before a test' verdict 's/^ok 2/[   1.0] oh ok 2/' '1 of 3 tests'
ok 'console: a test fails' verdict 's/^ok 2/not ok 2/' '1 tests failed'
ok 'console: it bails out' verdict 's/^ok 3.*/Bail out! no/' 'bailed out'

ok 'qemu: 33' ends qemu 33 0 ''
ok 'qemu: 5' ends qemu 5 1 'the battery failed'
ok 'qemu: 0, a reboot' ends qemu 0 1 'rebooted or powered off'
ok 'qemu: 1' ends qemu 1 1 'qemu exited with status 1'
ok 'qemu: a hang' ends qemu hang 1 'timeout: still running after 1 seconds' '/^ok 3/,$d'
ok 'qemu: 33 and a test that fails' ends qemu 33 1 '1 tests failed' 's/^ok 2/not ok 2/'
ok 'uml: 0' ends uml 0 0 ''
ok 'uml: 134' ends uml 134 1 'panic'
ok 'uml: 1' ends uml 1 1 'UML exited with status 1'
ok 'uml: a hang' ends uml hang 1 'timeout: still running after 1 seconds' '/^ok 3/,$d'
ok 'uml: a signal to the script ends it' stopped
ok 'uml: 0 and a reboot before the end' ends uml 0 1 '2 of 3' '/^ok 3/,$d'

ok 'patched-tree: usage' refused 2 usage checks/patched-tree
ok 'patched-tree: no series' \
	refused 2 'report.json not found' checks/patched-tree "$tmp/bin" \
	build/linux-6.12 "$tmp/copy"
ok 'patched-tree: patches in their order' patched_in_order
ok 'patched-tree: a patch that does not fit' patched_misfit
ok 'patched-tree: what stays keeps its time' patched_times
ok 'patched-tree: under a repository that ignores it' patched_ignored

ok 'stress: usage' refused 2 usage checks/rungs/stress
ok 'stress: no report' \
	refused 2 'report.json not found' checks/rungs/stress "$tmp/bin" \
	build/linux-6.12 "$tmp/rung"
ok 'stress: a name that is none' stress_report 's/"ima"/"ima x=y"/' 'invalid name or config'
ok 'stress: a flag that is none' stress_report 's/0x40/0x40,uts:1:1/' 'flag_value: invalid number'
ok 'stress: a name of two lines' stress_report 's/"ima"/"ima\\nuts"/' 'invalid name or config'
ok 'stress: no JSON' stress_report 's/^/{/' 'not a report of nsgen'
ok 'stress: all is well' stress 0 'length == 6 and all(.[]; .status == "pass")' ''
ok 'stress: level framework' stress_framework
ok 'stress: a test fails' stress 1 "$(fails battery)" 's/^ok 5/not ok 5/' 5
if full; then
	ok 'stress: failslab finds something' stress 1 "$(fails failslab)" 's/^ok 23/not ok 23/' 5
	ok 'stress: failslab is not there' \
		stress 1 "$(fails failslab)" 's/^ok 23.*/& # SKIP no fail-nth/'
	ok 'stress: cycles leak' stress 1 "$(fails cycles)" 's/^ok 28/not ok 28/' 5
	ok 'stress: kmemleak finds something' stress 1 "$(fails kmemleak)" 's/^ok 29/not ok 29/' 5
	ok 'stress: kmemleak is not there' \
		stress 1 "$(fails kmemleak)" 's/^ok 29.*/& # SKIP no kmemleak/'
	ok 'stress: KASAN has something to say' \
		stress 1 "$(fails boot)" 's/^ok 27/BUG: KASAN: slab-use-after-free\n&/'
	ok 'stress: KASAN is off' stress 1 "$(fails boot)" '/KernelAddressSanitizer/d'
	ok 'stress: lockdep is off' stress 1 "$(fails boot)" '/Lock dependency/d'
	ok 'stress: a panic' stress 1 '[.[] | select(.status == "fail") | .tool] ==
		["boot", "failslab", "cycles", "kmemleak"]' '/^ok 2[3-9]/d' 0
fi
done_testing
