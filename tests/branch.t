#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# nsgen commit: a series as the commits of a new branch. What git makes of the mails of the same
# series is what has to come out, and nothing else of the repository may change.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

# shellcheck source=tests/branch.sh
. tests/branch.sh

# Everything but the branch, its record and its description.
others() { # branch
	(
		cd "$repo" && git for-each-ref | grep -v "refs/\(heads\|nsgen\)/$1\$"
		cat .git/HEAD && git config --list --local --name-only |
			grep -vF "branch.$1.description" && sha256sum .git/index
		find . -path ./.git -prune -o -printf '%y %m %p %l %T@\n' | sort
		find .git -name '*.lock'
	)
}

# The mails of the same series, and the commits that git am makes of them elsewhere.
by_mail() { # options of generate
	rm -rf "$tmp/out" "$tmp/am"
	"$NSGEN" generate --home "$top" --name=ima --kernel="$repo" --base=main --out="$tmp/out" \
		--signoff "$@" >/dev/null 2>&1 &&
		git clone -q "$repo" "$tmp/am" &&
		git -C "$tmp/am" am -q "$tmp"/out/ima/*/000[1-9]-*.patch
}

commits() { # repository, range: tree, author and message of each
	git -C "$1" log --format='%T%n%an <%ae>%n%B' --reverse "$2"
}

committed() { # release, options
	begin "$1" || return 1
	shift
	# Neither a dirty index nor a dirty work tree gets into the branch, nor is touched.
	echo mine >>"$repo/Makefile" && git -C "$repo" add Makefile &&
		echo more >>"$repo/Makefile" && echo new >"$repo/new" || return 1
	others ima-ns >"$tmp/before"
	nsgen commit --name=ima --signoff "$@" >"$tmp/said" 2>"$tmp/log" ||
		{ cat "$tmp/log"; return 1; }
	cat "$tmp/said"
	others ima-ns | diff "$tmp/before" - || return 1
	grep -q '1 file of the work tree has uncommitted changes' "$tmp/log" || return 1
	by_mail "$@" || return 1
	commits "$repo" main..ima-ns >"$tmp/one" &&
		commits "$tmp/am" origin/main.. >"$tmp/two" &&
		[ "$(wc -l <"$tmp/one")" -gt 50 ] && diff "$tmp/one" "$tmp/two" || return 1
	# The diffs are those of the series, to the byte.
	number=0
	for mail in "$tmp"/out/ima/*/000[1-9]-*.patch; do
		number=$((number + 1))
		sed -n '/^diff --git/,/^-- $/p' "$mail" | sed '/^index /d; $d' >"$tmp/one"
		git -C "$repo" diff "ima-ns~$((7 - number + 1))" "ima-ns~$((7 - number))" |
			sed '/^index /d' >"$tmp/two"
		[ -s "$tmp/one" ] && diff "$tmp/one" "$tmp/two" || return 1
	done
	[ "$number" -eq 7 ]
}

# Authors and dates are the user's, now.
now() {
	git -C "$repo" log --format='%an|%ae|%cn|%ce|%at|%ct' main..ima-ns >"$tmp/one"
	name=$(git -C "$repo" log -1 --format=%an main)
	mail=$(git -C "$repo" log -1 --format=%ae main)
	while IFS='|' read -r an ae cn ce at ct; do
		[ "$an" = "$name" ] && [ "$cn" = "$name" ] && [ "$ae" = "$mail" ] &&
			[ "$ce" = "$mail" ] || return 1
		[ $(($(date +%s) - at)) -lt 600 ] && [ $(($(date +%s) - ct)) -lt 600 ] || return 1
	done <"$tmp/one"
	[ "$(wc -l <"$tmp/one")" -eq 7 ]
}

# git format-patch gives mails like nsgen's own, but for dates, ids and git's version.
mails() {
	rm -rf "$tmp/mails"
	git -C "$repo" format-patch -q -o "$tmp/mails" --rfc --cover-letter --base=main \
		--cover-from-description=auto main..ima-ns || return 1
	for mail in "$tmp"/out/ima/*/*.patch; do
		other=$tmp/mails/${mail##*/}
		for file in "$mail" "$other"; do
			git mailinfo /dev/null /dev/null <"$file" | grep '^Author\|^Email'
		done | sort | uniq -c | grep -v '^ *2 ' && return 1
		clean "$mail" >"$tmp/one"
		clean "$other" >"$tmp/two"
		diff "$tmp/one" "$tmp/two" || { echo "${mail##*/}"; return 1; }
	done
	grep -h '^base-commit: ' "$tmp"/mails/0000-* | diff - "$tmp/base-line"
}

# git breaks and encodes names in its own way; mailinfo has read those.
clean() { # mail
	sed '/^From: /,/^Date: /{/^Date: /!d}' "$1" |
		sed '/^From [0-9a-f]* Mon/d; /^Message-Id:/d; /^In-Reply-To:/d
		/^References:/d; /^Date: /d; /^index /d; /^MIME-Version/d
		/^Content-T/d; /^nsgen [0-9.]*$/d
		/^[0-9][0-9.]*$/d; /^-- $/d; /^base-commit:/d; /^$/d'
}

# A name and an address with what git takes, and mails do not.
awkward() {
	begin 6.12 && git -C "$repo" config user.name "Jörg \"J.\" O'Neil, \\n \$HOME %s 'x" &&
		git -C "$repo" config user.email 'j+"%s\@example.org' &&
		git -C "$repo" commit -q --amend --reset-author -C HEAD &&
		nsgen commit --name=ima && now
}

# Other programs take the branch and its mails.
by_b4() {
	(cd "$repo" && git stash -q && git checkout -q ima-ns &&
		b4 --no-interactive prep --enroll main) &&
		(cd "$repo" && b4 --no-interactive prep --show-info) >"$tmp/log" &&
		[ "$(grep -c '^commit-' "$tmp/log")" -eq 7 ]
}

by_send_email() {
	(cd "$repo" && git send-email --dry-run --quiet --confirm=never --to=x@example.org \
		--suppress-cc=all "$tmp"/mails/*.patch) </dev/null
}

for release in 6.12 7.2; do
	full || [ $release = 6.12 ] || continue
	ok "$release: the commits are those of the mails, to the byte" committed $release
done
[ "$release" = 6.12 ] || committed 6.12 >/dev/null
git -C "$repo" log --format='base-commit: %H' -1 main >"$tmp/base-line"
ok 'author and committer are the user, now' now
ok 'git format-patch gives the same mails' mails
[ ! -x "$(git --exec-path)/git-send-email" ] ||
	ok 'git send-email takes them' by_send_email
! command -v b4 >/dev/null || ok 'b4 prep takes the branch' by_b4
ok 'a name that no mail can have' awkward
done_testing
