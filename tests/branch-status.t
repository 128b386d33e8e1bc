#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# nsgen status: which commits of a branch are generated, and where a hand went in.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh
# shellcheck source=tests/branch.sh
. tests/branch.sh

# A branch is made once.
prepare() {
	begin 6.12 && nsgen commit --name=ima 2>"$tmp/log" && mv "$repo" "$tmp/made"
}

fresh() {
	rm -rf "$repo"
	cp -a "$tmp/made" "$repo" && git -C "$repo" checkout -q ima-ns
}

# The lines of commits, without hashes.
lines() { # options
	nsgen status "$@" >"$tmp/said" || return 1
	! grep -E '.{81}' "$tmp/said" || { echo 'wider than 80 columns'; return 1; }
	sed -n '/^$/,/^$/{/./p}' "$tmp/said" | sed 's/ [0-9a-f]\{10\} / /' >"$tmp/lines"
}

has() { # text, line by line, of the commits
	printf '%s\n' "$1" | diff - "$tmp/lines"
}

says() { # words
	tr '\n' ' ' <"$tmp/said" | grep -qF -- "$1" || { cat "$tmp/said"; return 1; }
}

generated='   1 generated uapi: define the numbers of the ima namespace
   2 generated ucounts: add a per-user limit for ima namespaces
   3 generated nsproxy: add the ima namespace
   4 generated fork: accept CLONE_NEWIMA in clone3()
   5 generated pidfs: add PIDFD_GET_IMA_NAMESPACE
   6 generated selftests: add tests for the ima namespace
   7 generated Documentation: document the ima namespace'

as_made() {
	fresh && lines && has "$generated" && says 'ima-ns: namespace ima, level full' &&
		says "base: $(git -C "$repo" rev-parse --short=12 main), Linux 6.12.117" &&
		says 'numbers: flag 0x00000040, inum 0xEFFFFFF6, nr 12' &&
		says 'Its hooks are those of this nsgen' || return 1
	git -C "$repo" tag v6.12.117 main && lines && says ', v6.12.117, Linux'
}

# Amended, reworded, split, and the user's own on top.
by_hand() {
	fresh && state || return 1
	todo '3s/^pick/edit/; 5s/^pick/edit/; 6s/^pick/edit/' main || return 1
	(
		cd "$repo" || exit 1
		sed -i 's/^int put_nsset.*//; 0,/^$/s/^$/\n\/* mine *\/\n/' kernel/nsproxy.c &&
			git commit -q --amend --no-edit -a &&
			GIT_EDITOR=true git rebase --continue || exit 1
		git log -1 --format=%B | sed '1s/.*/pidfs: a better subject/' >"$tmp/message"
		git commit -q --amend -F "$tmp/message" && git rebase --continue || exit 1
		git log -1 --format=%B >"$tmp/message" && git reset -q HEAD~ &&
			git add tools/testing/selftests/*/*.c && git commit -q -F "$tmp/message" &&
			git add -A && git commit -q -m 'selftests: the rest' &&
			GIT_EDITOR=true git rebase --continue
	) || return 1
	lines && has '   1 generated uapi: define the numbers of the ima namespace
   2 generated ucounts: add a per-user limit for ima namespaces
   3 amended   nsproxy: add the ima namespace
                kernel/nsproxy.c +2 -0
   4 generated fork: accept CLONE_NEWIMA in clone3()
   5 reworded  pidfs: a better subject
   6 part      selftests: add tests for the ima namespace
   6 part      selftests: the rest
                its message was changed, too
   7 generated Documentation: document the ima namespace
     own       ima namespace: count measurements
                include/linux/ima_namespace.h +1 -0
     own       ima namespace: add a sysctl
                Documentation/admin-guide/sysctl/ima.rst +1 -0
                kernel/ima_namespace.c +2 -0'
}

# The same as JSON.
for_programs() {
	nsgen status --json >"$tmp/json" &&
		[ "$(jq -r '[.commits[].origin] | unique | join(" ")' "$tmp/json")" = \
			'amended generated own part' ] &&
		[ "$(jq -r '.commits[2].files[0] | "\(.path) \(.added) \(.removed)"' \
			"$tmp/json")" = 'kernel/nsproxy.c 2 0' ] &&
		[ "$(jq -r '.numbers.flag, .name, .branch' "$tmp/json" | tr '\n' ' ')" = \
			'0x00000040 ima ima-ns ' ]
}

squashed() {
	fresh && todo '5s/^pick/fixup/; 2s/^pick/drop/' main && lines &&
		has '   1 generated uapi: define the numbers of the ima namespace
   3 generated nsproxy: add the ima namespace
 4-5 squashed  fork: accept CLONE_NEWIMA in clone3()
   6 generated selftests: add tests for the ima namespace
   7 generated Documentation: document the ima namespace
   2 missing   ucounts: add a per-user limit for ima namespaces'
}

reordered() {
	fresh && todo '6{h;d};7{G}' main && lines && says 'not in the order' &&
		[ "$(sed -n '6,7s/^ *\([0-9]\) .*/\1/p' "$tmp/lines" | tr -d '\n')" = 76 ]
}

takes() {
	fresh && sed -i '/CONFIG_IMA_NS/d' "$repo/kernel/nsproxy.c" &&
		git -C "$repo" commit -q -a -m 'mine' && lines && cat "$tmp/lines" &&
		grep -qx '     own       mine' "$tmp/lines" &&
		grep -qx '                takes [0-9]* generated lines* away' "$tmp/lines"
}

# A colleague's clone, and one that has the mails: the answer lines tell.
elsewhere() { # how
	fresh && state && rm -rf "$tmp/mails" "$tmp/other" &&
		git -C "$repo" format-patch -q -o "$tmp/mails" main &&
		git clone -q "$repo" "$tmp/other" || return 1
	[ "$1" = clone ] || {
		git -C "$tmp/other" checkout -q -b fresh origin/main &&
			git -C "$tmp/other" am -q "$tmp"/mails/*.patch || return 1
	}
	[ -z "$(git -C "$tmp/other" for-each-ref refs/nsgen)" ] || return 1
	repo=$tmp/other
	lines
	status=$?
	repo=$tmp/repo
	[ $status -eq 0 ] && has "$(printf '%s\n' "$generated" | sed 's/^   [1-7]/    /')
     own       ima namespace: count measurements
                include/linux/ima_namespace.h +1 -0
     own       ima namespace: add a sysctl
                Documentation/admin-guide/sysctl/ima.rst +1 -0
                kernel/ima_namespace.c +2 -0" &&
		says 'There is no refs/nsgen for this branch' &&
		says 'numbers: flag 0x40, inum 0xeffffff6, nr 12' &&
		says "base: $(git -C "$repo" rev-parse --short=12 main)"
}

# git rebase by the user: the base is another one, and upstream's commits are not the user's.
moved() {
	fresh && git -C "$repo" checkout -q main && echo '# x' >>"$repo/Makefile" &&
		git -C "$repo" commit -q -a -m upstream &&
		git -C "$repo" rebase -q main ima-ns && lines && has "$generated" &&
		says 'It stands on another commit' &&
		says "base: $(git -C "$repo" rev-parse --short=12 main), Linux 6.12.117 when"
}

# Nothing is written, and nothing that is going on is hidden.
told() {
	fresh && echo x >>"$repo/Makefile" && (cd "$repo" && find . -type f -exec sha256sum {} + |
		sort -k 2) >"$tmp/before"
	lines && says '1 file of the work tree has uncommitted changes' || return 1
	(cd "$repo" && find . -type f -exec sha256sum {} + | sort -k 2) |
		diff "$tmp/before" - || return 1
	git -C "$repo" checkout -q -f && todo '3s/^pick/edit/' main && lines &&
		says 'HEAD, on no branch: namespace ima' && says 'git is in the middle of a rebase'
}

two_names() {
	fresh && nsgen commit --name=syslog --base=ima-ns 2>"$tmp/log" && lines syslog-ns &&
		cat "$tmp/said" && [ "$(grep -c '^   [1-7] generated ' "$tmp/lines")" -eq 7 ] &&
		[ "$(wc -l <"$tmp/lines")" -eq 7 ] && says 'namespace syslog' &&
		says 'flag 0x00000020' && lines --name=ima --branch=syslog-ns &&
		says 'namespace ima' && [ "$(grep -c '^     generated ' "$tmp/lines")" -eq 7 ] &&
		[ "$(grep -c '^     own ' "$tmp/lines")" -eq 7 ] && lines ima-ns &&
		has "$generated"
}

none() {
	fresh && git -C "$repo" checkout -q main && refused 2 'no commit has an answer line' \
		nsgen status && refused 2 "commit 'refs/heads/x' not found" nsgen status x &&
		refused 2 'status takes one branch' nsgen status x y
}

ok 'a branch is made' prepare
ok 'as it was made' as_made
ok 'amended, reworded, split, and own commits on top' by_hand
ok 'JSON' for_programs
ok 'squashed and dropped' squashed
ok 'in another order' reordered
ok 'an own commit that takes generated lines away' takes
ok "a colleague's clone" elsewhere clone
ok 'git am of the mails' elsewhere am
ok 'rebased by git' moved
ok 'a dirty work tree and a rebase are told, and nothing is written' told
ok 'two names' two_names
ok 'no namespace, no branch' none
done_testing
