#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Level full on real trees: three names one after the other, one of which sorts after all others.
# tests/full/rows says what each kind of tree must have afterwards; it was written from the kernels,
# not from the hooks.

# Use the fast nsgen for these many runs: the sanitized one takes five times as long, and only
# check-full uses it.
[ "${NSGEN_TIER:-full}" = full ] || NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

names='ima syslog vdev'

in_tree() { # file, pattern
	FILE=$1 PATTERN=$2 perl -0777 -e 'open(F, "<", $ENV{FILE}) or die "$ENV{FILE}: $!\n";
		$_ = <F>; exit(/$ENV{PATTERN}/m ? 0 : 1)' ||
		{ echo "$1 has no $2"; return 1; }
}

# Check every row that applies to this kind of tree, for one name.
rows() { # name, copy, release
	upper=$(printf '%s' "$1" | tr '[:lower:]' '[:upper:]')
	checked=0
	while IFS='|' read -r what trees file pattern; do
		case $what in '#'*) continue ;; esac
		trees=${trees# } trees=${trees% }
		# shellcheck disable=SC2254 # a pattern is meant
		case $3 in $trees) ;; *) continue ;; esac
		fill="s/@name@/$1/g; s/NS__/${upper}_/g; s/ns__/$1_/g; s/NS_\\b/$upper/g; s/ns_ns_/$1ns_/g; s/out_ns_/out_$1/g; s/^ //; s/ $//"
		file=$(printf '%s' "$file" | sed "$fill")
		pattern=$(printf '%s' "$pattern" | sed "$fill; s/+= ns_\$/+= $1ns\$/")
		in_tree "$2/$file" "$pattern" || { echo "row: $what"; return 1; }
		checked=$((checked + 1))
	done <tests/full/rows
	echo "$checked rows"
	case $3 in
	7*) [ "$checked" -ge 48 ] ;;
	6.12*) [ "$checked" -ge 30 ] ;;
	*) [ "$checked" -ge 27 ] ;;
	esac
}

# Missing rows are noticed: revert each touched file in turn and check again.
rows_are_strict() { # name, copy, release, pristine tree
	patches_of "$1" | xargs sed -n 's,^+++ b/,,p' | sort -u | while read -r touched; do
		case $touched in */selftests/"$1"*/* | */.gitignore) continue ;; esac
		mv "$2/$touched" "$tmp/kept"
		[ ! -f "$4/$touched" ] || cp "$4/$touched" "$2/$touched"
		if rows "$1" "$2" "$3" >/dev/null 2>&1; then
			echo "$touched was taken back and no row misses it"
			exit 1
		fi
		mv "$tmp/kept" "$2/$touched"
	done
}

# The enum and the table of ucounts have the same rows in the same order; a row too many or too few
# shifts the limits of all later types.
ucounts() { # copy
	sed -n '/^enum ucount_type {/,/^}/p' "$1/include/linux/user_namespace.h" |
		sed -n 's/^\tUCOUNT_\([A-Z_]*\),.*/\1/p; /^#/p' |
		grep -v '^COUNTS\|^RLIMIT\|^MAX' | tr '[:upper:]' '[:lower:]' >"$tmp/enum"
	sed -n '/ctl_table user_table\[\]/,/^}/p' "$1/kernel/ucount.c" |
		sed -n 's/^\tUCOUNT_ENTRY("max_\([a-z_]*\)"),.*/\1/p; /^#/p' |
		tr '[:upper:]' '[:lower:]' >"$tmp/table"
	[ "$(wc -l <"$tmp/enum")" -gt 8 ] || { cat "$tmp/enum"; return 1; }
	# The enum may be longer than the table.
	head -n "$(wc -l <"$tmp/table")" "$tmp/enum" | diff - "$tmp/table"
}

left_alone() { # report: sites that are left alone are listed with the reason, among them these
	jq -e '[.sites[] | select(.state == "not wired, by choice") | .site] as $left |
		["optional/perf", "optional/maintainers", "optional/tools-sched"] - $left |
		length <= 1' "$1" &&
		jq -e '[.sites[] | select(.state == "not wired, by choice")] |
			(length >= 4) and all(.why and .file) and
			all(.line > 0 or .site == "optional/maintainers")' "$1"
}

different() { # each number of the three is another
	for key in flag_value inum id nr; do
		for name in $names; do
			jq -r ".spec.$key" "$(series_of "$name")/report.json"
		done >"$tmp/values"
		# Not every tree has an id or an ioctl; without them, all values are empty.
		[ "$(sort -u "$tmp/values" | wc -l)" -eq 3 ] ||
			! grep -q . "$tmp/values" || { echo "$key:"; cat "$tmp/values"; return 1; }
	done
}

style_of() { # tree, name
	patches_of "$2" >"$tmp/styled"
	[ -s "$tmp/styled" ] || return 1
	while read -r each; do
		style "$1" "$each" || return 1
	done <"$tmp/styled"
}

style_is_strict() { # tree
	printf '%s\n' 'Subject: x' '' x --- 'diff --git a/x.c b/x.c' '--- a/x.c' '+++ b/x.c' \
		'@@ -1 +1,2 @@' ' int a;' '+int  b ;' >"$tmp/bad.patch"
	! style "$1" "$tmp/bad.patch"
}

pin() { # tree, options, words
	refused 2 "$3" generate ima "$1" "$2"
}

full || names=ima
make_large
for tree in build/linux-*; do
	case $tree in
	*.package) continue ;;
	esac
	release=${tree#build/linux-}
	[ "$release" = 6.12 ] || full || continue
	rm -rf "$tmp/out"
	touch "$tmp/copy.made"
	tree_copy "$tree" "$large/copy"
	for name in $names; do
		ok "$release: $name" generate "$name" "$large/copy"
		ok "$release: $name applies" apply_series "$large/copy" "$name"
		ok "$release: every row has $name" rows "$name" "$large/copy" "$release"
		ok "$release: checkpatch on $name" style_of "$tree" "$name"
	done
	ok "$release: checkpatch sees what is wrong" style_is_strict "$tree"
	if full; then
		ok "$release: a row that is missing is seen" \
			rows_are_strict ima "$large/copy" "$release" "$tree"
		ok "$release: the first name is still whole" rows ima "$large/copy" "$release"
		ok "$release: numbers are different" different
	fi
	ok "$release: ucounts in step" ucounts "$large/copy"
	ok "$release: what is left alone is listed" left_alone "$(series_of ima)/report.json"
	if full; then
		ok "$release: FLAG=0x80 is time's" pin "$tree" --flag=0x80 \
			'already used by CLONE_NEWTIME'
		ok "$release: INUM= above" pin "$tree" --inum=0xEFFFFFF7 'must be from'
		ok "$release: pinned" sh -c '
			"$1" generate --home . --name=ima --kernel="$2" --out="$3/pin" --flag=0x20 \
				--inum=0xEFFFFFF0 &&
			cat "$3"/pin/ima/*/000[1-9]-*.patch >"$3/pinned" &&
			grep -q "^+#define CLONE_NEWIMA.*0x00000020" "$3/pinned" &&
			grep -q "^+.*0xEFFFFFF0U" "$3/pinned"' \
			x "$NSGEN" "$tree" "$tmp"
	fi
	rm -rf "$tmp/out"
	ok "$release: ima on the tree as it is" generate ima "$tree"
	reference=generated/reference/ima/$(basename "$(series_of ima)")
	if [ -d "$reference" ]; then
		ok "$release: is what $reference holds, byte for byte" \
			diff -r "$reference" "$(series_of ima)"
	elif [ "$release" = 6.12 ]; then
		# Debian moves on, but the reference is for the version in its path.
		count=$((count + 1))
		echo "ok $count - $release: reference # SKIP" \
			"$(ls generated/reference/ima) is committed," \
			"Debian has $(basename "$reference")"
	fi
	changed=$(find "$tree/include/uapi/linux" "$tree/kernel" "$tree/fs/proc" -maxdepth 1 \
		-newer "$tmp/copy.made" -type f)
	ok "$release: the tree is as it was" test -z "$changed"
done
done_testing
