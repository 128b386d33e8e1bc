#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Level framework on real trees: Debian's kernel sources in build/, three of which tests/run
# fetches. For each one: two names, alone and one after the other; the patch applies; the unwinding
# is right; the tree is unchanged.

# Use the fast nsgen for these many runs: the sanitized one takes five times as long, and only
# check-full uses it.
[ "${NSGEN_TIER:-full}" = full ] || NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

files='Makefile init/Kconfig kernel/Makefile kernel/nsproxy.c include/linux/nsproxy.h include/linux/init_task.h'

sums() { # tree
	# shellcheck disable=SC2086 # a list
	(cd "$1" && cksum $files && find kernel include/linux init -newer "$tmp/start" -print)
}

applies() { # name, copy
	git_apply "$2" "$(patches_of "$1")"
}

# Check the C file, not the patch: what create_new_namespaces() copies, and what each label puts.
unwinds() { # file
	awk '
	/^static struct nsproxy \*create_new_namespaces\(/ { in_it = 1 }
	in_it && /^}/ { exit }
	!in_it { next }
	match($0, /new_nsp->[a-z_]+ = *(copy_.*)?$/) && !/get_/ {
		field = $0; sub(/.*new_nsp->/, "", field); sub(/ .*/, "", field); last = field
	}
	/goto out_/ {
		label = $0; sub(/.*goto /, "", label); sub(/;.*/, "", label)
		# When this label is jumped to, all fields before the one that failed have been set.
		if (label in need) {
			printf "two failures go to %s\n", label
			bad = 1
		}
		need[label] = taken; taken = taken " " last; order[++labels] = label
	}
	/^out_[a-z0-9_]*:/ { at = $0; sub(/:.*/, "", at); seen[++puts_at] = at }
	/^\t+put_[a-z_0-9]*\(new_nsp->/ {
		field = $0; sub(/.*new_nsp->/, "", field); sub(/\).*/, "", field)
		for (i = 1; i <= puts_at; i++)
			put[seen[i]] = " " field put[seen[i]]
	}
	END {
		for (i = 1; i <= labels; i++) {
			label = order[i]
			if (put[label] != need[label]) {
				printf "%s puts \"%s\", taken was \"%s\"\n",
					label, put[label], need[label]
				bad = 1
			}
		}
		if (labels < 7 || bad)
			exit 1
		print labels, "labels"
	}' "$1"
}

unwinds_is_strict() { # a check that has caught nothing is none
	sed 's/^\tput_ima_ns(new_nsp->ima_ns);$//' "$1/kernel/nsproxy.c" >"$tmp/mutant.c"
	! cmp -s "$1/kernel/nsproxy.c" "$tmp/mutant.c" && ! unwinds "$tmp/mutant.c" || return 1
	sed 's/^\t\tgoto out_ima;$/\t\tgoto out_time;/' "$1/kernel/nsproxy.c" >"$tmp/mutant.c"
	! cmp -s "$1/kernel/nsproxy.c" "$tmp/mutant.c" && ! unwinds "$tmp/mutant.c"
}

in_order() { # file, pattern with X: of ima's and syslog's lines the first comes before the other
	ima=$(grep -n "$(printf '%s' "$2" | sed 's/X/ima/; s/Y/IMA/')" "$1" |
		head -n 1 | cut -d: -f1)
	syslog=$(grep -n "$(printf '%s' "$2" | sed 's/X/syslog/; s/Y/SYSLOG/')" "$1" |
		head -n 1 | cut -d: -f1)
	echo "$1: ima $ima, syslog $syslog"
	[ -n "$ima" ] && [ -n "$syslog" ] && [ "$ima" -lt "$syslog" ]
}

all_in_order() { # tree
	in_order "$1/include/linux/nsproxy.h" '^struct X_namespace;' &&
		in_order "$1/include/linux/nsproxy.h" '^	struct X_namespace \*' &&
		in_order "$1/kernel/nsproxy.c" '^#include <linux/X_namespace' &&
		in_order "$1/kernel/nsproxy.c" '&init_X_ns' &&
		in_order "$1/kernel/nsproxy.c" 'copy_X_ns(' &&
		in_order "$1/kernel/nsproxy.c" 'put_X_ns(ns->' &&
		in_order "$1/init/Kconfig" '^config Y_NS' &&
		in_order "$1/kernel/Makefile" 'X_namespace.o'
}

inside_namespaces() { # the Kconfig entry stands in "if NAMESPACES"
	awk '/^if NAMESPACES/ { inside = 1 } /^endif # NAMESPACES/ { inside = 0 }
		/^config IMA_NS$/ { found = inside } END { exit !found }' "$1/init/Kconfig"
}

outcome() { # each site has one hook, and each line of the patch one author
	[ "$(jq '[.patches[].files[].hunks[].lines[]] | length' "$1")" -eq "$(sed '1,/^---$/d;
		/^-- $/,$d' "$2" | grep -v '^+++ \|^--- ' | grep -c '^[-+]')" ] &&
		jq -e '[.sites[] | select(.state == "wired")] |
			(length == 10) and ((map(.site) | unique | length) == length)' "$1" &&
		jq -e '[.sites[] | select(.state == "absent") |
			.site] == ["init_task/include", "nsproxy/dup"]' "$1"
}

for tree in build/linux-*; do
	case $tree in
	*.package) continue ;;
	esac
	release=${tree#build/linux-}
	[ "$release" = 6.12 ] || full || continue
	touch "$tmp/start"
	rm -rf "$tmp/out"
	sums "$tree" >"$tmp/sums"
	small_copy "$tree" "$tmp/$release"

	ok "$release: ima" generate ima "$tree" --level=framework
	ok "$release: every site has its hook, every line its author" \
		outcome "$(series_of ima)/report.json" "$(patches_of ima)"
	ok "$release: ima applies" applies ima "$tmp/$release"
	ok "$release: unwinds" unwinds "$tmp/$release/kernel/nsproxy.c"
	ok "$release: and if it did not, that would be seen" unwinds_is_strict "$tmp/$release"
	ok "$release: Kconfig entry inside if NAMESPACES" inside_namespaces "$tmp/$release"
	ok "$release: ima again is refused" refused 3 'already has the namespace ima' \
		"$NSGEN" generate --level=framework --home "$top" \
		--name=ima --kernel="$tmp/$release" --out="$tmp/nothing"
	ok "$release: then syslog" generate syslog "$tmp/$release" --level=framework
	ok "$release: syslog applies" applies syslog "$tmp/$release"
	ok "$release: both unwind" unwinds "$tmp/$release/kernel/nsproxy.c"
	ok "$release: both in order" all_in_order "$tmp/$release"
	ok "$release: a name of 15 letters" generate abcdefghijklmno "$tree" --level=framework
	ok "$release: no line over 100 columns in it" sh -c '! expand "$1" |
		grep "^+" | grep -E "^.{102}"' x "$(patches_of abcdefghijklmno)"
	rm -rf "$tmp/out"
	ok "$release: net is there already" \
		refused 3 'include/linux/nsproxy.h:' generate net "$tree"
	# A symbol that looks like one of a namespace but is not: every tree has one.
	symbol=$(grep -rhoE --include='Kconfig*' '^config [A-Z]+_NS$' \
		"$tree/drivers" "$tree/fs" "$tree/security" | head -n 1)
	symbol=$(printf '%s' "${symbol#config }" | tr '[:upper:]' '[:lower:]')
	[ -z "$symbol" ] || ok "$release: ${symbol%_ns} would take a symbol of somebody else's" \
		refused 3 'Kconfig:' generate "${symbol%_ns}" "$tree"
	ok "$release: the tree is as it was" \
		sh -c '[ "$1" = "$2" ]' x "$(cat "$tmp/sums")" "$(sums "$tree")"
done
done_testing
