#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# Which level a tree gets: framework where there is no clone3(), in one line that says so; full
# elsewhere, and where that does not fit an error, never quietly framework.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

# A tree of 6.12's files, without the words for clone3() in all files but those that are named.
parts='kernel/fork.c include/uapi/linux/sched.h include/linux/syscalls.h'
tree_with() { # file ...
	rm -rf "$tmp/tree" "$tmp/out"
	small "$tmp/tree" || return 1
	for file in $parts; do
		case " $* " in
		*" $file "*) ;;
		*) sed -i 's/clone3/clone_3/g; s/clone_args/clone_arg/g' "$tmp/tree/$file" ;;
		esac
	done
}

# Written by us: as much as level framework reads, and the names that clone3() has brought.
small() { # directory
	cp -R "$base" "$1" && chmod -R u+w "$1" && mkdir -p "$1/include/uapi/linux" &&
		echo 'SYSCALL_DEFINE2(clone3, struct clone_args __user *, uargs, size_t, size)' \
			>"$1/kernel/fork.c" &&
		echo 'struct clone_args { int flags; };' >"$1/include/uapi/linux/sched.h" &&
		echo 'asmlinkage long sys_clone3(struct clone_args __user *uargs, size_t size);' \
			>"$1/include/linux/syscalls.h"
}

framework() { # tree, options: framework was chosen, and it says so in one line
	rm -rf "$tmp/out"
	generate net "$@" >"$tmp/said" 2>&1 || { cat "$tmp/said"; return 1; }
	cat "$tmp/said"
	[ "$(jq -r .level "$(series_of net)/report.json")" = framework ] &&
		[ "$(grep -c '^  LEVEL   framework: .* has no clone3()' "$tmp/said")" -eq 1 ] &&
		! grep '^nsgen: ' "$tmp/said"
}

asked() { # tree: who has asked for framework is not told
	rm -rf "$tmp/out"
	generate net "$1" --level=framework >"$tmp/said" 2>&1 && ! grep LEVEL "$tmp/said"
}

no_full() { # tree
	refused 3 'kernel/fork.c: no clone3(), which the flag of level full needs; use --level=framework' \
		generate net "$1" --level=full
}

# The small tree has no other site of level full: each is named, and nothing is written.
never_framework() { # options
	status=0
	generate net "$tmp/tree" "$@" >"$tmp/said" 2>&1 || status=$?
	cat "$tmp/said"
	[ $status -eq 3 ] && grep -q '^nsgen: ' "$tmp/said" && [ ! -e "$tmp/out" ] &&
		! grep -E 'LEVEL|level framework|no clone3' "$tmp/said"
}

ok '2006: framework' framework "$base"
ok '2006: framework, as asked' asked "$base"
ok '2006: no full' no_full "$base"
ok 'a tree without clone3()' tree_with none
ok 'framework' framework "$tmp/tree"
ok 'no full' no_full "$tmp/tree"
for part in $parts; do
	ok "clone3() in $part alone" tree_with "$part"
	ok 'an error' never_framework
	ok 'and with --level=full' never_framework --level=full
	ok 'framework, as asked' asked "$tmp/tree"
done
# A word in a comment is no clone3().
echo '/* not the clone3() and struct clone_args of later kernels */' >"$tmp/comment"
tree_with none && cat "$tmp/comment" >>"$tmp/tree/kernel/fork.c"
ok 'clone3() in a comment' framework "$tmp/tree"
done_testing
