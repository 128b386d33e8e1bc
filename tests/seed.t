#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# The patch of December 2006, line for line; and generated/ is exactly what nsgen generates.

# shellcheck source=tests/lib.sh
. tests/lib.sh

release=2.6.19-rc6-mm2
patch=$tmp/out/net/$release/0001-net-namespace-empty-framework.patch

diff_lines() { # patch: its diff, without context and what git says of files
	sed -n '/^diff --git/,$p' "$1" | sed '/^-- $/,$d' | grep -E '^([-+]|diff)' |
		sed -n 's/^diff --git a\/\(.*\) b\/.*/FILE \1/p; /^\(+++\|---\) /d; /^[-+]/p'
}

same_lines() {
	# The expectation names a file by "+++" only, whether it is new or not.
	grep -E '^[-+]' tests/seed/expected-edit.diff | sed 's/^+++ /FILE /; /^--- /d' >"$tmp/want"
	diff_lines "$1" >"$tmp/got"
	[ "$(grep -c '^+' "$tmp/want")" -eq 115 ] && [ "$(grep -c '^-' "$tmp/want")" -eq 1 ] &&
		diff -u "$tmp/want" "$tmp/got"
}

compiles() { # tree, options
	(
		cd "$1" || exit 1
		shift
		for file in kernel/nsproxy.c net/core/net_namespace.c; do
			gcc -std=gnu89 -Wall -Wextra -Wno-unused-parameter \
				-Werror -ffreestanding -nostdinc -Iinclude -D__KERNEL__ "$@" \
				-c -o "$tmp/x.o" "$file" || exit 1
			sparse -std=gnu89 -nostdinc -Iinclude \
				-D__KERNEL__ -Wsparse-error "$@" "$file" >"$tmp/log" 2>&1 || exit 1
			[ ! -s "$tmp/log" ] || { cat "$tmp/log"; exit 1; }
		done
	)
}

sparse_sees() {
	printf 'static int *p = 0;\n' >"$tmp/bad.c"
	! sparse -Wsparse-error "$tmp/bad.c"
}

applied() {
	cp -r "$base" "$tmp/tree" && git_apply "$tmp/tree" "$patch"
}

not_again() {
	! git_apply "$tmp/tree" "$patch"
}

says_whose() { # each added line of the patch has an author in the report
	[ "$(jq '[.patches[].files[].hunks[].lines[] | select(.adds)] |
		length' "$tmp/out/net/$release/report.json")" -eq 115 ] &&
		[ "$(jq '[.patches[].files[].hunks[].lines[] | select(.removes)] |
			length' "$tmp/out/net/$release/report.json")" -eq 1 ]
}

right_author() { # a line that is known, and its hook
	line=$(jq -r '.patches[].files[] | select(.path == "include/linux/nsproxy.h") |
		.hunks[].lines[] | "\(.adds) \(.hook)"' \
		"$tmp/out/net/$release/report.json")
	after=$tmp/tree/include/linux/nsproxy.h
	echo "$line"
	echo "$line" | grep -qx "$(grep -n '^struct net_namespace;' "$after" |
		cut -d: -f1) cocci/nsproxy/forward.cocci" &&
		echo "$line" |
		grep -qx "$(grep -n 'net_ns;' "$after" | cut -d: -f1) cocci/nsproxy/field.cocci"
}

ok 'net on the embedded base' generate net "$base"
ok 'has the lines of the 2006 patch, file by file, none else' same_lines "$patch"
ok 'is what generated/ holds, byte for byte' \
	diff -r -x review.html "$tmp/out/net/$release" "generated/reference/net/$release"
ok 'applies' applied
ok 'does not apply twice' not_again
ok 'every line has its author' says_whose
ok 'and the right one' right_author
ok 'sparse would see a mistake' sparse_sees
for net in -DCONFIG_NET_NS -UCONFIG_NET_NS; do
	for ipc in '-DCONFIG_SYSVIPC -DCONFIG_IPC_NS' -UCONFIG_SYSVIPC; do
		for uts in -DCONFIG_UTS_NS -UCONFIG_UTS_NS; do
			# shellcheck disable=SC2086 # options
			ok "compiles, and sparse is silent, with $net $ipc $uts" \
				compiles "$tmp/tree" $net $ipc $uts
		done
	done
done
done_testing
