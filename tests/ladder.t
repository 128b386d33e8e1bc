#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The ladder on net and the embedded base. A rung whose tool does not run, or a series that does not
# fit, must not count as passed.

# Use the fast nsgen: the sanitized one takes too long for many runs on whole trees;
# tests/sanitized.t covers it.
NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

work=$tmp/work

net() {
	rm -rf "$tmp/out"
	generate net "$base" && series=$(series_of net) && [ -f "$series/report.json" ]
}

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

# A tool that does nothing and succeeds.
without() { # tool, command
	mkdir -p "$tmp/fake"
	printf '#!/bin/sh\ncat >/dev/null\nexit 0\n' >"$tmp/fake/$1"
	chmod +x "$tmp/fake/$1"
	shift
	outcome=0
	PATH=$tmp/fake:$PATH "$@" || outcome=$?
	rm -rf "$tmp/fake"
	return "$outcome"
}

# A sparse that stops before the end of each file.
stopping() { # command
	mkdir -p "$tmp/fake"
	printf '#!/bin/sh\ncase $* in *last-canary.c) ;; *) exec %s "$@" ;; esac\n%s\n' \
		"$(command -v sparse)" \
		"n=\$#; for arg; do shift; [ \$((n -= 1)) -eq 0 ] || set -- \"\$@\" \"\$arg\"; done
		exec $(command -v sparse) \"\$@\"" >"$tmp/fake/sparse"
	chmod +x "$tmp/fake/sparse"
	outcome=0
	PATH=$tmp/fake:$PATH "$@" || outcome=$?
	rm -rf "$tmp/fake"
	return "$outcome"
}

# All tools but one.
missing() { # tool, command
	mkdir -p "$tmp/tools"
	for dir in /usr/bin /bin /usr/sbin /sbin; do
		find "$dir" -maxdepth 1 ! -type d ! -name "$1" \
			-exec ln -sf -t "$tmp/tools" {} + 2>/dev/null
	done
	shift
	outcome=0
	PATH=$tmp/tools "$@" || outcome=$?
	rm -rf "$tmp/tools"
	return "$outcome"
}

misfit() { # a patch whose context is another tree's
	rm -rf "$tmp/misfit"
	cp -R "$series" "$tmp/misfit"
	sed -i 's/^ struct nsproxy \*new_ns;/ struct nsproxy *other;/;
		s/^ #include <linux\/pid_namespace.h>/ #include <linux\/pid_name.h>/' \
		"$tmp"/misfit/0001-*.patch
	! cmp -s "$tmp"/misfit/0001-*.patch "$series"/0001-*.patch
}

faulty() { # one that fits, of which static and style have something to say
	rm -rf "$tmp/faulty"
	cp -R "$series" "$tmp/faulty"
	sed -i 's/^+#define INIT_NET_NS(net_ns)$/& /' "$tmp"/faulty/0001-*.patch
	! cmp -s "$tmp"/faulty/0001-*.patch "$series"/0001-*.patch
}

# A tree that the series does not fit: status 3 and one line, and the series is unchanged.
unrecorded() { # words, series, tree
	sums=$(find "$2" -type f -exec sha256sum {} + | sort)
	for keep_going in '' 1; do
		refused 3 "$1" env nsgen_keep_going=$keep_going checks/ladder \
			"$2" "$3" "$work" || return 1
	done
	[ "$sums" = "$(find "$2" -type f -exec sha256sum {} + | sort)" ]
}

# A rung that is run by hand reports this too, on stderr and not in its log.
each_rung() { # status, words, series
	for rung in rungs/static rungs/style rungs/sparse patched-tree; do
		refused "$1" "$2" "checks/$rung" "$3" "$base" "$tmp/by-hand" ||
			{ echo "$rung"; return 1; }
	done
}

applied() {
	rm -rf "$tmp/tree" && cp -R "$base" "$tmp/tree" &&
		"$NSGEN" apply --home "$top" --name=net --kernel="$tmp/tree" --out="$tmp/out" &&
		! diff -rq "$base" "$tmp/tree"
}

removed() {
	"$NSGEN" remove --home "$top" --name=net --kernel="$tmp/tree" --out="$tmp/out" &&
		diff -r "$base" "$tmp/tree" &&
		ladder 0 'static +ok +apply' "$series" "$tmp/tree" "$work" static
}

by_git_am() {
	rm -rf "$tmp/am" && cp -R "$base" "$tmp/am" && (
		cd "$tmp/am" && git init -q . && git config user.name x &&
			git config user.email x@x.invalid &&
			git add -A && git commit -qm x && git am -q "$series"/0001-*.patch
	)
}

moved() { # files
	rm -rf "$tmp/moved" && cp -R "$base" "$tmp/moved"
	for file; do
		sed 's/^/ /' "$base/$file" >"$tmp/moved/$file" || return 1
	done
}

outside() { # a patch that names a file outside the tree
	rm -rf "$tmp/outside"
	cp -R "$series" "$tmp/outside"
	sed -i 's,include/linux/nsproxy.h,../../nsproxy.h,g' "$tmp"/outside/0001-*.patch
}

# A signed series has patches without any checkpatch complaint; the rung must still be able to tell
# that checkpatch ran.
signed() {
	mkdir -p "$tmp/home"
	printf '[user]\n\tname = A Developer\n\temail = a@developer.invalid\n' \
		>"$tmp/home/.gitconfig"
	HOME=$tmp/home generate ima build/linux-6.12 --signoff &&
		checks/rungs/style "$(series_of ima)" build/linux-6.12 "$tmp/style"
}

# A copy of the toolkit with its own build/, whose kernels are symbolic links.
kit=$tmp/kit

make_kit() {
	rm -rf "$kit"
	mkdir -p "$kit/build" && cp -R checks scripts Makefile "$kit" &&
		cp "$top/build/check-static" "$kit/build"
}

kernel_of_links() { # release, perl that comes before 6.12's own checkpatch
	mkdir -p "$kit/build/linux-$1/scripts" &&
		ln -s "$top"/build/linux-6.12/* "$kit/build/linux-$1" 2>/dev/null
	rm -rf "$kit/build/linux-$1/scripts" && mkdir "$kit/build/linux-$1/scripts" &&
		ln -s "$top"/build/linux-6.12/scripts/*checkpatch* \
			"$top"/build/linux-6.12/scripts/spelling.txt \
			"$kit/build/linux-$1/scripts" || return 1
	[ -n "${2:-}" ] || return 0
	rm "$kit/build/linux-$1/scripts/checkpatch.pl"
	{ printf '#!/usr/bin/env perl\n%s\n' "$2"; cat build/linux-6.12/scripts/checkpatch.pl; } \
		>"$kit/build/linux-$1/scripts/checkpatch.pl"
}

style_of_kit() { # status, words, tree
	status=0
	"$kit/checks/rungs/style" "$series" "$3" "$tmp/kit-work" >"$tmp/lines" 2>&1 || status=$?
	cat "$tmp/lines"
	[ "$status" -eq "$1" ] && grep -q -- "$2" "$tmp/lines"
}

# Other kernels in build/ do not affect the result.
judged_alike() {
	make_kit && kernel_of_links 6.12 &&
		style_of_kit 0 'ok  *checkpatch: of 6\.12\.[0-9]*, ' "$base" || return 1
	cp "$tmp/kit-work/logs/style-checkpatch.log" "$tmp/alone"
	grep -q '^checkpatch.pl of 6\.12\.[0-9]*, as that of this tree does not work' \
		"$tmp/alone" &&
		grep -q 'allowed: MACRO_ARG_UNUSED' "$tmp/alone" || return 1
	for other in 5.10 6.12.9 7.2 99.1; do
		kernel_of_links "$other" \
			"open(my \$asked, '>', '$tmp/asked'); print STDERR 'asked';" || return 1
	done
	style_of_kit 0 'ok  *checkpatch: of 6\.12\.' "$base" &&
		diff "$tmp/alone" "$tmp/kit-work/logs/style-checkpatch.log" && [ ! -e "$tmp/asked" ]
}

# They do not replace a missing default release either.
none_pinned() {
	make_kit && kernel_of_links 7.2 && nsgen_setup=no style_of_kit 2 \
		"and nsgen_setup=no downloads nothing; omit nsgen_setup=no" "$base" &&
		[ "$(wc -l <"$tmp/lines")" -eq 1 ] &&
		[ "$(ls "$kit/build")" = "$(printf 'check-static\nlinux-7.2')" ]
}

# The tree's own checkpatch.pl is preferred to that of the default release.
judged_by_own() {
	make_kit && kernel_of_links 6.12 && cp -R "$base" "$tmp/own" || return 1
	sed '/^VERSION/s/2/9/' "$base/Makefile" >"$tmp/own/Makefile"
	for file in build/linux-6.12/*; do
		[ -e "$tmp/own/${file##*/}" ] || ln -s "$top/$file" "$tmp/own"
	done
	rm -rf "$tmp/own/scripts" && cp -R "$kit/build/linux-6.12/scripts" "$tmp/own" || return 1
	style_of_kit 0 'ok  *checkpatch: of 9\.6\.19-rc6-mm2, ' "$tmp/own" && grep -qx \
		'checkpatch.pl of 9\.6\.19-rc6-mm2' "$tmp/kit-work/logs/style-checkpatch.log"
}

# Complaints of checkpatch without a line number are not ignored.
in_another_form() {
	make_kit && kernel_of_links 6.12 \
		'my $text = join("", <STDIN>); close(STDIN); open(STDIN, "<", \$text);
		END { print("ERROR:ODD: of the whole patch\n") if ($text !~ /^Subject: x$/m); }' ||
		return 1
	sed -i 's/print "total: $cnt_error errors/$cnt_error++ if ($text !~ m{^Subject: x$}m); &/' \
		"$kit/build/linux-6.12/scripts/checkpatch.pl"
	grep -q 'cnt_error++ if ($text' "$kit/build/linux-6.12/scripts/checkpatch.pl" &&
		style_of_kit 5 'counts 9 complaints about 0001-.*, of which 8 can be parsed' "$base"
}

ok 'no arguments' refused 2 usage checks/ladder
# A new hard link to the tree's files, as made by another check, is not a change; a replaced file
# is, whatever its time stamp.
unmoved() {
	rm -rf "$tmp/tree" "$tmp/patched" && cp -a "$base" "$tmp/tree" &&
		checks/patched-tree "$series" "$tmp/tree" "$tmp/patched" || return 1
	mark=$tmp/patched/src/kernel/mark
	: >"$mark" && cp -al "$tmp/tree" "$tmp/other" &&
		checks/patched-tree "$series" "$tmp/tree" "$tmp/patched" || return 1
	rm -rf "$tmp/other"
	[ -e "$mark" ] || { echo 'copied anew for a link'; return 1; }
	cp -a "$tmp/tree/kernel/Makefile" "$tmp/tree/kernel/new" &&
		echo '# x' >>"$tmp/tree/kernel/new" &&
		touch -r "$tmp/tree/kernel/Makefile" "$tmp/tree/kernel/new" &&
		mv "$tmp/tree/kernel/new" "$tmp/tree/kernel/Makefile" || return 1
	checks/patched-tree "$series" "$tmp/tree" "$tmp/patched" &&
		[ ! -e "$mark" ] && grep -q '# x' "$tmp/patched/src/kernel/Makefile"
}

ok 'no such rung' refused 2 'unknown rung' checks/ladder "$tmp" "$base" "$work" climb
ok 'no series' ladder 2 'report.json not found' "$tmp" "$base" "$work"
ok 'net on the embedded base' net
ok 'no tree' ladder 2 'not a kernel tree' "$series" "$tmp" "$work"
ok 'net: the ladder up to boot' ladder 0 'sparse +ok ' "$series" "$base" "$work" boot
ok 'net: one line a check' lines_ok
ok 'net: what cannot be built is said' \
	grep -qE '^  CHECK   boot +skip +this tree is not a kernel' "$tmp/lines"
ok 'net: static and style are in report.json' in_report "$series" \
	'[.checks[] | select(.status == "pass") | .rung] | unique | contains(["static", "style", "sparse"])'
ok 'net: as b4 has them' in_report "$series" \
	'.checks | length > 8 and all((.tool | length > 0) and (.status | IN("pass", "warn", "fail")) and has("summary") and has("url") and has("details"))'
ok 'net: nothing of this machine' sh -c '! grep -nE "$1|/tmp/" "$2/report.json"' x "$PWD" "$series"
ok 'net: check.md says what checkpatch says' sh \
	-c 'for type in $(grep -oE "(ERROR|WARNING|CHECK):[A-Z_]+" "$1" | cut -d: -f2 | sort -u); do
	grep -q "$type" Documentation/check.md || { echo "$type"; exit 1; };
	done; grep -q SPDX_LICENSE_TAG "$1"' x "$work/logs/style-checkpatch.log"
ok 'net: the line and the report say whose checkpatch it was' sh -c '
	grep -q "checkpatch: of 6\.12\.[0-9]*, " "$1" &&
		jq -e "any(.checks[]; .tool == \"checkpatch\" and
			(.summary | startswith(\"of 6.12.\")))" "$2"' x \
	"$tmp/lines" "$series/report.json"
ok 'a tree without checkpatch is judged alike, whichever kernels are in build/' judged_alike
ok 'and not by another one with SETUP=no' none_pinned
ok "a tree's own checkpatch is preferred" judged_by_own
ok 'a complaint in another form is not passed over' in_another_form
ok 'the tree is copied when it has changed, and only then' unmoved
ok 'a patch that does not fit' misfit
ok 'is no result of the series' unrecorded \
	'0001-net-namespace-empty-framework.patch does not apply to this tree; generate the series again' \
	"$tmp/misfit" "$base"
ok 'as each rung says' each_rung 3 'does not apply' "$tmp/misfit"
ok 'net applied' applied
ok 'is no result of the series' \
	unrecorded "the tree already has the series; run 'nsgen remove' first" "$series" "$tmp/tree"
ok 'and removed, the ladder goes on' removed
ok 'net by git am' by_git_am
ok 'is no result of the series either' \
	unrecorded 'the tree already has the series' "$series" "$tmp/am"
ok 'a tree that has moved' moved kernel/nsproxy.c
ok 'is no result of the series, and is named' unrecorded \
	"has changed since the series was generated (differences in kernel/nsproxy.c); run 'nsgen refresh'" \
	"$series" "$tmp/moved"
ok 'one that has moved much' moved include/linux/init_task.h \
	include/linux/nsproxy.h kernel/nsproxy.c net/Kconfig net/core/Makefile
ok 'is not named whole' unrecorded \
	'(differences in include/linux/init_task.h, include/linux/nsproxy.h, kernel/nsproxy.c and 2 more)' \
	"$series" "$tmp/moved"
ok 'a patch that fits, and is faulty' faulty
ok 'fails in static' ladder 1 'static +FAIL apply' "$tmp/faulty" "$base" "$work"
ok 'and no rung behind it is run' test "$(wc -l <"$tmp/lines")" -eq 1
ok 'a patch that leaves the tree' outside
ok 'is refused' ladder 2 'outside the tree' "$tmp/outside" "$base" "$work"
ok 'as by each rung' each_rung 2 'outside the tree' "$tmp/outside"
ok 'which writes nothing there' test ! -e "$tmp/nsproxy.h" -a ! -e "$work/nsproxy.h"
ok 'with KEEP_GOING=1 they are' env nsgen_keep_going=1 sh -c '"$@" >"$0" 2>&1;
	[ $? -eq 1 ] && grep -q "^  CHECK   style  *FAIL checkpatch" "$0" &&
	grep -q "^  CHECK   style  *ok  *layout" "$0"' \
	"$tmp/going" checks/ladder "$tmp/faulty" "$base" "$work" style
ok 'a sparse that does nothing is no success' \
	without sparse ladder 1 'sparse +FAIL' "$series" "$base" "$work" sparse
ok 'nor one that stops in the middle of a file' stopping \
	ladder 1 'sparse +FAIL .*sparse stops before the end' "$series" "$base" "$work" sparse
ok 'a perl that does nothing is no checkpatch' \
	without perl ladder 2 'checkpatch' "$series" "$base" "$work" style
ok 'no sparse: the package is named' \
	missing sparse ladder 2 'missing Debian packages: sparse' "$series" "$base" "$work" sparse
ok 'no spatch: the package is named' missing spatch ladder \
	2 'missing Debian packages: coccinelle' "$series" "$base" "$work" static

ok 'a signed series passes style' signed
ok 'and nothing was said of a signature' \
	sh -c '! grep -q MISSING_SIGN_OFF "$1/logs/style-checkpatch.log"' x "$tmp/style"
done_testing
