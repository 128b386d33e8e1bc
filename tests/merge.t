#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# nsgen merge: another namespace's branch, generated anew on this one, and what a hand did there.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh
# shellcheck source=tests/branch.sh
. tests/branch.sh

# A commit of state on a namespace's branch: a counter in its own files, and one line beside those
# of the hooks.
counts() { # name
	git -C "$repo" checkout -q "$1-ns" && (
		cd "$repo" || exit 1
		sed -i "/^struct $1_namespace {/a\\	atomic_long_t counted;" \
			"include/linux/$1_namespace.h" &&
			printf '\nstatic long %s_ns_counted_max = 1000;\n' "$1" \
				>>"kernel/$1_namespace.c" &&
			git commit -q -a -m "$1 namespace: count" -m 'So that it has a state.'
	)
}

# Branches with a commit of state each, on one base.
prepare() { # release, or "small" for the small tree; names
	if [ "$1" = small ]; then
		rm -rf "$repo" && cp -r "$base" "$repo" && git -C "$repo" init -q -b main . &&
			git -C "$repo" add -f -A && git -C "$repo" commit -q -m base || return 1
	else
		begin "$1" || return 1
	fi
	shift
	for name; do
		nsgen commit --name="$name" --base=main 2>"$tmp/log" ||
			{ cat "$tmp/log"; return 1; }
		counts "$name" || return 1
	done
	rm -rf "$tmp/made" && mv "$repo" "$tmp/made"
}

fresh() { # branch that is checked out
	rm -rf "$repo"
	cp -a "$tmp/made" "$repo" && git -C "$repo" checkout -q "$1-ns"
}

merge() { # branch
	nsgen merge "$1" >"$tmp/said" 2>"$tmp/log" || { cat "$tmp/said" "$tmp/log"; return 1; }
}

# What git merge would have asked, and whether it succeeds.
by_git() { # branch
	git -C "$repo" merge -q -m m "$1" >/dev/null 2>&1 && echo 'git merges it' && return 1
	files=$(git -C "$repo" diff --name-only --diff-filter=U | wc -l)
	asked=$(git -C "$repo" diff | grep -c '^++<<<<<<<')
	echo "git merge: $files files, $asked conflicts"
	git -C "$repo" merge --abort
	[ "$asked" -gt 10 ]
}

# The values of flag, inode number, id and ioctl number of a namespace in HEAD.
numbers_of() { # name
	nsgen status --name="$1" | sed -n 's/^numbers: //p' | tr ',' '\n' | sed 's/^ //'
}

distinct() { # names
	for name; do
		numbers_of "$name"
	done >"$tmp/numbers"
	cat "$tmp/numbers"
	[ -s "$tmp/numbers" ] && [ -z "$(sort "$tmp/numbers" | uniq -d)" ]
}

has_state() { # names
	for name; do
		grep -q 'atomic_long_t counted' "$repo/include/linux/${name}_namespace.h" &&
			grep -q "${name}_ns_counted_max" "$repo/kernel/${name}_namespace.c" ||
			return 1
	done
}

# A merge of two parents, with nothing left to do.
merged() { # branch
	[ "$(git -C "$repo" log -1 --format=%P | wc -w)" -eq 2 ] &&
		[ "$(git -C "$repo" rev-parse HEAD^2)" = "$(git -C "$repo" rev-parse "$1")" ] &&
		[ -z "$(git -C "$repo" status --porcelain)" ] &&
		[ -z "$(git -C "$repo" for-each-ref refs/nsgen-rebase)" ]
}

two() { # release
	prepare "$1" ima syslog && fresh ima && by_git syslog-ns || return 1
	before=$(git -C "$repo" rev-parse HEAD)
	merge syslog-ns || return 1
	cat "$tmp/said" "$tmp/log"
	merged syslog-ns && [ "$(git -C "$repo" rev-parse HEAD^1)" = "$before" ] &&
		has_state ima syslog && distinct ima syslog
}

# Status has a section for each.
apart() {
	nsgen status >"$tmp/status" && grep '^ima-ns: ' "$tmp/status" >"$tmp/heads" &&
		printf '%s\n' 'ima-ns: namespace ima, level full' \
			'ima-ns: namespace syslog, level full' | diff - "$tmp/heads" &&
		[ "$(grep -c '^ *[0-9]* generated ' "$tmp/status")" -eq 14 ] &&
		[ "$(grep -c '^     own ' "$tmp/status")" -eq 2 ] &&
		! grep -q 'do not fit together' "$tmp/status" && nsgen status --json |
		jq -e '.name == "ima" and .others[0].name == "syslog" and .clashes == []' >/dev/null
}

# What git takes for success.
plain() {
	fresh ima && before=$(git -C "$repo" rev-parse HEAD) &&
		git -C "$repo" merge -q -X ours -m m syslog-ns 2>/dev/null &&
		nsgen status >"$tmp/status" || return 1
	cat "$tmp/status"
	for said in 'ima and syslog both have flag 0x40' 'ima and syslog both have inum' \
		'ima and syslog both have nr 12' 'kernel/nsproxy.c: .* lines of syslog gone' \
		'init/Kconfig: 4 lines of syslog gone' \
		'include/uapi/linux/sched.h: 1 line of syslog gone'; do
		grep -q "^  $said" "$tmp/status" || { echo "not said: $said"; return 1; }
	done
	# Each file in which plain git has a conflict, but for prose, is named.
	git -C "$repo" reset -q --keep "$before" || return 1
	git -C "$repo" merge -q -m m syslog-ns >/dev/null 2>&1
	git -C "$repo" diff --name-only --diff-filter=U | grep -v '^Documentation\|^tools' \
		>"$tmp/files"
	git -C "$repo" merge --abort
	while read -r file; do
		grep -q "^  $file: " "$tmp/status" || { echo "$file is not named"; return 1; }
	done <"$tmp/files"
	# As it says.
	tr '\n' ' ' <"$tmp/status" | grep -q 'git reset --keep [0-9a-f]*. takes it back' &&
		merge syslog-ns && nsgen status >"$tmp/status" &&
		! grep -q 'do not fit together' "$tmp/status"
}

# Whatever the order, all are there, and none is asked about.
orders() { # release or "small", level of the namespaces
	names='ima syslog audit tpm' level=$2
	# shellcheck disable=SC2086 # words
	prepare "$1" $names || return 1
	for order in 'ima syslog audit tpm' 'tpm audit syslog ima'; do
		first=${order%% *}
		fresh "$first" || return 1
		for name in ${order#* }; do
			merge "$name-ns" && merged "$name-ns" || return 1
		done
		all_there || return 1
	done
	# Two and two.
	fresh ima && merge syslog-ns && git -C "$repo" checkout -q audit-ns &&
		merge tpm-ns && git -C "$repo" checkout -q ima-ns && merge audit-ns &&
		merged audit-ns && all_there
}

all_there() {
	nsgen status >"$tmp/status" || return 1
	# shellcheck disable=SC2086 # words
	[ "$(grep -c "ns: namespace .*, level $level" "$tmp/status")" -eq 4 ] &&
		[ "$(grep -c '^     own ' "$tmp/status")" -eq 4 ] && has_state $names &&
		! grep -q 'do not fit together' "$tmp/status" &&
		{ [ "$level" = framework ] || distinct $names; } && return
	cat "$tmp/status"
	return 1
}

# One of three is taken out. The numbers of the others stay, and without any it is the same tree.
dropped() {
	prepare small ima syslog audit && fresh ima && merge audit-ns &&
		without=$(git -C "$repo" rev-parse 'HEAD^{tree}') || return 1
	fresh ima && merge syslog-ns && merge audit-ns && echo x >"$repo/x" &&
		git -C "$repo" add x && git -C "$repo" commit -q -m later || return 1
	refused 2 'no such namespace on record' nsgen rebase --drop=tpm &&
		refused 2 'a step of its own' nsgen rebase --drop=ima --onto=main || return 1
	nsgen rebase --drop=syslog >"$tmp/said" 2>"$tmp/log" || { cat "$tmp/log"; return 1; }
	cat "$tmp/said" "$tmp/log"
	git -C "$repo" diff --stat "$without" 'HEAD~' && left ima audit &&
		[ "$(git -C "$repo" rev-parse 'HEAD~^{tree}')" = "$without" ] &&
		[ -f "$repo/x" ] && has_state ima audit || return 1
	nsgen rebase --drop=ima 2>"$tmp/log" && left audit && [ -f "$repo/x" ] &&
		has_state audit && [ ! -e "$repo/kernel/ima_namespace.c" ] &&
		refused 2 'the only namespace' nsgen rebase --drop=audit
}

left() { # names
	nsgen status >"$tmp/status" &&
		[ "$(sed -n 's/.*: namespace \(.*\), level .*/\1/p' "$tmp/status" |
			tr '\n' ' ')" = "$* " ] && ! grep -q ' missing ' "$tmp/status" &&
		[ -z "$(git -C "$repo" status --porcelain)" ] &&
		[ -z "$(git -C "$repo" for-each-ref refs/nsgen-rebase)" ] && return
	cat "$tmp/status"
	return 1
}

remark() { # name
	sed -i "s,^\tstruct $1_namespace \*$1_ns;,& /* $1 */," "$repo/include/linux/nsproxy.h" &&
		git -C "$repo" commit -q -a -m "$1 namespace: a remark"
}

# Where a line of the hand meets one of a hook, git merge asks, once, and finishes it.
meets() { # "continue" or "abort"
	fresh syslog && remark syslog && git -C "$repo" checkout -q ima-ns && remark ima ||
		return 1
	before=$(git -C "$repo" rev-parse HEAD refs/nsgen/ima-ns)
	status=0
	nsgen merge syslog-ns >"$tmp/said" 2>"$tmp/log" || status=$?
	cat "$tmp/said" "$tmp/log"
	[ $status -eq 1 ] && grep -q "'git merge --continue'" "$tmp/log" &&
		[ "$(git -C "$repo" rev-parse MERGE_HEAD)" = \
			"$(git -C "$repo" rev-parse syslog-ns)" ] &&
		[ "$(git -C "$repo" diff --name-only --diff-filter=U)" = \
			include/linux/nsproxy.h ] ||
		return 1
	refused 2 'in the middle of a merge' nsgen merge syslog-ns || return 1
	if [ "$1" = abort ]; then
		git -C "$repo" merge --abort && nsgen status >"$tmp/status" &&
			[ -z "$(git -C "$repo" status --porcelain)" ] &&
			[ -z "$(git -C "$repo" for-each-ref refs/nsgen-rebase)" ] &&
			[ "$(git -C "$repo" rev-parse HEAD refs/nsgen/ima-ns)" = "$before" ]
		return
	fi
	git -C "$repo" diff >"$tmp/hunks"
	cat "$tmp/hunks"
	[ "$(grep -c '^++<<<<<<< HEAD' "$tmp/hunks")" -eq 1 ] &&
		grep -q '^++>>>>>>> syslog-ns' "$tmp/hunks" || return 1
	sed -i '/^<<<<<<< /d; /^=======$/,/^>>>>>>> /d' \
		"$repo/include/linux/nsproxy.h" &&
		git -C "$repo" add -u &&
		GIT_EDITOR=true git -C "$repo" merge --continue || return 1
	# The next command picks it up.
	nsgen status >"$tmp/status" && merged syslog-ns && has_state ima syslog &&
		nsgen status --name=syslog >"$tmp/status" &&
		grep -q '^     own .* changes by hand in the merge' "$tmp/status"
}

refusals() {
	fresh ima
	refused 2 'no branch given' nsgen merge &&
		refused 2 'is the branch that is checked out' nsgen merge ima-ns &&
		refused 2 "commit 'refs/heads/nope' not found" nsgen merge nope &&
		refused 2 'no commit has an answer line' nsgen merge main &&
		merge syslog-ns && refused 2 'is in ima-ns already' nsgen merge syslog-ns ||
		return 1
	refused 2 'rebase each branch, and merge them again' nsgen rebase || return 1
	# A commit more on a branch that was merged is plain git's.
	git -C "$repo" checkout -q syslog-ns && echo x >"$repo/x" &&
		git -C "$repo" add x && git -C "$repo" commit -q -m more &&
		git -C "$repo" checkout -q ima-ns &&
		refused 2 'has the namespace syslog already' nsgen merge syslog-ns &&
		git -C "$repo" merge -q -m more syslog-ns && [ -f "$repo/x" ] || return 1
	fresh ima && echo x >>"$repo/Makefile" &&
		refused 2 '1 file has uncommitted changes' nsgen merge syslog-ns &&
		git -C "$repo" checkout -q -f && git -C "$repo" checkout -q --detach &&
		refused 2 'HEAD is on no branch' nsgen merge syslog-ns
}

! full || ok 'two names on 7.2' two 7.2
ok 'two names on 6.12' two 6.12
ok 'status tells them apart' apart
ok 'git merge -X ours: status names each clash' plain
ok 'small branches' prepare small ima syslog
ok 'hands that meet are asked about once' meets continue
ok 'git merge --abort takes all back' meets abort
ok 'what is refused' refusals
ok 'four names in three orders' orders small framework
ok 'one of three is dropped' dropped
! full || ok 'four names in three orders, on 6.12' orders 6.12 full
done_testing
