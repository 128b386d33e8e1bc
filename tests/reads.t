#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A failing access to a file is never taken for an answer: whichever open, read, stat or readdir of
# a run fails, the run either ends with one line and writes nothing, or writes what an undisturbed
# run writes.
#
# If a thread cannot be created, the others do its work.
#
# check fails every STRIDEth access; check-full fails all of them, and goes through 6.12 file by
# file.

# shellcheck source=tests/lib.sh
. "$PWD/tests/lib.sh"

nsgen=${NSGEN_FAST:-build/nsgen}
case $nsgen in
/*) ;;
*) nsgen=$top/$nsgen ;;
esac
SOURCE_DATE_EPOCH=1
export SOURCE_DATE_EPOCH
shim=$tmp/fail.so
stride=23
full && stride=1

make_shim() {
	"${CC:-gcc}" -shared -fPIC -O1 -o "$shim" tests/reads/fail.c
}

# One run; its output is in $tmp/run.out and $tmp/run.err.
disturbed() { # the Nth, errno, options
	nth=$1 errno=$2
	shift 2
	status=0
	READS_FAIL=$nth READS_ERRNO=$errno READS_COUNT=$tmp/looks \
		READS_BELOW=$below LD_PRELOAD=$shim \
		"$nsgen" generate --home "$top" --out="$tmp/out" "$@" \
		>"$tmp/run.out" 2>"$tmp/run.err" || status=$?
}

# The undisturbed run, with which all others are compared; its result is in $tmp/good.
undisturbed() { # options
	rm -rf "$tmp/out" "$tmp/good"
	[ ! -d "$tmp/start" ] || cp -a "$tmp/start" "$tmp/out"
	disturbed 0 EIO "$@"
	[ "$status" -eq 0 ] || { cat "$tmp/run.err"; return 1; }
	mv "$tmp/out" "$tmp/good"
	cp "$tmp/run.out" "$tmp/good.out"
	cp "$tmp/run.err" "$tmp/good.err"
	total=$(cat "$tmp/looks")
	[ "$total" -gt 0 ] || { echo 'it looks at nothing'; return 1; }
}

# Is this the result of an undisturbed run, or a refusal that leaves everything unchanged?
judged() {
	if [ "$status" -eq 0 ]; then
		cmp "$tmp/run.out" "$tmp/good.out" && cmp "$tmp/run.err" "$tmp/good.err" &&
			diff -r "$tmp/out" "$tmp/good"
		return
	fi
	[ "$(wc -l <"$tmp/run.err")" -eq 1 ] ||
		{ echo 'not one line:'; cat "$tmp/run.err"; return 1; }
	grep -q '^nsgen: [^ ]*: .' "$tmp/run.err" ||
		{ echo 'names nothing:'; cat "$tmp/run.err"; return 1; }
	[ ! -s "$tmp/run.out" ] || { echo 'prints on stdout:'; cat "$tmp/run.out"; return 1; }
	mkdir -p "$tmp/none" "$tmp/out"
	if [ -d "$tmp/start" ]; then
		diff -r "$tmp/start" "$tmp/out"
	else
		[ -z "$(find "$tmp/out" -type f)" ] || { echo 'wrote:'; find "$tmp/out"; return 1; }
	fi
}

# Fail every STRIDEth access, with EIO and EMFILE in turn; with both where every access to a whole
# tree is tried.
each_look() { # stride, first, options
	every=$1 look=$2
	shift 2
	undisturbed "$@" || return 1
	refusals=0
	while [ "$look" -le "$total" ]; do
		errnos=EIO
		[ $((look / every % 2)) -eq 0 ] || errnos=EMFILE
		[ "$every" -ne 1 ] || [ -n "${READS_ONLY:-}" ] || errnos='EIO EMFILE'
		for errno in $errnos; do
			rm -rf "$tmp/out"
			[ ! -d "$tmp/start" ] || cp -a "$tmp/start" "$tmp/out"
			disturbed "$look" "$errno" "$@"
			judged || {
				echo "look $look of $total, $errno: status $status"
				cat "$tmp/run.err"
				return 1
			}
			[ "$status" -eq 0 ] || refusals=$((refusals + 1))
		done
		look=$((look + every))
	done
	[ "$refusals" -gt 0 ] ||
		{ echo "none of $total looks made it fail: does the shim work?"; return 1; }
}

# Accesses to the tree.
in_tree() {
	rm -rf "$tmp/start"
	below=$base
	each_look "$stride" 1 --name=net --kernel="$base"
}

# Accesses to an existing series: a file that cannot be read may have been edited by the user.
in_series() {
	rm -rf "$tmp/out" "$tmp/start"
	below=$base
	disturbed 0 EIO --name=net --kernel="$base"
	[ "$status" -eq 0 ] || return 1
	mv "$tmp/out" "$tmp/start"
	below=$(echo "$tmp"/start/net/*)
	below=$tmp/out/net/${below##*/}
	each_look "$stride" 2 --name=net --kernel="$base"
	result=$?
	rm -rf "$tmp/start"
	return "$result"
}

# Accesses to nsgen's own files.
in_home() {
	below=$top/cocci
	each_look $((stride * 8)) 3 --name=net --kernel="$base"
}

ok 'the shim' make_shim
ok 'the tree of 2.6.19-rc6-mm2' in_tree
ok 'a series that is there' in_series
ok "nsgen's own hooks" in_home

# Files that the search for names in use cannot examine.
hides() { # file, words, command
	file=$1 words=$2
	shift 2
	rm -rf "$tmp/tree"
	cp -a "$base" "$tmp/tree"
	"$@" "$tmp/tree/$file" || return 1
	refused 3 "$words" "$nsgen" generate --home "$top" \
		--name=net --kernel="$tmp/tree" --out="$tmp/out"
}

zero() { # file
	mkdir -p "$(dirname "$1")"
	printf 'a\0b\n' >"$1"
}

leads_out() { # link
	mkdir -p "$(dirname "$1")"
	ln -s /etc/passwd "$1"
}

leads_nowhere() { # link
	ln -s nowhere "$1"
}

# A link to a file inside the tree is followed: a name in that file is in use.
leads_in() { # link
	echo '#define get_net_ns(x) x' >"${1%/include/*}/taken.txt"
	ln -s ../../taken.txt "$1"
}

rm -rf "$tmp/out"
ok 'a header with a zero byte' \
	hides include/linux/zero.h 'include/linux/zero.h: contains a NUL byte' zero
ok 'a Kconfig with a zero byte' hides net/zero/Kconfig 'net/zero/Kconfig: contains a NUL byte' zero
ok 'a link that leads out of the tree' \
	hides include/linux/out.h 'include/linux/out.h: symbolic link to a file outside' leads_out
ok 'a link to nowhere' \
	hides include/linux/nowhere.h \
	'include/linux/nowhere.h: symbolic link to a file outside' leads_nowhere
ok 'a link to a file of the tree' hides include/linux/in.h \
	"include/linux/in.h:1: the tree already uses the name 'get_net" leads_in

without_threads() { # which, command: it ends, by itself, within a minute
	THREADS_FAIL=$1 THREADS_COUNT=$tmp/threads LD_PRELOAD=$tmp/threads.so timeout -k 1 \
		60 "$nsgen" "$2" --home "$top" --kernel="$tmp/thread/tree" \
		--out="$tmp/thread/out" --name=net >"$tmp/run.out" 2>"$tmp/run.err"
}

# Without the first thread, the second and so on, and without any: same result as with all of them.
no_threads() { # commands, of which the last is judged
	for which in 0 1 2 3 4 1- 2-; do
		rm -rf "$tmp/thread" && mkdir "$tmp/thread" &&
			cp -a "$base" "$tmp/thread/tree" || return 1
		for command; do
			without_threads "$which" "$command" && continue
			echo "without thread $which: $command: status $?"
			cat "$tmp/run.err"
			return 1
		done
		if [ "$which" = 0 ]; then
			rm -rf "$tmp/good"
			cp -a "$tmp/thread" "$tmp/good" && cp "$tmp/run.out" "$tmp/good.out" &&
				cp "$tmp/run.err" "$tmp/good.err" || return 1
			[ "$(nproc)" -eq 1 ] || [ "$(cat "$tmp/threads")" -gt 0 ] ||
				{ echo 'it wants no thread'; return 1; }
			continue
		fi
		cmp "$tmp/run.out" "$tmp/good.out" && cmp "$tmp/run.err" "$tmp/good.err" &&
			diff -r "$tmp/thread" "$tmp/good" || return 1
	done
}

thread_shim() {
	"${CC:-gcc}" -shared -fPIC -O1 -o "$tmp/threads.so" tests/reads/threads.c
}

ok 'the shim for threads' thread_shim
ok 'generate without threads' no_threads generate
ok 'audit without threads' no_threads generate audit

# 6.12, file by file: those that a hook reads, and 40 others.
tree=$top/build/linux-6.12

# Fail each access to one file in a full run.
in_file() { # file
	READS_ONLY=/$1
	export READS_ONLY
	below=$tmp/part
	each_look 1 1 --name=ima --kernel="$tmp/part"
	result=$?
	unset READS_ONLY
	return "$result"
}

if full && [ -d "$tree" ]; then
	hook_copy "$tree" "$tmp/part"
	(cd "$tmp/part" && find . -type f | sed 's,^\./,,' | sort) >"$tmp/read"
	(cd "$tree" && find include kernel init fs ipc -name '*.[ch]' -type f | sort) |
		grep -vxF -f "$tmp/read" |
		awk 'BEGIN { srand(13) } { print rand(), $0 }' |
		sort | sed -n '1,40s/^[^ ]* //p' >"$tmp/others"
	part_of "$tree" "$tmp/part" <"$tmp/others"
	while read -r file; do
		ok "6.12: $file" in_file "$file"
	done <"$tmp/read"
	while read -r file; do
		ok "6.12: $file, which no hook reads" in_file "$file"
	done <"$tmp/others"
fi

done_testing
