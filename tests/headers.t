#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Each header that generated code includes must be in the tree; otherwise generate fails with an
# error.

# Use the fast nsgen: the sanitized one takes too long for many runs; tests/sanitized.t covers it.
NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

tree=$tmp/tree

# Headers that the series includes and that no hook needs; hooks notice the others themselves. A
# probe finds nothing in a file that is not there.
only_included() { # out directory, at least so many
	sed -n 's,^+#include <\(linux/.*\)>,include/\1\ninclude/uapi/\1,p;
		s,^+#include "\.\./\(.*\)",tools/testing/selftests/\1,p' \
		"$(series_of ima "$1")"/0*.patch | sort -u >"$tmp/names"
	sed '/^\/\/ Probe:/d' cocci/*/* >"$tmp/hooks"
	hook_files "$tmp/hooks" | comm -13 - "$tmp/names" | while read -r name; do
		# <linux/types.h> is in two directories; one of them is enough.
		case $name in
		include/uapi/*) [ ! -f "$tree/include/${name#include/uapi/}" ] || continue ;;
		include/*) [ ! -f "$tree/include/uapi/${name#include/}" ] || continue ;;
		esac
		[ ! -f "$tree/$name" ] || printf '%s\n' "$name"
	done >"$tmp/headers"
	cat "$tmp/headers"
	[ "$(wc -l <"$tmp/headers")" -ge "$2" ]
}

missed() { # header
	mv "$tree/$1" "$tmp/away" || return 1
	outcome=0
	case $1 in
	include/uapi/*) as=${1#include/uapi/} ;;
	include/*) as=${1#include/} ;;
	*) as=../${1#tools/testing/selftests/} ;;
	esac
	words="includes '$as'"
	# Without this one <linux/kernel.h> would be included, as before 5.16.
	[ "$1" != include/linux/container_of.h ] || words="'container_of' is in no header"
	refused 3 "$words" generate ima "$tree" --out="$tmp/missed" || outcome=1
	mv "$tmp/away" "$tree/$1"
	[ ! -e "$tmp/missed" ] && return "$outcome"
}

# A file that others include is gone.
container_of_gone() {
	rm "$tree/include/linux/container_of.h" || return 1
	refused 3 "'container_of' is in no header" generate ima "$tree" --out="$tmp/gone"
}

# 5.11 to 5.15: container_of() does not have its own header yet.
without_container_of() {
	sed -i 's|^#include <linux/container_of.h>$|#define container_of(ptr, type, member) ptr|' \
		"$tree/include/linux/kernel.h" &&
		generate ima "$tree" --out="$tmp/kernel-h" || return 1
	header=$tmp/header
	sed -n '/^+++ b\/include\/linux\/ima_namespace.h$/,/^diff /p' \
		"$(series_of ima "$tmp/kernel-h")"/0*.patch | sed -n 's/^+//p' >"$header"
	grep -q '^#include <linux/kernel.h>$' "$header" && ! grep -q container_of.h "$header" &&
		sed -n '/^#include/p' "$header" | sort -c
}

# 6.11 and 6.12.0: nsfs.h uses __u32 and leaves its header to others.
untyped() {
	sed -i '/^#include <linux\/types.h>$/d' "$tree/include/uapi/linux/nsfs.h" &&
		generate ima "$tree" --out="$tmp/untyped" || return 1
	sed -n '/^+++ b\/tools.*_test\.c$/,/^diff /{s/^+#include <linux/#include <linux/p;}' \
		"$(series_of ima "$tmp/untyped")"/0*.patch >"$tmp/untyped.c"
	cat "$tmp/untyped.c"
	[ "$(wc -l <"$tmp/untyped.c")" -eq 3 ] &&
		gcc -fsyntax-only -I "$tree/include/uapi" "$tmp/untyped.c" &&
		sort "$tmp/untyped.c" >"$tmp/sorted.c" &&
		! gcc -fsyntax-only -I "$tree/include/uapi" "$tmp/sorted.c" 2>/dev/null
}

hook_copy build/linux-6.12 "$tree"
ok 'ima on the part of 6.12 that hooks look at' generate ima "$tree" --out="$tmp/whole"
ok 'its headers' only_included "$tmp/whole" 6
while read -r header; do
	ok "without $header" missed "$header"
done <"$tmp/headers"
ok 'an nsfs.h without types.h gets it first' untyped
rm -rf "$tree"
hook_copy build/linux-6.1 "$tree"
ok 'not without what kernel.h includes' container_of_gone
ok 'a tree without container_of.h gets kernel.h' without_container_of
done_testing
