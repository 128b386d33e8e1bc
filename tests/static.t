#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# The numbers of the static rung: a series whose number something else in the tree has is found,
# however that is written. The headers here have what those of 7.2 have; tests/ladder.t tries the
# rung on real series.

# shellcheck source=tests/lib.sh
. tests/lib.sh

tree=$tmp/tree
sched=include/uapi/linux/sched.h nsfs=include/uapi/linux/nsfs.h
proc_ns=include/linux/proc_ns.h pidfd=include/uapi/linux/pidfd.h
task=include/linux/sched/task.h

report() { # options
	jq -n --argjson options "$1" '{ level: "full", options: $options, spec: {
		name: "foo", NAME: "FOO", clone_flag: "CLONE_NEWFOO",
		flag_value: "0x00000040", inum: "0xEFFFFFF6U",
		id: "9", nr: "12", inum_name: "FOO_NS_INIT_INO", id_name: "FOO_NS_INIT_ID",
		type_name: "FOO_NS" } }' >"$tmp/report.json"
}

# The headers with the namespace foo, and a vendor's lines at one place.
headers() { # place, lines
	rm -rf "$tree"
	mkdir -p "$tree/include/uapi/linux" "$tree/include/linux/sched"
	for each in $sched $nsfs $proc_ns $pidfd $task ino id type; do
		eval "at_$(echo "$each" | tr './' '__')="
	done
	eval "at_$(echo "$1" | tr './' '__')=\$2"
	# shellcheck disable=SC2154 # set above
	printf '%s\n' '#define CSIGNAL	0x000000ff' '#define CLONE_VM	0x00000100' \
		"$at_include_uapi_linux_sched_h" '#define CLONE_NEWTIME	0x00000080' \
		'#define CLONE_NEWFOO	0x00000040' '#define CLONE_IO (1ULL << 31)' \
		'#define CLONE_ARGS_SIZE_VER0 64' \
		'#define SCHED_FLAG_UTIL_CLAMP_MAX 0x40' >"$tree/$sched"
	# shellcheck disable=SC2154
	printf '%s\n' 'enum init_ns_ino {' '	UTS_NS_INIT_INO = 0xEFFFFFFEU,' "$at_ino" \
		'#ifdef __KERNEL__' '	MNT_NS_ANON_INO = 0xEFFFFFF7U,' '#endif' \
		'	FOO_NS_INIT_INO = 0xEFFFFFF6U,' '};' \
		'enum init_ns_id {' '	IPC_NS_INIT_ID = 1ULL,' "$at_id" \
		'	FOO_NS_INIT_ID = 9ULL,' '#ifdef __KERNEL__' \
		'	NS_LAST_INIT_ID = FOO_NS_INIT_ID,' '#endif' '};' \
		'enum ns_type {' "$at_type" '	FOO_NS = (1ULL << 6),' \
		'	TIME_NS = (1ULL << 7),' '	UTS_NS = (1ULL << 26),' '};' \
		"$at_include_uapi_linux_nsfs_h" >"$tree/$nsfs"
	# shellcheck disable=SC2154
	printf '%s\n' 'enum {' '	PROC_UTS_INIT_INO = UTS_NS_INIT_INO,' \
		'	PROC_FOO_INIT_INO = FOO_NS_INIT_INO,' '};' \
		"$at_include_linux_proc_ns_h" >"$tree/$proc_ns"
	# shellcheck disable=SC2154
	printf '%s\n' '#define PIDFD_SELF -10000' '#define PIDFS_IOCTL_MAGIC 0xFF' \
		'#define PIDFD_GET_INFO _IOWR(PIDFS_IOCTL_MAGIC, 11, struct pidfd_info)' \
		"$at_include_uapi_linux_pidfd_h" \
		'#define PIDFD_GET_FOO_NAMESPACE _IO(PIDFS_IOCTL_MAGIC, 12)' >"$tree/$pidfd"
	# shellcheck disable=SC2154
	printf '%s\n' '#define CLONE_LEGACY_FLAGS 0xffffffffULL' \
		"$at_include_linux_sched_task_h" >"$tree/$task"
}

reads() {
	build/check-static "$tmp/report.json" "$tree" "$tree" "$tree" numbers >"$tmp/said" 2>&1
}

finds() { # words, place, lines
	headers "$2" "$3"
	status=0
	reads || status=$?
	[ "$status" -eq 1 ] && grep -qF -- "$1" "$tmp/said" && return
	echo "status $status, without '$1', for: $3"
	cat "$tmp/said"
	return 1
}

passes() { # place, lines
	headers "$1" "$2"
	reads && return
	echo "found something for: $2"
	cat "$tmp/said"
	return 1
}

# A place with each spelling of a number: lines for each, with it in place of @, and a number of
# their own in place of %. Each of them is found.
spelt() { # words, place, lines, spellings
	words=$1 place=$2 lines=$3
	shift 3
	finds "$words" "$place" "$(printf '%s\n' "$@" | awk -v lines="$lines" '{
		text = lines
		gsub(/%/, NR, text)
		while (at = index(text, "@"))
			text = substr(text, 1, at - 1) $0 substr(text, at + 1)
		print text
	}')" || return 1
	found=$(grep -cF -- "$words" "$tmp/said")
	[ "$found" -eq $# ] && return
	echo "$found of $# spellings:"
	cat "$tmp/said"
	return 1
}

flag() { # place, line
	spelt "CLONE_NEWFOO is 0x40, which" "$1" "$2" 0x00000040 64 0X40UL 0100 '(1 << 6)' '1<<6' \
		'BIT(6)' 'BIT_ULL(6)' '_BITUL(6)' 'UL(0x40)' '((__u32)0x40)' '(0x20 + 0x20)' \
		'(CLONE_NEWTIME >> 1)' '(CSIGNAL & 0x40)' '(~0 & 0x60)' '(1 ? 0x40 : 0)' \
		'0x40 /* no */' "'\\x40'"
}

inum() { # place, line
	spelt "INIT_INO is 0xeffffff6, which" "$1" "$2" 0xEFFFFFF6 0xeffffff6u 4026531830U \
		0xEFFFFFF6UL '(0xEFFFFFFFU - 9)' '(UTS_NS_INIT_INO - 8)' '(MNT_NS_ANON_INO - 1)' \
		-268435466 '((unsigned int)-10 - 0x10000000)'
}

id() { # place, line
	spelt "FOO_NS_INIT_ID is 0x9, which" "$1" "$2" 9ULL 0x9 011 '(IPC_NS_INIT_ID + 8)' \
		'(1 << 3 | 1)' '(10 - 1)'
}

ioctl() { # line
	spelt "PIDFD_GET_FOO_NAMESPACE is 0xc, which" $pidfd "$1" 12 0x0c 014 12U '(11 + 1)' \
		"'\\f'" '(3 << 2)' '24 / 2'
}

report '{}'
ok 'a tree without a clash' passes none ''
ok 'a flag' flag $sched '#define CLONE_NEWVND% @'
ok 'a flag in a line of two' flag $sched '# define	CLONE_VND% \
	@'
ok 'a flag of an enum' flag $sched 'enum vnd% { CLONE_A%, VND_B% = @, };'
ok 'a flag of one arm' flag $sched '#if X
#define CLONE_A% @
#else
#define CLONE_A% 0x400
#endif'
ok 'a flag of the other' flag $sched '#ifdef X
#define CLONE_A% 0x400
#else
#define CLONE_A% @
#endif'
ok 'a flag by another name' flag $sched '#define VND(x) (x)
#define UNSHARE_A% (VND(@) | 0x400)'
ok 'a flag that is called otherwise' flag $sched '#define VND% @'
ok 'a flag elsewhere' flag $task '#define CLONE_NEWVND% @'
ok 'a type' flag type '	VND%_NS = @,'
ok 'an inode number' inum ino '	VND%_NS_INIT_INO = @,'
ok 'one that is called otherwise' inum ino '	VND% = @,'
ok 'one of /proc' inum $proc_ns 'enum { PROC_VND%_INIT_INO = @ };'
ok 'one of a macro' inum $nsfs '#define VND_INO% @'
ok 'one that counts on' finds 'which VND_B at' ino '	VND_A = 0xEFFFFFF5U, VND_B,'
ok 'an id' id id '	VND%_NS_INIT_ID = @,'
ok 'an id that counts on' finds 'which VND at' id '	VND_NS_INIT_ID = 8, VND,'
ok 'an id after the last' finds 'VND_NS_INIT_ID comes after NS_LAST_INIT_ID' id \
	'	VND_NS_INIT_ID = 1 << 4,'
ok 'an ioctl' ioctl '#define PIDFD_VND% _IO(PIDFS_IOCTL_MAGIC, @)'
ok 'an ioctl with a struct' ioctl '#define PIDFD_VND% \
	_IOWR ( PIDFS_IOCTL_MAGIC ,\
	@ , struct x)'
ok 'an ioctl with the number of the magic' ioctl '#define PIDFD_VND% _IOR(0xff, @, int)'
ok 'an ioctl by a macro' ioctl '#define VND(n) _IO(PIDFS_IOCTL_MAGIC, n)
#define PIDFD_VND% VND(@)'
ok 'an ioctl that is a number' ioctl '#define PIDFD_VND% (0xFF00 + @)'

unknown() {
	finds "CLONE_NEWVND cannot be worked out" $sched '#define CLONE_NEWVND VND_BIT' &&
		finds "VND_NS_INIT_INO cannot be" ino '	VND_NS_INIT_INO = VND(1),' &&
		finds "VND_INO cannot be" ino '	VND_INO(1),' &&
		finds "VND_NS_INIT_ID cannot be" id '	VND_NS_INIT_ID = sizeof(x),' &&
		finds "PIDFD_VND cannot be" $pidfd '#define PIDFD_VND _IO(VND, 12)' || return 1
	headers $sched '#define CLONE_NEWVND VND_BIT'
	report '{ "assigned": true }'
	reads
}

no_numbers() {
	passes $sched '/* #define CLONE_NEWVND 0x40 */ // CLONE_X 0x40
#if 0
#define CLONE_NEWVND 0x40
#endif
#define CLONE_NAME "CLONE_NEWVND 0x40"
#define CLONE_X(x) (0x40 | x)
#define CLONE_ALL 0xffffffff
#define CLONE_NEWX CLONE_NEWTIME
#define SCHED_FLAG_Y 0x40' &&
		passes $nsfs '#define NS_VER0 sizeof(struct x)
enum { NSFS_A = 0x40, NSFS_B = VND };' &&
		passes $pidfd '#define PIDFD_VND _IO(0xb7, 12)
#define PIDFD_X O_EXCL' &&
		passes $task '#define TASK_X 0x40'
}

wrong() { # ours is not what the report says
	for change in "s/CLONE_NEWFOO	0x00000040/CLONE_NEWFOO	0x00000020/ $sched" \
		"s/FOO_NS_INIT_INO = .*/FOO_NS_INIT_INO = 0xEFFFFFF5U,/ $nsfs" \
		"s/FOO_NS_INIT_ID = 9/FOO_NS_INIT_ID = 10/ $nsfs" \
		"s/MAGIC, 12/MAGIC, 13/ $pidfd" "s/<< 6/<< 5/ $nsfs"; do
		headers none ''
		sed -i "${change% *}" "$tree/${change##* }"
		if reads || ! grep -q 'differs from' "$tmp/said"; then
			echo "$change"
			cat "$tmp/said"
			return 1
		fi
	done
}

ok 'what is no such number' no_numbers
ok 'another number than the report has' wrong
ok 'what may be any number' unknown
done_testing
