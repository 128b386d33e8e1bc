#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# nsgen smpl: semantic patches that spatch applies without nsgen. What they add to a tree is, but
# for blanks and line breaks, what nsgen's hooks in SmPL add to it.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh
make_large

copy=$large/tree

smpl() { # name, tree, options
	smpl_name=$1 smpl_tree=$2
	shift 2
	"$NSGEN" smpl --home "$top" --name="$smpl_name" --kernel="$smpl_tree" \
		--out="$tmp/smpl" "$@" >"$tmp/said" 2>&1 || { cat "$tmp/said"; return 1; }
}

# The files that a series changes, before and after it.
both_of() { # tree, patch
	rm -rf "$copy" "$copy.new"
	mkdir "$copy"
	sed -n 's|^--- a/||p' "$2" | while IFS= read -r file; do
		mkdir -p "$(dirname "$copy/$file")" && cp "$1/$file" "$copy/$file"
	done
	cp -R "$copy" "$copy.new" && git_apply "$copy.new" "$2"
}

letters() { # of lines, without blanks
	tr -d ' \t\n' && echo
}

# As the first lines of each file say, in the tree.
run_it() { # semantic patch
	cp "$1" "$(dirname "$1")/macros.h" . && sed -n 's|^//\t\(spatch .*\)|\1|p' "$1" >run.sh &&
		[ "$(wc -l <run.sh)" -eq 1 ] && sh run.sh && rm "$(basename "$1")" macros.h run.sh
}

run_them() { # directory
	for patch in "$1"/*.cocci; do
		if ! (cd "$copy" && run_it "$patch") >"$tmp/log" 2>&1; then
			cat "$tmp/log"
			return 1
		fi
	done
}

same_lines() { # name, tree, options
	rm -rf "$tmp/out" "$tmp/smpl"
	generate "$@" --squash >"$tmp/log" 2>&1 || { cat "$tmp/log"; return 1; }
	series=$(series_of "$1")
	smpl "$@" && both_of "$2" "$(patches_of "$1")" && cp -R "$copy" "$copy.old" || return 1
	run_them "$(find "$tmp/smpl" -name '*.cocci' -type d)" || return 1
	served=0
	for file in $(cd "$copy" && find . -type f | sed 's|^\./||' | sort); do
		jq -r --arg file "$file" '.patches[0].files[] | select(.path == $file) |
			.hunks[].lines[] | select(.adds and (.hook | endswith(".cocci"))) | .adds' \
			"$series/report.json" >"$tmp/numbers"
		awk 'NR == FNR { wanted[$1]; next } FNR in wanted' "$tmp/numbers" \
			"$copy.new/$file" | letters >"$tmp/hooks"
		# Of two ways to draw a hunk it takes the one that nsgen takes.
		git diff --no-index -U0 "$copy.old/$file" "$copy/$file" |
			sed -n '1,/^+++ /d; s/^+//p' |
			letters >"$tmp/spatch"
		cmp "$tmp/hooks" "$tmp/spatch" || { head "$tmp/hooks" "$tmp/spatch"; return 1; }
		[ ! -s "$tmp/numbers" ] || served=$((served + 1))
	done
	rm -rf "$copy.old"
	echo "$served files"
	[ "$served" -ge 3 ]
}

ok 'net, as in 2006' same_lines net tests/base/2.6.19-rc6-mm2
for release in $(full && echo 5.10 6.1 6.12 7.2 7.3 || echo 6.12); do
	[ ! -d "build/linux-$release" ] ||
		ok "ima on $release" same_lines ima "build/linux-$release"
done

parsed() { # no word is left to give with -D
	! grep -rn 'virtual\.' "$tmp/smpl" && grep -rq '^virtual patch$' "$tmp/smpl"
}
ok 'nothing is left to fill in' parsed

one() { # a hook alone, and again in the same place
	rm -rf "$tmp/smpl"
	smpl ima build/linux-6.12 cocci/nsproxy/free.cocci &&
		smpl ima build/linux-6.12 cocci/nsproxy/free.cocci &&
		written=$(find "$tmp/smpl" -name '*.cocci' -type f) &&
		[ "$(basename "$written")" = kernel-nsproxy.cocci ] &&
		[ "$(grep -c '^@@$' "$written")" -eq 1 ]
}
ok 'one hook' one

ok 'a hook that is none' refused 2 'not a hook in SmPL that fits this tree' "$NSGEN" smpl \
	--home "$top" --name=ima --kernel=build/linux-6.12 --out="$tmp/out" \
	cocci/nsproxy/setns-config.list

notes() { # a user's file is not thrown away
	dir=$(find "$tmp/smpl" -name '*.cocci' -type d)
	echo mine >"$dir/notes"
	! smpl ima build/linux-6.12 && grep -q 'notes: not written by nsgen' "$tmp/said" &&
		[ "$(cat "$dir/notes")" = mine ]
}
ok 'a directory with a file of the user' notes

# What make coccicheck does with a semantic patch: scripts/coccicheck, in the tree.
coccicheck() {
	rm -rf "$tmp/smpl" && smpl ima build/linux-6.12 || return 1
	patch=$(find "$tmp/smpl" -name include-linux-nsproxy-h.cocci)
	options=$(sed -n 's|^// Options: ||p' "$patch")
	macros=$(dirname "$patch")/macros.h
	# shellcheck disable=SC2086 # options
	(cd build/linux-6.12 && spatch -D patch $options --macro-file "$macros" \
		--cocci-file "$patch" --patch . include/linux/nsproxy.h) \
		>"$tmp/diff" 2>"$tmp/log" &&
		grep -q '^+	struct ima_namespace \*ima_ns;$' "$tmp/diff"
}
ok 'for make coccicheck' coccicheck

made() {
	make -s cocci NS=ima KERNEL="$top/build/linux-6.12" OUT="$tmp/made" SETUP=no 2>"$tmp/log" ||
		{ cat "$tmp/log"; return 1; }
	diff -r "$(find "$tmp/made" -name '*.cocci' -type d)" \
		"$(find "$tmp/smpl" -name '*.cocci' -type d)"
}
ok 'make cocci' made
done_testing
