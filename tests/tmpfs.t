#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# With TMPDIR in memory, as Debian 13 mounts /tmp: another file system than the kernels', to which
# nothing can be linked or renamed, and too small for a kernel.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

kernel=build/linux-6.12
memory=
for dir in "${TMPDIR:-/tmp}" /dev/shm "${XDG_RUNTIME_DIR:-/dev/shm}"; do
	[ -w "$dir" ] && [ "$(stat -f -c %T "$dir")" = tmpfs ] &&
		memory=$(mktemp -d "$dir/nsgen-test-XXXXXX") && break
done
if [ -z "$memory" ]; then
	echo '1..0 # SKIP no tmpfs that can be written to'
	exit 0
fi
trap 'rm -rf "$tmp" "$memory" "$large"' EXIT
make_large
tree=$large/kernel

other_file_system() {
	[ "$(stat -c %d "$memory")" != "$(stat -c %d "$tree/")" ] &&
		! ln "$tree/Makefile" "$memory/Makefile"
}

in_memory() { # command
	TMPDIR=$memory "$@"
}

# The part that hooks look at is small; it is the kernel's file system that matters.
applied() {
	hook_copy "$tree" "$large/tree" && mkdir -p "$large/tree/include/linux" &&
		in_memory "$NSGEN" generate --home "$top" --name=ima --kernel="$large/tree" \
			--out="$large/out" --force &&
		in_memory "$NSGEN" apply --home "$top" --name=ima --kernel="$large/tree" \
			--out="$large/out" &&
		grep -q ima_ns "$large/tree/include/linux/nsproxy.h" &&
		in_memory "$NSGEN" remove --home "$top" --name=ima --kernel="$large/tree" \
			--out="$large/out" && ! grep -rq ima_ns "$large/tree/include"
}

# The checks' own copy of a tree is in their work directory, wherever that is.
checked() { # work
	series=$(echo "$large"/made/ima/*)
	in_memory checks/ladder "$series" "$tree" "$1" static >"$tmp/lines" 2>&1 ||
		{ cat "$tmp/lines"; return 1; }
	cat "$tmp/lines"
	! grep -vE '^  CHECK   static +ok ' "$tmp/lines"
}

ok 'the part of a kernel that is read' core_copy "$kernel" "$tree"
ok 'TMPDIR is on another file system' other_file_system
ok 'generate' in_memory "$NSGEN" generate --home "$top" --name=ima --kernel="$tree" \
	--out="$large/made"
ok 'apply and remove' applied
ok 'the rung static' checked "$large/work"
ok 'with its work directory in memory' checked "$memory/work"
ok 'the lints' in_memory checks/lint "$tree" kernel/utsname.c include/linux/utsname.h
ok 'nothing is left there but that work directory' \
	test -z "$(find "$memory" -mindepth 1 -maxdepth 1 ! -name work)"
done_testing
