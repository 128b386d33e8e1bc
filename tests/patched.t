#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# check --patched: a namespace that nsgen did not write. tests/patched/ima-7.2.patch was written by
# hand, in files and an order of its own; each tests/patched/*.sed makes one mistake in it, and says
# which words must name it. The series passes, and each mistake is named, with the tree before the
# series at hand: in two runs with several at once, none of which hides another, and where there is
# time one by one, also without that tree.

# Many runs on a whole tree, for which the sanitized nsgen takes too long.
NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

export LC_ALL=C
kernel=$top/build/linux-7.2
here=$top/tests/patched
make_large
tree=$large/tree
some='break label limit mask row site'
others='depends flag order put'

# Where there is not the time, the part of the tree that is read.
by_hand() {
	if full; then
		tree_copy "$kernel" "$tree"
	else
		core_copy "$kernel" "$large/core" && kernel=$large/core &&
			core_copy "$kernel" "$tree"
	fi && git_apply "$tree" "$here/ima-7.2.patch"
}

# The ladder's answer: its status, and words that a line has, or "" if no check may fail.
check() { # status, words, base or "", rung
	status=0
	nsgen_base=$3 nsgen_first=${first:-} nsgen_result=$tmp/result.json \
		checks/ladder --patched=ima "$tree" "$large/work" "$4" >"$tmp/said" 2>&1 ||
		status=$?
	cat "$tmp/said"
	[ "$status" -eq "$1" ] || { echo "status $status, not $1"; return 1; }
	[ -n "$2" ] || { ! grep -q ' FAIL ' "$tmp/said"; return; }
	said "$2"
}

said() { # words, also in the log, which is printed below the line
	grep -vE '^  (CHECK +[a-z]+ +(ok|skip)|READ|RESULT) ' "$tmp/said" | grep -qE -- "$1" ||
		{ echo "no '$1'"; return 1; }
}

passes() { # base or "", rung
	check 0 '' "$1" "$2" &&
		jq -e '.status == 0 and .name == "ima" and .spec.copy == "copy_ima_ns" and
			.numbers.flag_value == "0x00000020" and .numbers.nr == "14" and
			(.sources | length) == 2 and (.checks | map(select(.tool == "audit"
			and .status == "pass")) | length) == 1' "$tmp/result.json"
}

plant() { # mistake
	files=$(sed -n 's/^# File: //p' "$here/$1.sed")
	[ -n "$files" ] || return 1
	for file in $files; do
		# The file may be a hard link to the kernel's.
		[ -e "$tmp/kept/$file" ] || { mkdir -p "$tmp/kept/$(dirname "$file")" &&
			cp "$tree/$file" "$tmp/kept/$file"; } || return 1
		sed -E -z -f "$here/$1.sed" "$tree/$file" >"$tmp/wrong" || return 1
		! cmp -s "$tree/$file" "$tmp/wrong" || { echo "$file: no mistake"; return 1; }
		rm "$tree/$file" && cp "$tmp/wrong" "$tree/$file" || return 1
	done
}

named() { # base or "", mistakes, which are made together
	from=$1
	shift
	rm -rf "$tmp/kept"
	outcome=0 first=
	[ $# -ne 1 ] || first=1
	for mistake; do
		plant "$mistake" || outcome=1
	done
	for mistake; do
		words=$(sed -n 's/^# Said: //p' "$here/$mistake.sed")
		[ -n "$words" ] || outcome=1
		if [ "$mistake" = "$1" ]; then
			check 1 "$words" "$from" static || outcome=1
		else
			said "$words" || outcome=1
		fi
	done
	cp -R "$tmp/kept/." "$tree" && return "$outcome"
}

# Nothing is written to what is checked.
untouched() {
	(cd "$tree" && find . -newer "$tmp/began" ! -type d) >"$tmp/changed"
	[ ! -s "$tmp/changed" ]
}

# Git trees, with the files that the patch changes only: what is made of them is a series.
small_repository() {
	rm -rf "$tmp/repo" && mkdir "$tmp/repo" || return 1
	{
		sed -n 's,^diff --git a/.* b/,,p' "$here/ima-7.2.patch"
		printf '%s\n' Makefile Kconfig init/Kconfig
	} | part_of "$kernel" "$tmp/repo" && (
		cd "$tmp/repo" && git init -q . && git config user.name x &&
			git config user.email x@x.invalid && git add -fA . && git commit -qm base &&
			git tag v7.2 && git apply "$here/ima-7.2.patch"
	)
}

of_repository() { # filter, how many patches, base or nothing
	before=$(cd "$tmp/repo" && git for-each-ref && git status --porcelain)
	rm -rf "$tmp/built"
	base_tree=$(checks/patched-series ima "$tmp/repo" "$tmp/built" ${3:+"$3"}) || return 1
	jq -e "$1" "$tmp/built/series/report.json" || return 1
	[ "$(find "$tmp/built/series" -name '*.patch' | wc -l)" -eq "$2" ] || return 1
	rm -rf "$tmp/again" && cp -R "$base_tree" "$tmp/again" || return 1
	for patch in "$tmp"/built/series/*.patch; do
		git_apply "$tmp/again" "$patch" || return 1
	done
	(cd "$tmp/repo" && git ls-files -co --exclude-standard) | while read -r file; do
		cmp "$tmp/repo/$file" "$tmp/again/$file" || exit 1
	done || return 1
	[ "$before" = "$(cd "$tmp/repo" && git for-each-ref && git status --porcelain)" ]
}

work_tree() {
	small_repository && of_repository '.origin == "work" and .commit == ""' 1
}

commits() {
	small_repository && (
		cd "$tmp/repo" && git add include && git commit -qm 'one' && git add -A &&
			git commit -qm 'two'
	) && head=$(git -C "$tmp/repo" rev-parse HEAD) &&
		of_repository ".origin == \"commits\" and .commit == \"$head\"" 2 &&
		of_repository '.origin == "commits"' 2 v7.2
}

without_base() {
	small_repository && (
		cd "$tmp/repo" && git tag -d v7.2 && git add -A && git commit -q --amend -m all
	) >/dev/null && refused 2 'give the commit before it with --base' \
		checks/patched-series ima "$tmp/repo" "$tmp/built"
}

# A filter that the repository's configuration names is a program of others.
filters() {
	small_repository && (
		cd "$tmp/repo" && git add -A && git commit -qm all &&
			echo '*.c filter=evil' >.git/info/attributes &&
			git config filter.evil.smudge "touch $tmp/evil; cat"
	) && checks/patched-series ima "$tmp/repo" "$tmp/built" && [ ! -e "$tmp/evil" ]
}

# A tree without it, and a name that is none.
lacks() {
	refused 3 'struct nsproxy has no member of ima (it has' \
		checks/ladder --patched=ima "$kernel" "$large/lacks" static
}

ok 'a work tree' work_tree
ok 'commits' commits
ok 'commits that came from nowhere' without_base
ok 'no program of the repository' filters
if [ -f "$kernel/Makefile" ]; then
	ok 'the tree' by_hand
	touch "$tmp/began"
	ok 'a tree without it' lacks
	ok 'by hand, from a directory: static and style' passes "$kernel" style
	ok 'nothing is written to it' untouched
	! full || ok 'by hand, from itself' passes '' style
	# shellcheck disable=SC2086 # lists
	ok 'each mistake is in one of the two' test \
		"$(printf '%s\n' $some $others | sort)" = "$(basename -s .sed "$here"/*.sed)"
	# shellcheck disable=SC2086 # lists
	ok "named: $some" named "$kernel" $some
	# shellcheck disable=SC2086 # lists
	ok "named: $others" named "$kernel" $others
	if full; then
		for each in $some $others; do
			ok "named: $each" named "$kernel" "$each"
			ok "named, without the tree before: $each" named '' "$each"
		done
	fi
else
	ok 'linux-7.2 # SKIP not in build/' true
fi
done_testing
