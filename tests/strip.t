#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: full
#
# Compare the hooks with the work of kernel developers: what they wrote for uts, ipc and cgroup at
# the hooks' sites is removed from a tree, nsgen writes it again with the real names and numbers,
# and both are compared. tests/strip/sites says what is removed, tests/strip/differences where
# nsgen's result differs, and why; an unlisted difference fails, and so does a listed one that no
# longer exists.

# Use the fast nsgen: the sanitized one takes too long for many runs on whole trees;
# tests/sanitized.t covers it.
NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

strip=${STRIP:-build/test/strip}

# The files that hooks look at. The namespace's own files, and other files that name it, are
# excluded: nsgen would refuse a namespace that already exists.
copy_files() { # tree, conf, copy
	{
		echo Makefile
		find cocci -type f ! -name '*.optional' >"$tmp/hooks"
		# shellcheck disable=SC2046 # names of ours, without blanks
		hook_files $(cat "$tmp/hooks")
		sed -n 's,^source=\(.*\)/[^/]*$,\1/Makefile,p' "$2"
		echo kernel/Makefile init/Kconfig | tr ' ' '\n'
		included
	} | sort -u | while read -r file; do
		[ -f "$1/$file" ] || continue
		mkdir -p "$3/$(dirname "$file")" && cp "$1/$file" "$3/$file" || exit 1
	done
}

sites_of() { # tree
	"$NSGEN" list --home "$top" --kernel "$1" |
		sed -n 's/^yes [^ ]* *\([^ ]*\) .*/\1/p' | sort -u
}

take() { # name, tree, copy
	rm -rf "$3"
	copy_files "$2" "tests/strip/$1.conf" "$3" || return 1
	# shellcheck disable=SC2086 # sites have no blanks
	"$strip" take tests/strip/sites "$1" "tests/strip/$1.conf" "$2" "$3" $sites
}

# The numbers that the namespace has in the tree, as options.
numbers() { # name, tree, release
	case $1 in
	uts) echo --flag=0x04000000 --inum=0xEFFFFFFE ;;
	ipc) echo --flag=0x08000000 --inum=0xEFFFFFFF ;;
	cgroup) echo --flag=0x02000000 --inum=0xEFFFFFFB ;;
	esac
	upper=$(printf '%s' "$1" | tr '[:lower:]' '[:upper:]')
	sed -n "s/^#define PIDFD_GET_${upper}_NAMESPACE .*, \\([0-9]*\\))\$/--nr=\\1/p" \
		"$2/include/uapi/linux/pidfd.h"
}

again() { # name, tree, copy
	rm -rf "$tmp/out"
	# shellcheck disable=SC2046 # options without blanks
	generate "$1" "$3" --conf "tests/strip/$1.conf" --assigned $(numbers "$1" "$2")
}

compare() { # name, tree, copy, release, differences
	# shellcheck disable=SC2086 # sites have no blanks
	"$strip" compare tests/strip/sites "$1" "tests/strip/$1.conf" \
		"$2" "$3" "$(series "$1")" "$4" "$5" \
		$sites
}

series() { # name: where it is
	dirname "$(find "$tmp/out/$1" -name report.json)"
}

# The comparison must fail if one thing is changed.
not_as() { # words, name, tree, copy, release, differences
	words=$1
	shift
	! compare "$@" >"$tmp/log" 2>&1 || { echo 'passes'; return 1; }
	grep -qF -- "$words" "$tmp/log" || { echo "'$words' is not in:"; cat "$tmp/log"; return 1; }
}

list_is_strict() { # name, tree, copy, release
	grep -v '^ucount/type ' tests/strip/differences >"$tmp/less"
	{
		cat tests/strip/differences
		printf '%s\n' 'nsproxy/field | cgroup uts ipc | * | text | no' '+x'
	} >"$tmp/more"
	{ cat tests/strip/differences; echo 'nsproxy/fields | uts | * | text | no'; } \
		>"$tmp/misspelt"
	sed 's/^+\(#define CLONE_NEWUTS\)	/+\1 /' tests/strip/differences >"$tmp/other"
	not_as '1 differences are not' "$@" "$tmp/less" &&
		not_as '0 differences are not' "$@" "$tmp/more" &&
		not_as 'is no site' "$@" "$tmp/misspelt" && not_as 'uapi/flag' "$@" "$tmp/other"
}

# A line of the series is changed or missing, or the report lacks a site.
series_is_strict() { # name, tree, copy, release
	series=$(series "$1")
	rm -rf "$tmp/kept" && cp -r "$tmp/out" "$tmp/kept" || return 1
	sed -i "s/^+	UCOUNT_ENTRY(\"max_$1_namespaces\"),/+	UCOUNT_ENTRY(\"max_$1_namespace\"),/" \
		"$series"/*.patch
	not_as 'ucount/table' "$@" tests/strip/differences || return 1
	cp "$tmp/kept/${series#"$tmp/out/"}"/* "$series"
	sed -i "s/^+	UCOUNT_ENTRY(\"max_$1_namespaces\"),/ 	UCOUNT_ENTRY(\"max_time_namespaces\"),/" \
		"$series"/*.patch
	not_as 'the patch does not fit' "$@" tests/strip/differences || return 1
	cp "$tmp/kept/${series#"$tmp/out/"}"/* "$series"
	jq '(.sites[] | select(.site == "uapi/flag") | .state) |= "absent"' \
		"$tmp/kept/${series#"$tmp/out/"}/report.json" >"$series/report.json"
	not_as 'nsgen does not fill it again' "$@" tests/strip/differences || return 1
	cp "$tmp/kept/${series#"$tmp/out/"}"/* "$series"
	compare "$@" tests/strip/differences
}

# A line of the table that is missing from the tree, or is there twice, is an error.
table_is_strict() { # name, tree
	rm -rf "$tmp/tree" "$tmp/none"
	copy_files "$2" "tests/strip/$1.conf" "$tmp/tree" || return 1
	sed -i 's/^	UCOUNT_UTS_NAMESPACES,/&\n&/' "$tmp/tree/include/linux/user_namespace.h"
	! "$strip" take tests/strip/sites "$1" "tests/strip/$1.conf" \
		"$tmp/tree" "$tmp/none" ucount/type || return 1
	sed -i '/^	UCOUNT_UTS_NAMESPACES,/d' "$tmp/tree/include/linux/user_namespace.h"
	! "$strip" take tests/strip/sites "$1" "tests/strip/$1.conf" \
		"$tmp/tree" "$tmp/none" ucount/type || return 1
	! "$strip" take tests/strip/sites "$1" "tests/strip/$1.conf" \
		"$tmp/tree" "$tmp/none" ucount/types || return 1
	[ ! -e "$tmp/none" ] && "$strip" take tests/strip/sites \
		"$1" "tests/strip/$1.conf" "$tmp/tree" "$tmp/none" ucount/table &&
		[ -e "$tmp/none/kernel/ucount.c" ]
}

for tree in build/linux-*; do
	case $tree in
	*.package) continue ;;
	esac
	release=${tree#build/linux-}
	sites=$(sites_of "$tree")
	for name in uts ipc cgroup; do
		copy=$tmp/$release-$name
		ok "$release: $name is taken out" take "$name" "$tree" "$copy"
		ok "$release: $name again" again "$name" "$tree" "$copy"
		ok "$release: $name is as people wrote it, but for what is listed" \
			compare "$name" "$tree" "$copy" "$release" tests/strip/differences
		[ "$name" = uts ] || continue
		ok "$release: the list of differences is strict" \
			list_is_strict "$name" "$tree" "$copy" "$release"
		ok "$release: the comparison is strict" \
			series_is_strict "$name" "$tree" "$copy" "$release"
		ok "$release: the table of sites is strict" table_is_strict "$name" "$tree"
	done
done
done_testing
