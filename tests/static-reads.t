#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# What the static rung reads in a series. Each case in tests/static/CHECK/ has files, in which lines
# stay, come (+) or go (-), and what must be said of them, or "nothing".

# shellcheck source=tests/lib.sh
. tests/lib.sh

jq -n '{ level: "full", spec: { name: "ima", NAME: "IMA", source: "kernel/ima_namespace.c",
	member: "ima_ns", copy: "copy_ima_ns", get: "get_ima_ns", put: "put_ima_ns",
	ucount: "UCOUNT_IMA_NAMESPACES" } }' >"$tmp/report.json"

# The files before and after; the tree is what was before.
trees() { # case
	rm -rf "$tmp/old" "$tmp/new"
	awk -v tmp="$tmp" '
		/^@@/ {
			path = $2
			dir = path
			sub("/[^/]*$", "", dir)
			system("mkdir -p " tmp "/old/" dir " " tmp "/new/" dir)
			next
		}
		!path { next }
		!/^\+/ { print substr($0, 2) >(tmp "/old/" path) }
		!/^-/ { print substr($0, 2) >(tmp "/new/" path) }' "$1"
}

reads() { # check, case
	trees "$2"
	says=$(sed -n 's/^# Says: //p' "$2")
	[ -n "$says" ] || return 1
	status=0
	build/check-static "$tmp/report.json" "$tmp/old" "$tmp/new" "$tmp/old" "$1" \
		>"$tmp/said" 2>&1 || status=$?
	cat "$tmp/said"
	if [ "$says" = nothing ]; then
		[ "$status" -eq 0 ]
	else
		[ "$status" -eq 1 ] && grep -qF -- "$says" "$tmp/said"
	fi
}

for case in tests/static/*/*; do
	check=${case#tests/static/}
	ok "${case#tests/static/}" reads "${check%/*}" "$case"
done
done_testing
