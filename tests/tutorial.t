#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Documentation/tutorial.md: its commands are run as they stand, in a clone. The last step, which
# builds and boots kernels, is left to check-full; without it the kernel is the part of one that
# hooks look at.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

# The blocks of the tutorial, one script. A blank line inside one is part of it.
script() {
	awk '/^    / { printf "%s%s\n", gap, substr($0, 5); gap = ""; inside = 1; next }
		/^$/ { if (inside) gap = gap "\n"; next }
		{ gap = ""; inside = 0 }' Documentation/tutorial.md >"$tmp/script"
	cat "$tmp/script"
	[ "$(grep -c '^make' "$tmp/script")" -ge 7 ]
}

# What make has built is taken along; the kernel is never a link, as its copies would be.
clone() {
	if full; then
		make_large
		place=$large
	else
		place=$tmp
	fi
	mkdir -p "$place/nsgen/build" &&
		git ls-files -co --exclude-standard | tar -cf - -T - |
		tar -xf - -C "$place/nsgen" &&
		cp -a build/obj build/nsgen build/check-static "$place/nsgen/build" || return 1
	kernel=$place/nsgen/build/linux-6.12
	if full; then
		tree_copy "$top/build/linux-6.12" "$kernel"
	else
		hook_copy build/linux-6.12 "$kernel" && style_copy build/linux-6.12 "$kernel" &&
			echo kernel/utsname.c | part_of build/linux-6.12 "$kernel"
	fi
}

# With the environment of a user, not of a test.
follow() {
	if ! full; then
		sed -i '/^make check PATCHED=1/d; /^grep badge:/d' "$tmp/script"
		NSGEN_LINTS=mask
		export NSGEN_LINTS
	fi
	began=$(date +%s)
	(
		unset NSGEN NSGEN_FAST NSGEN_TIER NSGEN_LARGE
		cd "$place/nsgen" && sh -ex "$tmp/script"
	) >"$tmp/said" 2>&1
	status=$?
	tail -n 40 "$tmp/said"
	echo "# $(($(date +%s) - began)) seconds" >&3
	return $status
}

said() { # expressions
	for words; do
		grep -qE -- "$words" "$tmp/said" || { echo "not said: $words"; return 1; }
	done
}

outcome() {
	said '^badge on Linux 6\.12\..*, level full' '^# hunk 1 of' '^  CHECK   style      ok ' \
		'^badge applied to Linux' '^patching file kernel/badge_namespace\.c' || return 1
	! full || said '^  READ    badge: level full' \
		'^  CHECK   boot       ok   boot: CONFIG_BADGE_NS=y under qemu' \
		'badge: the first at depth 1$'
}

exec 3>&1
ok 'a script' script
ok 'a clone' clone
ok 'what is to be typed' follow
ok 'what comes of it' outcome
done_testing
