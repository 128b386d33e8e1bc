#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# check, review, audit and refresh on a branch that has the namespace: what is there is what counts,
# a result belongs to its commit, and each line to the hook or the hand that wrote it.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh
# shellcheck source=tests/branch.sh
. tests/branch.sh

# Each lint takes a second, and checkpatch.pl three; tests/ladder.t runs all of them.
last=style passed='static pass, style pass'
if ! full; then
	NSGEN_LINTS=stub last=static passed='static pass'
	export NSGEN_LINTS
fi

# The files that the rungs read, too.
prepare() {
	hook_copy build/linux-6.12 "$tmp/tree-6.12" && printf '%s\n' kernel/utsname.c \
		include/linux/atomic.h include/linux/sysctl.h |
		part_of build/linux-6.12 "$tmp/tree-6.12" &&
		begin 6.12 && nsgen commit --name=ima 2>"$tmp/log" &&
		git -C "$repo" checkout -q ima-ns
}

# A counter with a sysctl in two commits. The words are those of the tree around them.
counter() {
	(
		cd "$repo" || exit 1
		sed -i '/^ \* @user_ns: the user namespace that/i\ * @measured: what was measured
			/^struct ima_namespace {/a\	atomic_long_t measured;
			/^#include <linux\/container_of.h>/i#include <linux/atomic.h>' \
			include/linux/ima_namespace.h &&
			git commit -q -a -m 'ima namespace: count measurements' \
			-m 'Each namespace counts what was measured in it.' \
			-m 'Nobody reads it yet.' || exit 1
		sed -i 's,^#include <linux/nsproxy.h>,#include <linux/init.h>\n&,
			s,^#include <linux/user_namespace.h>,#include <linux/sysctl.h>\n&,' \
			kernel/ima_namespace.c && cat >>kernel/ima_namespace.c <<-'END' &&

			#ifdef CONFIG_SYSCTL
			static int ima_ns_measured_max = 1000;

			static struct ctl_table ima_ns_table[] = {
				{
					.procname	= "ima_ns_measured_max",
					.data		= &ima_ns_measured_max,
					.maxlen		= sizeof(int),
					.mode		= 0644,
					.proc_handler	= proc_dointvec_minmax,
					.extra1		= SYSCTL_ZERO,
				},
			};

			static int __init ima_ns_sysctl_init(void)
			{
				register_sysctl_init("kernel", ima_ns_table);
				return 0;
			}
			late_initcall(ima_ns_sysctl_init);
			#endif
		END
			git commit -q -a -m 'ima namespace: add a sysctl' \
				-m 'An administrator can limit what a namespace measures.' \
				-m 'Nothing is limited yet.'
	)
}

# One generated commit amended, one reworded, one split.
by_hand() {
	counter && todo '3s/^pick/edit/; 5s/^pick/edit/; 6s/^pick/edit/' main || return 1
	(
		cd "$repo" || exit 1
		sed -i 's,^static void imans_put(,/* The last one frees it. */\n&,' \
			kernel/ima_namespace.c && git commit -q --amend --no-edit -a &&
			GIT_EDITOR=true git rebase --continue || exit 1
		git log -1 --format=%B | sed '1s/.*/pidfs: a better subject/' >"$tmp/message"
		git commit -q --amend -F "$tmp/message" && git rebase --continue || exit 1
		git log -1 --format=%B >"$tmp/message" && git reset -q HEAD~ &&
			git add tools/testing/selftests/*/*.c && git commit -q -F "$tmp/message" &&
			git add -A && git commit -q -m 'selftests: the rest' -m 'The makefile.' \
			-m 'The program came before.' &&
			GIT_EDITOR=true git rebase --continue
	) && nsgen status >"$tmp/said" && [ "$(sed -n \
		's/^ *[0-9]* \(generated\|amended\|reworded\|part\|own\) .*/\1/p' "$tmp/said" |
		tr '\n' ' ')" = \
		'generated generated amended generated reworded part part generated own own ' ] &&
		! grep -q '^checked:' "$tmp/said"
}

check() { # status, options
	want=$1 status=0
	shift
	nsgen check "$@" >"$tmp/said" 2>&1 || status=$?
	cat "$tmp/said"
	work=$(sed -n 's,^  RESULT  \(/.*/check/ima-6.*\)/result\.json$,\1,p' "$tmp/said")
	echo "$work" >>"$tmp/works"
	[ "$status" -eq "$want" ]
}

others() { # all that a check must not change
	(
		cd "$repo" && git for-each-ref | grep -v refs/nsgen-checks/ && cat .git/HEAD &&
			find . -path ./.git -prune -o -printf '%y %m %p %l %T@\n' | sort &&
			sha256sum .git/index .git/config
	)
}

checked() {
	others >"$tmp/before" && check 0 --rung=$last && others | diff "$tmp/before" - &&
		! grep -q ' FAIL ' "$tmp/said" && grep -q 'ok   apply: 10 patches' "$tmp/said" &&
		nsgen status >"$tmp/said" &&
		grep -qx "checked: $passed" "$tmp/said" &&
		nsgen status --json >"$tmp/json" &&
		[ "$(jq -r .checked.commit "$tmp/json")" = \
			"$(git -C "$repo" rev-parse ima-ns)" ]
}

# A result is that of its commit, and goes with it.
of_commit() {
	(
		cd "$repo" && echo '/* A trailing blank. */ ' >>kernel/ima_namespace.c &&
			git commit -q -a -m 'ima namespace: a blank' -m 'It is wrong.'
	) && nsgen status | grep -qx \
		"checked: $passed ($(git -C "$repo" rev-parse --short=10 ima-ns~), \
1 commit before the last)" &&
		nsgen_first=1 check 1 --rung=static && grep -q 'FAIL apply' "$tmp/said" &&
		nsgen status >"$tmp/said" && grep -qx 'checked: static fail' "$tmp/said" || return 1
	[ "$(git -C "$repo" ls-tree refs/nsgen-checks/ima-ns | wc -l)" -eq 2 ] &&
		git -C "$repo" reset -q --hard HEAD~ && nsgen status >"$tmp/said" &&
		grep -qx "checked: $passed" "$tmp/said" || return 1
	# Another rung of the same commit is added.
	jq --arg commit "$(git -C "$repo" rev-parse HEAD)" '.commit = $commit |
		.checks |= [.[0] | .rung = "build" | .status = "fail"]' "$work/result.json" \
		>"$tmp/result.json"
	"$NSGEN" record --kernel="$repo" --branch=ima-ns "$tmp/result.json" &&
		nsgen status >"$tmp/said" &&
		grep -qx "checked: $passed, build fail" "$tmp/said" &&
		[ "$(git -C "$repo" ls-tree refs/nsgen-checks/ima-ns | wc -l)" -eq 1 ]
}

# Which lines are whose.
reviewed() {
	nsgen review --json >"$tmp/json" || return 1
	whose() { # commit, filter of authors
		jq -r --argjson n "$1" "[.commits[\$n].hunks[].authors[] | select($2) | .adds] |
			add // 0" "$tmp/json"
	}
	[ "$(whose 0 '.whose != "hook"')" = 0 ] && [ "$(whose 2 '.whose == "hand"')" = 1 ] &&
		[ "$(whose 2 '.whose == "hook" and (.hook | startswith("cocci/"))')" -gt 200 ] &&
		[ "$(whose 5 '.whose != "hook"')" = 0 ] &&
		[ "$(whose 6 '.whose != "hook"')" = 0 ] &&
		[ "$(whose 8 '.whose == "hook"')" = 0 ] &&
		[ "$(whose 8 '.whose == "hand"')" = 3 ] &&
		[ "$(whose 9 '.whose == "hand"')" = 24 ] || return 1
	nsgen review >"$tmp/said" &&
		grep -qx '# by hand: kernel/ima_namespace.c +1 -0' "$tmp/said" &&
		grep -B 1 -A 1 -x '+/\* The last one frees it. \*/' "$tmp/said" |
		tr '\n' '|' | grep -qF \
		'# by hand|+/* The last one frees it. */|# cocci/skeleton/source-full-' &&
		grep -q '^commit [0-9a-f]* (generated, reworded)' "$tmp/said" &&
		grep -q "^# checked: $passed, build fail, of " "$tmp/said" || return 1
	refused 2 "'git range-diff' compares" nsgen review --since=main &&
		refused 2 '--html: ima-ns has the namespace' nsgen review --html
}

# From another branch, and on no branch; audit and refresh.
elsewhere() {
	git -C "$repo" checkout -q main && nsgen review --branch=ima-ns --json |
		diff "$tmp/json" - && nsgen audit --branch=ima-ns >"$tmp/said" 2>&1 &&
		grep -q '38 sites, 0 of them uncovered' "$tmp/said" &&
		nsgen refresh --branch=ima-ns >"$tmp/said" &&
		grep -q 'nothing was changed' "$tmp/said" || return 1
	refused 2 'main: no commit has an answer line' nsgen check --branch=main &&
		refused 2 "commit 'refs/heads/x' not found" nsgen review --branch=x &&
		refused 2 'reads what is checked out' nsgen check --patched --name=ima \
		--branch=ima-ns && refused 2 'series not found' \
		nsgen check --name=ima --out="$tmp/none" &&
		git -C "$repo" checkout -q ima-ns &&
		nsgen audit --name=ima >"$tmp/said" 2>&1 || return 1
	# A site that a hand took away.
	sed -i '/max_ima_namespaces/d' "$repo/kernel/ucount.c" &&
		git -C "$repo" commit -q -a -m 'less' || return 1
	status=0
	nsgen audit --name=ima >"$tmp/said" 2>"$tmp/log" || status=$?
	cat "$tmp/log"
	[ $status -eq 1 ] && grep -q 'lacks\{0,1\} the namespace ima' "$tmp/log" &&
		git -C "$repo" reset -q --hard HEAD~
}

# By make, which generates nothing then.
by_make() {
	make -s -C "$top" SETUP=no check NS=ima KERNEL="$repo" RUNG=static OUT="$tmp/none" \
		>"$tmp/said" 2>&1 || { cat "$tmp/said"; return 1; }
	grep -q "^  COMMIT  $(git -C "$repo" rev-parse ima-ns)" "$tmp/said" && [ ! -e "$tmp/none" ]
}

# git am of the mails in a fresh clone.
by_mail() {
	rm -rf "$tmp/mails" "$tmp/other" && git -C "$repo" format-patch -q -o "$tmp/mails" main &&
		git clone -q -b main "$repo" "$tmp/other" &&
		git -C "$tmp/other" checkout -q -b work &&
		git -C "$tmp/other" am -q "$tmp"/mails/*.patch &&
		[ -z "$(git -C "$tmp/other" for-each-ref refs/nsgen)" ] || return 1
	repo=$tmp/other
	# The last part of what was split has lost the answer line.
	nsgen status >"$tmp/said" && [ "$(grep -c '^     own ' "$tmp/said")" -eq 3 ] &&
		{ ! full || { check 0 --rung=style && nsgen status >"$tmp/said" &&
			grep -qx "checked: $passed" "$tmp/said"; }; } &&
		nsgen review >"$tmp/said" && grep -q '^# there is no record' "$tmp/said" &&
		[ "$(grep -c '^#   by hand ' "$tmp/said")" -ge 3 ] &&
		grep -q '^#   generated  +' "$tmp/said"
	status=$?
	repo=$tmp/repo
	return $status
}

# git branch -m takes all along, and git branch -D nothing behind.
renamed() {
	before=$(git -C "$repo" rev-parse refs/nsgen/ima-ns refs/nsgen-checks/ima-ns)
	nsgen status >"$tmp/before" && git -C "$repo" branch -m middle &&
		git -C "$repo" branch -m ima-ns/new && nsgen status >"$tmp/said" &&
		sed 's,^ima-ns:,ima-ns/new:,' "$tmp/before" | diff - "$tmp/said" &&
		[ "$(git -C "$repo" rev-parse refs/nsgen/ima-ns/new \
			refs/nsgen-checks/ima-ns/new)" = "$before" ] &&
		[ "$(git -C "$repo" for-each-ref refs/nsgen refs/nsgen-checks | wc -l)" -eq 2 ] ||
		return 1
	# A rename before the next nsgen commit, which takes away what has no branch.
	git -C "$repo" branch -m last && nsgen commit --name=syslog --base=main 2>"$tmp/log" &&
		[ "$(git -C "$repo" rev-parse refs/nsgen/last refs/nsgen-checks/last)" = \
			"$before" ] || return 1
	# Over another branch that has a record.
	git -C "$repo" branch -M syslog-ns && nsgen status >"$tmp/said" &&
		sed 's,^ima-ns:,syslog-ns:,' "$tmp/before" | diff - "$tmp/said" || return 1
	git -C "$repo" checkout -q main && git -C "$repo" branch -q -D syslog-ns &&
		nsgen commit --forget --name=other >/dev/null &&
		[ "$(git -C "$repo" for-each-ref --format='%(refname)')" = refs/heads/main ]
}

ok 'a branch is made' prepare
ok 'a counter with a sysctl; amended, reworded, split' by_hand
ok "$last passes, and nothing else is written" checked
ok 'a result is that of its commit' of_commit
ok "which lines are a hook's, and which a hand's" reviewed
ok 'audit and refresh, also of another branch' elsewhere
! full || ok 'make check NS= KERNEL=' by_make
ok 'git am of the mails in a fresh clone' by_mail
ok 'git branch -m and -D' renamed
# What is kept for the next check of the same tree.
sort -u "$tmp/works" | while IFS= read -r work; do
	[ ! -f "$work/result.json" ] || rm -rf "$work"
done
done_testing
