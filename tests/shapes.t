#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# Level framework on shapes that no kernel of Debian's has, as small trees of our own: tests/shapes/
# has what differs, tests/base the rest. What is generated compiles, on and off, alone and with a
# second namespace.
#
# 2.6.19  free_nsproxy()'s body is indented by two tabs
# 2.6.23  failures leave create_new_namespaces() without err; uts is in the list of obj-y
# 3.0     INIT_NSPROXY(), and PTR_ERR() of each copy
# 3.8     a user_ns for each copy; init_nsproxy is initialised where it is
# 4.14    KREF_INIT(), refcount_t, cgroup namespaces

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

shape() { # release, then what it has in common with others
	release=$1
	tree=$tmp/$1
	rm -rf "$tmp/out"
	mkdir "$tree" && cp -R "$base/." "$tree" && chmod -R u+w "$tree" || return 1
	shift
	for part in "$@" "$release"; do
		cp -R "tests/shapes/$part/." "$tree" || return 1
	done
}

two_tabs() {
	release=2.6.19
	tree=$tmp/$release
	mkdir "$tree" && cp -R "$base/." "$tree" && chmod -R u+w "$tree" &&
		sed -i '/^void free_nsproxy/,/^}/s/^\t/\t\t/' "$tree/kernel/nsproxy.c" &&
		! cmp -s "$base/kernel/nsproxy.c" "$tree/kernel/nsproxy.c"
}

# Each configuration of what is on, as for the small tree; see its README.
compiles() { # C files
	for on in '' "$@"; do
		case $on in */*) continue ;; esac
		for all in '' '-DCONFIG_SYSVIPC -DCONFIG_UTS_NS -DCONFIG_IPC_NS -DCONFIG_NET'; do
			for file in "$tree"/kernel/nsproxy.c "$tree"/kernel/*_namespace.c; do
				[ -e "$file" ] || continue
				# What is off is not compiled.
				name=$(basename "$file" _namespace.c | tr '[:lower:]' '[:upper:]')
				case $name:$on in
				NSPROXY.C:* | "$name:"*"$name"*) ;;
				*) continue ;;
				esac
				# shellcheck disable=SC2086 # options
				gcc -std=gnu11 -Wall -Werror -Wno-pointer-sign -Wno-unused-label \
					-ffreestanding -nostdinc -I"$tree/include" -D__KERNEL__ \
					$all $on -c -o /dev/null "$file" || return 1
			done
		done
	done
}

wires() { # name; its file compiles, too
	generate "$1" "$tree" --level=framework --why='a test' || return 1
	apply_series "$tree" "$1" || return 1
	grep -q "copy_$1_ns(" "$tree/kernel/nsproxy.c"
}

has() { # file, line, and how often
	[ "$(grep -cF -- "$2" "$tree/$1")" -eq "$3" ] || { cat "$tree/$1"; return 1; }
}

try() {
	ok "$release: compiles as it is" compiles
	ok "$release: ima" wires ima
	ok "$release: compiles with it" compiles -DCONFIG_IMA_NS
	ok "$release: syslog" wires syslog
	ok "$release: compiles with both" compiles -DCONFIG_IMA_NS -DCONFIG_SYSLOG_NS \
		'-DCONFIG_IMA_NS -DCONFIG_SYSLOG_NS'
}

ok '2.6.19' two_tabs
try
ok '2.6.23' shape 2.6.23 any tsk
try
ok '2.6.23: as its neighbours fail' has kernel/nsproxy.c 'err = PTR_ERR' 0
ok '2.6.23: and as they are initialised' \
	has include/linux/init_task.h '	INIT_IMA_NS(ima_ns)' 1
ok '3.0' shape 3.0 any tsk
try
ok '3.8' shape 3.8 any user_ns
try
ok '4.14' shape 4.14 any user_ns
try
ok '4.14: a kref as its header has it' has kernel/ima_namespace.c 'KREF_INIT(2)' 1
done_testing
