#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: full
#
# Compile the touched objects of Debian's 6.12 with W=1, at both levels: with the namespace on and
# off, with a neighbour off, and with both of two names on.

# shellcheck source=tests/lib.sh
. tests/lib.sh

tree=build/linux-6.12
make_large
src=$large/src
obj=$large/obj
objects='kernel/nsproxy.o kernel/fork.o init/init_task.o fs/proc/namespaces.o'

build() { # targets
	make -C "$src" O="$obj" -s -j"$(nproc)" "$@"
}

configure() {
	build tinyconfig && "$src/scripts/kconfig/merge_config.sh" -m -O "$obj" \
		"$obj/.config" checks/config/namespaces.config >/dev/null &&
		build olddefconfig && build prepare && grep -q '^CONFIG_TIME_NS=y' "$obj/.config" &&
		grep -q '^CONFIG_NET_NS=y' "$obj/.config"
}

config() { # symbol, y or n
	"$src/scripts/config" --file "$obj/.config" --set-val "$1" "$2" &&
		build olddefconfig && grep -E "^(# )?CONFIG_$1\b" "$obj/.config"
}

off_by_default() { # symbol
	build olddefconfig && grep -qx "# CONFIG_$1 is not set" "$obj/.config"
}

on() {
	grep -q "^CONFIG_$1=y" "$obj/.config"
}

compiles() { # objects
	# shellcheck disable=SC2086 # a list
	(cd "$obj" && rm -f $objects kernel/ima_namespace.o kernel/syslog_namespace.o)
	build W=1 "$@" >"$tmp/log" 2>&1 || { cat "$tmp/log"; return 1; }
	# Warnings of the tree itself at W=1 do not matter; the log must not mention generated code.
	! grep -E '(ima|syslog)_n(ame)?s' "$tmp/log" || return 1
	for object; do
		[ -s "$obj/$object" ] || { echo "no $object"; return 1; }
	done
}

refers() { # object, symbol
	nm "$obj/$1" | grep -qw "$2"
}

no_reference() {
	! nm "$obj/kernel/nsproxy.o" | grep -w "$1"
}

before=$(cd "$tree" && cksum kernel/nsproxy.c include/uapi/linux/sched.h kernel/fork.c)
for level in framework full; do
	rm -rf "$src" "$tmp/out"
	ok "$level: a copy of the tree" tree_copy "$tree" "$src"
	ok "$level: configured" configure
	# shellcheck disable=SC2086 # a list
	set -- $objects
	[ $level = framework ] || set -- "$@" kernel/ucount.o fs/nsfs.o fs/pidfs.o
	ok "$level: pristine objects compile" compiles "$@"
	ok "$level: ima" generate ima "$src" --level=$level
	ok "$level: applies" apply_series "$src" ima
	ok "$level: CONFIG_IMA_NS is off by default" off_by_default IMA_NS
	ok "$level: objects compile with ima off" compiles "$@"
	ok "$level: and know nothing of it" no_reference init_ima_ns
	ok "$level: CONFIG_IMA_NS on" config IMA_NS y
	ok "$level: it is on" on IMA_NS
	ok "$level: objects compile with ima on" compiles "$@" kernel/ima_namespace.o
	ok "$level: nsproxy.o refers to init_ima_ns" refers kernel/nsproxy.o init_ima_ns
	ok "$level: which ima_namespace.o has" refers kernel/ima_namespace.o init_ima_ns
	for neighbour in TIME_NS CGROUPS NET_NS; do
		ok "$level: $neighbour off" config $neighbour n
		ok "$level: objects compile with ima on and $neighbour off" \
			compiles "$@" kernel/ima_namespace.o
		ok "$level: nsproxy.o still refers to init_ima_ns" \
			refers kernel/nsproxy.o init_ima_ns
		ok "$level: $neighbour on" config $neighbour y
	done
	ok "$level: then syslog" generate syslog "$src" --level=$level
	ok "$level: applies too" apply_series "$src" syslog
	ok "$level: both on" config SYSLOG_NS y
	ok "$level: objects compile with both" \
		compiles "$@" kernel/ima_namespace.o kernel/syslog_namespace.o
done
ok 'the original tree is as it was' test "$before" = \
	"$(cd "$tree" && cksum kernel/nsproxy.c include/uapi/linux/sched.h kernel/fork.c)"
done_testing
