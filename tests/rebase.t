#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# nsgen rebase: the generated part is made anew, and what a hand did is carried, by git rebase.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh
# shellcheck source=tests/branch.sh
. tests/branch.sh

# A repository whose main has the files of one release after the other, with a branch on each.
releases='5.10 6.1 6.12 7.2 7.3'
full || releases='6.12 7.2'
prepare() {
	mkdir "$tmp/made" && git -C "$tmp/made" init -q -b main || return 1
	for release in $releases; do
		find "$tmp/made" -mindepth 1 -maxdepth 1 ! -name .git -exec rm -rf {} +
		hook_copy "build/linux-$release" "$tmp/made" && git -C "$tmp/made" add -f -A &&
			git -C "$tmp/made" commit -q -m "$release" &&
			git -C "$tmp/made" tag "v$release" || return 1
	done
	repo=$tmp/made
	for release in $releases; do
		nsgen commit --name=ima --base="v$release" --branch="ima-$release" --signoff \
			--why='Measure containers apart.' 2>"$tmp/log" ||
			{ cat "$tmp/log"; return 1; }
	done
	repo=$tmp/repo
}

fresh() { # release: its branch is checked out
	rm -rf "$repo"
	cp -a "$tmp/made" "$repo" && git -C "$repo" checkout -q -b ima-ns "ima-$1" &&
		git -C "$repo" update-ref refs/nsgen/ima-ns "refs/nsgen/ima-$1" &&
		git -C "$repo" config branch.ima-ns.description \
			"$(git -C "$repo" config "branch.ima-$1.description")"
}

# A hand edit of a generated commit, in a line that no site touches.
amend() { # patch, file
	todo "${1}s/^pick/edit/" "ima-ns~$(($(git -C "$repo" rev-list --count "$from"..ima-ns)))" &&
		printf '\n/* mine */\n' >>"$repo/$2" &&
		git -C "$repo" commit -q -a --amend --no-edit &&
		GIT_EDITOR=true git -C "$repo" rebase --continue
}

rebase() { # options
	nsgen rebase "$@" >"$tmp/said" 2>"$tmp/log" || { cat "$tmp/said" "$tmp/log"; return 1; }
	cat "$tmp/said"
}

# The generated part is what nsgen writes for that base, and status says so.
anew() { # release, commits that are not generated as they were
	nsgen status >"$tmp/status" || return 1
	[ "$(sed -n 's/^ *[0-9]* \(amended\|reworded\|part\|squashed\|missing\) .*/\1/p' \
		"$tmp/status" | tr '\n' ' ')" = "${2:+$2 }" ] || { cat "$tmp/status"; return 1; }
	last=$(git -C "$repo" rev-parse refs/nsgen/ima-ns^)
	[ "$(git -C "$repo" rev-parse "$last^{tree}")" = \
		"$(git -C "$repo" rev-parse "ima-$1^{tree}")" ] ||
		{ git -C "$repo" diff --stat "$last" "ima-$1"; return 1; }
	[ -z "$(git -C "$repo" for-each-ref refs/nsgen-rebase)" ]
}

own() { # the two own commits are on top
	[ "$(git -C "$repo" log --reverse --format=%s -2 ima-ns | tr '\n' ,)" = \
		'ima namespace: count measurements,ima namespace: add a sysctl,' ] &&
		git -C "$repo" grep -q 'atomic_long_t measured' ima-ns -- include/linux &&
		git -C "$repo" grep -q ima_ns_measured_max ima-ns -- kernel/ima_namespace.c
}

# To another release, with state, and one commit amended.
moves() { # from, to
	from=v$1
	fresh "$1" && amend 3 kernel/nsproxy.c && state && rebase ima-ns --onto="v$2" &&
		own && git -C "$repo" grep -q 'mine' ima-ns -- kernel/nsproxy.c &&
		[ -z "$(git -C "$repo" status --porcelain)" ] &&
		[ "$(git -C "$repo" rev-parse --abbrev-ref HEAD)" = ima-ns ] &&
		[ "$(git -C "$repo" rev-list --count "v$2"..ima-ns)" -eq \
			$(($(git -C "$repo" rev-list --count "v$2..ima-$2") + 2)) ] &&
		grep -q '1 hand edit and 2 own commits carried' "$tmp/said" && anew "$2" amended
}

# Where a line of the hand stands beside one of a hook that is gone, git asks, and once.
meets() {
	from=v5.10 status=0
	fresh 5.10 && amend 3 kernel/nsproxy.c && state || return 1
	nsgen rebase --onto=v6.1 >"$tmp/said" 2>"$tmp/log" || status=$?
	cat "$tmp/log"
	[ $status -eq 1 ] && git -C "$repo" diff --name-only --diff-filter=U >"$tmp/asked" &&
		echo include/linux/ima_namespace.h | diff - "$tmp/asked" || return 1
	git -C "$repo" diff | sed -n '/^++<</,/^++>>/p' | sed 's/ [0-9a-f]\{7,\} .*//' |
		diff "$tmp/hunk" - || return 1
	sed -i '/^<<<<<<< /d; /^=======$/d; /^>>>>>>> /d; /struct kref kref;/d' \
		"$repo/include/linux/ima_namespace.h"
	git -C "$repo" add -u && GIT_EDITOR=true git -C "$repo" rebase --continue &&
		own && git -C "$repo" grep -q mine ima-ns -- kernel/nsproxy.c && anew 6.1 amended
}
printf '%s\n' '++<<<<<<< HEAD' '++=======' '+ 	atomic_long_t measured;' '+ 	struct kref kref;' \
	'++>>>>>>>' >"$tmp/hunk"

# The number of times that plain git asks, to compare with.
by_git() { # from, to
	from=v$1
	fresh "$1" && amend 3 kernel/nsproxy.c && state && plain "v$2" "v$1" &&
		[ "$asked" -gt 1 ]
}

plain() { # new base, old base
	asked=0
	GIT_EDITOR=true git -C "$repo" rebase --onto "$1" "$2" ima-ns >/dev/null 2>&1 && return 1
	while [ -d "$repo/.git/rebase-merge" ]; do
		asked=$((asked + 1))
		git -C "$repo" checkout -q --theirs . 2>/dev/null
		git -C "$repo" add -f -A
		GIT_EDITOR=true git -C "$repo" rebase --continue >/dev/null 2>&1 ||
			[ -d "$repo/.git/rebase-merge" ] || return 1
	done
	echo "git rebase asks $asked times from $2 to $1"
}

# A hand went into a line that the new base has otherwise: git asks once.
conflict() {
	from=v6.12
	fresh 6.12 && state && todo '3s/^pick/edit/' v6.12 &&
		sed -i 's,^\tput_ima_ns(ns->ima_ns);,\t/* last */\n&,' "$repo/kernel/nsproxy.c" &&
		git -C "$repo" commit -q -a --amend --no-edit &&
		GIT_EDITOR=true git -C "$repo" rebase --continue || return 1
	before=$(git -C "$repo" rev-parse ima-ns)
	record=$(git -C "$repo" rev-parse refs/nsgen/ima-ns)
	status=0
	nsgen rebase --onto=v7.2 >"$tmp/said" 2>"$tmp/log" || status=$?
	cat "$tmp/said" "$tmp/log"
	[ $status -eq 1 ] && grep -q "git stopped, and asks you" "$tmp/log" || return 1
	[ "$(git -C "$repo" rev-parse refs/nsgen/ima-ns)" = "$record" ] || return 1
	refused 2 'in the middle of a rebase' nsgen rebase || return 1
	# Taken back, all is as before.
	if [ "$1" = abort ]; then
		git -C "$repo" rebase --abort && nsgen status >"$tmp/said" &&
			[ "$(git -C "$repo" rev-parse ima-ns)" = "$before" ] &&
			[ "$(git -C "$repo" rev-parse refs/nsgen/ima-ns)" = "$record" ] &&
			[ -z "$(git -C "$repo" for-each-ref refs/nsgen-rebase)" ]
		return
	fi
	git -C "$repo" diff --name-only --diff-filter=U >"$tmp/asked"
	printf '%s\n' kernel/nsproxy.c | diff - "$tmp/asked" || return 1
	git -C "$repo" diff >"$tmp/hunks"
	# The one hunk has the function that is another one in 7.2, with the line of the hand.
	[ "$(grep -c '^++<<<<<<< HEAD' "$tmp/hunks")" -eq 1 ] &&
		grep -q '^+ 	/\* last \*/$' "$tmp/hunks" &&
		grep -q '^+ void free_nsproxy' "$tmp/hunks" || return 1
	sed -i '/^<<<<<<< /d; /^=======$/,/^>>>>>>> /d
		s,^\tput_ima_ns(ns->ima_ns);,\t/* last */\n&,' "$repo/kernel/nsproxy.c"
	grep -q '/\* last \*/' "$repo/kernel/nsproxy.c" || return 1
	git -C "$repo" add kernel/nsproxy.c &&
		GIT_EDITOR=true git -C "$repo" rebase --continue || return 1
	# The next command picks it up.
	own && anew 7.2 amended
}

# Other answers on the same base.
answers() {
	from=v7.2
	fresh 7.2 && amend 3 kernel/nsproxy.c && state &&
		rebase --flag=0x20 --why='Another reason.' && own &&
		git -C "$repo" grep -q 0x00000020 ima-ns -- include/uapi/linux/sched.h &&
		git -C "$repo" grep -q mine ima-ns -- kernel/nsproxy.c &&
		nsgen status >"$tmp/status" && grep -q 'flag 0x00000020' "$tmp/status" &&
		grep -q '^   3 amended ' "$tmp/status" &&
		[ "$(git -C "$repo" log --format=%B v7.2..ima-ns | grep -c 'flag=0x20')" -eq 7 ] &&
		git -C "$repo" config branch.ima-ns.description | grep -q '^Another reason' &&
		git -C "$repo" config branch.ima-ns.description | grep -q 'is 0x00000020'
}

# Another level, under the same state: what plain git asks is answered, and back again.
level() {
	from=v6.12
	fresh 6.12 && amend 3 kernel/nsproxy.c && state && git -C "$repo" tag old &&
		nsgen commit --name=ima --base=v6.12 --branch=framework --level=framework \
			--signoff --why='Measure containers apart.' 2>"$tmp/log" &&
		plain framework ima-ns~2 && [ "$asked" -eq 2 ] &&
		git -C "$repo" reset -q --hard old && rebase --level=framework &&
		grep -q '1 hand edit and 2 own commits carried' "$tmp/said" && own &&
		grep -q "linux/ima_namespace.h: lines of 'ima namespace: count" "$tmp/log" &&
		git -C "$repo" grep -q mine ima-ns -- kernel/nsproxy.c &&
		[ "$(git -C "$repo" rev-parse 'refs/nsgen/ima-ns^^{tree}')" = \
			"$(git -C "$repo" rev-parse 'framework^{tree}')" ] &&
		[ "$(git -C "$repo" rev-list --count v6.12..ima-ns)" -eq 3 ] || return 1
	# Without a record the answer lines have the level of before.
	git -C "$repo" update-ref -d refs/nsgen/ima-ns &&
		rebase --level=full --why='Measure containers apart.' && own &&
		anew 6.12 amended &&
		git -C "$repo" diff --exit-code old ima-ns
}

# A message of the user's stays, with its answer line brought up to date; and so does a description.
reworded() {
	from=v6.12
	fresh 6.12 && git -C "$repo" config branch.ima-ns.description 'My own words' &&
		todo '5s/^pick/edit/' v6.12 &&
		git -C "$repo" log -1 --format=%B >"$tmp/m" &&
		sed -i '1s/.*/pidfs: a better subject/' "$tmp/m" &&
		git -C "$repo" commit -q --amend -F "$tmp/m" &&
		GIT_EDITOR=true git -C "$repo" rebase --continue &&
		git -C "$repo" config user.name Other && rebase --onto=v7.2 && anew 7.2 reworded &&
		git -C "$repo" log --format=%B v7.2..ima-ns >"$tmp/messages" &&
		grep -qx 'pidfs: a better subject' "$tmp/messages" &&
		! grep -q 'for Linux 6.12' "$tmp/messages" &&
		[ "$(grep -c '^Nsgen: .* id=9' "$tmp/messages")" -eq 7 ] &&
		[ "$(git -C "$repo" config branch.ima-ns.description)" = 'My own words' ] &&
		[ "$(git -C "$repo" log --format=%an v7.2..ima-ns | sort -u)" = "Jörg O'Neil" ] &&
		[ "$(git -C "$repo" log --format=%cn v7.2..ima-ns | sort -u)" = Other ]
}

# Without refs/nsgen the answer line has what is needed; only --why is not in it.
by_mail() {
	from=v6.12
	fresh 6.12 && amend 3 kernel/nsproxy.c && state &&
		git -C "$repo" update-ref -d refs/nsgen/ima-ns &&
		refused 2 'the branch was made with --why' nsgen rebase --onto=v7.2 &&
		rebase --onto=v7.2 --why='Measure containers apart.' && own && anew 7.2 amended &&
		git -C "$repo" grep -q mine ima-ns -- kernel/nsproxy.c
}

# Nothing to do, and a record for a branch that has none.
nothing() {
	fresh 6.12 && tip=$(git -C "$repo" rev-parse ima-ns) && rebase &&
		grep -q 'nothing was changed' "$tmp/said" &&
		[ "$(git -C "$repo" rev-parse ima-ns)" = "$tip" ] || return 1
	git -C "$repo" update-ref -d refs/nsgen/ima-ns &&
		rebase --why='Measure containers apart.' &&
		grep -q 'refs/nsgen/ima-ns was made' "$tmp/said" && anew 6.12 &&
		[ "$(git -C "$repo" rev-parse ima-ns)" = "$tip" ]
}

# Split, and the two parts in another place: as one, and what a hand did there.
split() {
	from=v6.12
	fresh 6.12 && amend 3 kernel/nsproxy.c && state && todo '6s/^pick/edit/' v6.12 && (
		cd "$repo" || exit 1
		git log -1 --format=%B >"$tmp/m" && git reset -q HEAD~ &&
			git add tools/testing/selftests/*/*.c && git commit -q -F "$tmp/m" &&
			git add -A && git commit -q -m 'selftests: the rest' &&
			GIT_EDITOR=true git rebase --continue
	) && rebase --onto=v7.2 && grep -q 'made anew in their own form' "$tmp/log" && own &&
		git -C "$repo" grep -q mine ima-ns -- kernel/nsproxy.c &&
		[ "$(git -C "$repo" log --format=%s ima-ns -3 | tail -n 1)" = \
			'ima namespace: changes by hand' ] && anew 7.2
}

# A number that is taken there is chosen anew; one that a person chose is an error.
taken() {
	# What is there has another name, and the same numbers.
	fresh 6.12 && nsgen commit --name=syslog --base=v7.2 --branch=other --flag=0x40 \
		2>"$tmp/log" || return 1
	rebase --onto=other && grep -q 'flag 0x.*40 is taken by CLONE_NEWSYSLOG in' "$tmp/log" &&
		nsgen status >"$tmp/status" && grep -q 'flag 0x00000020' "$tmp/status" || return 1
	fresh 6.12 && rebase --flag=0x40 && nsgen commit --name=syslog --base=v7.2 --branch=other \
		--flag=0x40 2>"$tmp/log" &&
		refused 2 'already used by CLONE_NEWSYSLOG' nsgen rebase --onto=other
}

preview() {
	fresh 6.12 && (cd "$repo" && git for-each-ref && git status --porcelain) >"$tmp/before" &&
		rebase --onto=v7.2 --dry-run && grep -q '^1:  [0-9a-f]* ! 1: ' "$tmp/said" &&
		grep -q 'nothing was changed' "$tmp/said" &&
		(cd "$repo" && git for-each-ref && git status --porcelain) | diff "$tmp/before" -
}

refusals() {
	fresh 6.12 && echo x >>"$repo/Makefile" &&
		refused 2 '1 file has uncommitted changes' nsgen rebase --onto=v7.2 &&
		git -C "$repo" checkout -q -f &&
		refused 2 "commit 'nope' not found" nsgen rebase --onto=nope &&
		refused 3 'already has the namespace ima' nsgen rebase --onto=ima-7.2 &&
		refused 2 'no commit has an answer line' nsgen rebase main &&
		git -C "$repo" checkout -q --detach &&
		refused 2 'HEAD is on no branch' nsgen rebase || return 1
	git clone -q --bare "$repo" "$tmp/bare.git" &&
		refused 2 'this one is bare' "$NSGEN" rebase --home "$top" \
			--kernel="$tmp/bare.git" ima-ns || return 1
	# A merge would be lost.
	fresh 6.12 && git -C "$repo" checkout -q -b side && echo x >"$repo/side" &&
		git -C "$repo" add side && git -C "$repo" commit -q -m side &&
		git -C "$repo" checkout -q ima-ns && git -C "$repo" merge -q --no-ff -m m side &&
		refused 2 'is a merge' nsgen rebase --onto=v7.2
}

# ------------------------------------------------------------------ killed

# A git that kills nsgen when it is called for the Nth time, before or after it has run.
mkdir "$tmp/kills"
real=$(command -v git)
cat >"$tmp/kills/git" <<-END
	#!/bin/sh
	[ "\$NSGEN_CALLS" ] || exec "$real" "\$@"
	echo x >>"$tmp/calls"
	if [ "\$(wc -l <"$tmp/calls")" -eq "\$(cat "$tmp/at")" ]; then
		# One that nsgen talks to has no end before nsgen's.
		case "\$(cat "$tmp/when") \$*" in
		'before '* | *' --batch'*) ;;
		*) env -u NSGEN_CALLS "$real" "\$@" >/dev/null 2>&1 ;;
		esac
		kill -s KILL \$PPID
		exit 1
	fi
	exec env -u NSGEN_CALLS "$real" "\$@"
END
chmod +x "$tmp/kills/git"

# The small tree in two versions, with a branch that has a hand edit and a commit of the user's.
small() {
	rm -rf "$tmp/small" && cp -r "$base" "$tmp/small" && repo=$tmp/small &&
		git -C "$repo" init -q -b main . && git -C "$repo" add -f -A &&
		git -C "$repo" commit -q -m base && nsgen commit --name=ima 2>"$tmp/log" &&
		echo '# x' >>"$repo/Makefile" && git -C "$repo" commit -q -a -m new &&
		git -C "$repo" checkout -q ima-ns &&
		echo '/* mine */' >>"$repo/kernel/nsproxy.c" &&
		git -C "$repo" commit -q -a --amend --no-edit && echo x >"$repo/x" &&
		git -C "$repo" add x && git -C "$repo" commit -q -m own
	status=$?
	repo=$tmp/repo
	return $status
}

# Words of the name, words that only have it as a part, and a subsystem of the same name.
words() {
	(
		cd "$repo" && mkdir -p security/integrity/ima &&
			printf '%s\n' '#include <linux/ima.h>' '#include <linux/ima_namespace.h>' \
				'long ima_count(struct ima_namespace *ns)' '{' \
				'#ifdef CONFIG_IMA_NS' \
				'	return ns != &init_ima_ns; /* of the ima namespace */' \
				'#endif' '}' >kernel/ima_ns.c &&
			echo 'maximal image of ima' >security/integrity/ima/note &&
			sed -i 's,+= ima_namespace.o$,&\nobj-y += ima_ns.o,' kernel/Makefile &&
			sed -i '/->ima_ns/s,$, /* here */,' kernel/nsproxy.c &&
			git add kernel security && git commit -q -a -F - <<-'END'
				ima namespace: count with ima_count()

				put_ima_ns() of kernel/ima_namespace.c is not called.
			END
	)
}

sed 's/^X//' >"$tmp/words" <<'END'
#include <linux/ima.h>
#include <linux/audit_namespace.h>
long ima_count(struct audit_namespace *ns)
{
#ifdef CONFIG_AUDIT_NS
X	return ns != &init_audit_ns; /* of the audit namespace */
#endif
}
END

# Another name, under the same state: what plain git asks is answered.
renamed() {
	small && rm -rf "$repo" && cp -a "$tmp/small" "$repo" && state && words &&
		git -C "$repo" tag old && nsgen commit --name=audit --base="main~" 2>"$tmp/log" &&
		plain audit-ns ima-ns~4 && [ "$asked" -eq 2 ] &&
		git -C "$repo" reset -q --hard old && rebase --rename=audit || return 1
	sed -n 's/^  LEFT *//p' "$tmp/log" >"$tmp/left"
	diff - "$tmp/left" <<-'END' || return 1
		the message of 'audit namespace: count with ima_count()':1: ima_count
		Documentation/admin-guide/sysctl/ima.rst:1: ima_ns_measured_max
		kernel/audit_namespace.c:39: ima_ns_measured_max
		kernel/audit_ns.c:1: ima
		kernel/audit_ns.c:3: ima_count
		security/integrity/ima/note:1: ima
		Documentation/admin-guide/sysctl/ima.rst: the file's own name
		security/integrity/ima/note: the file's own name
	END
	git -C "$repo" log -1 --format=%B >"$tmp/message"
	diff - "$tmp/message" <<-'END' || return 1
		audit namespace: count with ima_count()

		put_audit_ns() of kernel/audit_namespace.c is not called.

	END
	git -C "$repo" show ima-ns:kernel/audit_ns.c | diff - "$tmp/words" || return 1
	[ "$(git -C "$repo" rev-parse "refs/nsgen/ima-ns^^{tree}")" = \
		"$(git -C "$repo" rev-parse 'audit-ns^{tree}')" ] &&
		[ "$(git -C "$repo" grep -c '; /\* here' ima-ns -- kernel/nsproxy.c)" = \
			ima-ns:kernel/nsproxy.c:2 ] &&
		grep -q 'git branch -m ima-ns audit-ns' "$tmp/log" &&
		grep -q '1 hand edit and 4 own commits carried' "$tmp/said" &&
		nsgen status >"$tmp/status" && grep -q '^ima-ns: namespace audit' "$tmp/status" &&
		grep -q '^   1 amended ' "$tmp/status"
}

# What would make two things one, or what --rename does not know.
not_renamed() {
	rm -rf "$repo" && cp -a "$tmp/small" "$repo" &&
		refused 2 'are two steps' nsgen rebase --rename=audit --onto=main &&
		refused 2 'has that name already' nsgen rebase --rename=ima &&
		refused 2 'invalid namespace name' nsgen rebase --rename=Audit &&
		printf '%s\n' 'int audit_ns;' >>"$repo/kernel/nsproxy.c" &&
		git -C "$repo" commit -q -a -m own &&
		refused 3 "kernel/nsproxy.c:165: commit" nsgen rebase --rename=audit &&
		git -C "$repo" reset -q --hard HEAD~ &&
		mkdir -p "$repo/include/linux" && echo x >"$repo/include/linux/audit_namespace.h" &&
		git -C "$repo" add include && git -C "$repo" commit -q -a -m own &&
		refused 3 'include/linux/audit_namespace.h: is there already' \
			nsgen rebase --rename=audit
}

killed() { # when, call
	: >"$tmp/calls"
	echo "$1" >"$tmp/when"
	echo "$2" >"$tmp/at"
	rm -rf "$repo" && cp -a "$tmp/small" "$repo" &&
		NSGEN_CALLS=1 PATH="$tmp/kills:$PATH" nsgen rebase --onto=main >"$tmp/said" 2>&1
}

# As before, done, or a rebase in progress that git takes back; then it can be done again.
killed_anywhere() {
	small && killed before 0 || return 1
	calls=$(wc -l <"$tmp/calls") undone=0 done=0
	before=$(git -C "$tmp/small" rev-parse ima-ns refs/nsgen/ima-ns)
	[ "$calls" -gt 40 ] || return 1
	step=6
	! full || step=1
	for when in before after; do
		at=1
		while [ "$at" -le "$calls" ]; do
			! killed $when "$at" || { echo "not killed at $at"; return 1; }
			# What git is doing ends by itself.
			tries=0
			while [ -e "$repo/.git/index.lock" ] && [ "$tries" -lt 100 ]; do
				sleep 0.05
				tries=$((tries + 1))
			done
			[ ! -d "$repo/.git/rebase-merge" ] ||
				git -C "$repo" rebase --abort || return 1
			nsgen status ima-ns >"$tmp/status" || return 1
			now=$(git -C "$repo" rev-parse ima-ns refs/nsgen/ima-ns)
			if [ "$now" = "$before" ]; then
				undone=$((undone + 1))
				rebase ima-ns --onto=main || return 1
			else
				done=$((done + 1))
			fi
			nsgen status ima-ns >"$tmp/status" &&
				grep -q '^   1 amended ' "$tmp/status" &&
				grep -q '^     own ' "$tmp/status" &&
				[ "$(git -C "$repo" merge-base main ima-ns)" = \
					"$(git -C "$repo" rev-parse main)" ] &&
				[ -z "$(git -C "$repo" status --porcelain)" ] &&
				[ -z "$(git -C "$repo" for-each-ref refs/nsgen-rebase)" ] &&
				at=$((at + step)) && continue
			echo "killed $when $at"
			cat "$tmp/status"
			return 1
		done
	done
	echo "$done done, $undone not"
	[ "$done" -gt 0 ] && [ "$undone" -gt 10 ]
}

ok 'branches are made' prepare
ok 'state and a hand edit, from 6.12 to 7.2' moves 6.12 7.2
! full || ok 'from 7.2 to 7.3' moves 7.2 7.3
! full || ok 'from 5.10 to 6.1, where hand and hook meet in one place' meets
ok 'plain git asks more than once' by_git 6.12 7.2
ok 'a conflict is asked once, and the next command picks up what git did' conflict
ok 'git rebase --abort takes all back' conflict abort
ok 'other answers' answers
ok 'another level' level
ok 'a message, an author and a description of the user' reworded
ok 'without refs/nsgen' by_mail
ok 'nothing to do' nothing
ok 'split' split
ok 'numbers that are taken' taken
ok '--dry-run' preview
ok 'what is refused' refusals
ok 'another name' renamed
ok 'names that are refused' not_renamed
ok 'killed anywhere' killed_anywhere
done_testing
