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

# ------------------------------------------------------------------ killed, or not possible

# The small tree of 2006, for many runs.
small() { # options of git init
	rm -rf "$repo"
	cp -r "$base" "$repo" && git -C "$repo" init -q -b main "$@" . &&
		git -C "$repo" add -f -A && git -C "$repo" commit -q -m base
}

# A git that kills nsgen when it is called for the Nth time, before or after it has run.
mkdir "$tmp/kills"
real=$(command -v git)
cat >"$tmp/kills/git" <<-END
	#!/bin/sh
	echo x >>"$tmp/calls"
	if [ "\$(wc -l <"$tmp/calls")" -eq "\$(cat "$tmp/at")" ]; then
		# One that nsgen talks to has no end before nsgen's.
		case "\$(cat "$tmp/when") \$*" in
		'before '* | *' --batch'*) ;;
		*) "$real" "\$@" >/dev/null 2>&1 ;;
		esac
		kill -s KILL \$PPID
		exit 1
	fi
	exec "$real" "\$@"
END
chmod +x "$tmp/kills/git"

killed() { # when, call
	: >"$tmp/calls"
	echo "$1" >"$tmp/when"
	echo "$2" >"$tmp/at"
	PATH="$tmp/kills:$PATH" nsgen commit --name=net >"$tmp/said" 2>&1
}

# As before or done; and the next run does it, or says that it is done.
killed_anywhere() {
	small && others net-ns >"$tmp/before" && killed before 0 || return 1
	calls=$(wc -l <"$tmp/calls") done=0 undone=0
	[ "$calls" -gt 20 ] || return 1
	for when in before after; do
		at=1
		while [ "$at" -le "$calls" ]; do
			git -C "$repo" update-ref -d refs/heads/net-ns
			git -C "$repo" update-ref -d refs/nsgen/net-ns
			! killed $when "$at" || { echo "not killed at $at"; return 1; }
			others net-ns | diff "$tmp/before" - || return 1
			if git -C "$repo" rev-parse -q --verify refs/heads/net-ns >/dev/null; then
				done=$((done + 1))
				nsgen status net-ns >"$tmp/said" &&
					grep -q '^   1 generated ' "$tmp/said" || return 1
				refused 2 'there is a branch net-ns' nsgen commit --name=net ||
					return 1
			else
				undone=$((undone + 1))
				nsgen commit --name=net >/dev/null 2>&1 || return 1
			fi
			git -C "$repo" fsck --no-dangling || return 1
			at=$((at + 1))
			full || at=$((at + 2))
		done
	done
	echo "$done done, $undone not"
	[ "$done" -gt 0 ] && [ "$undone" -gt 10 ]
}

unchanged() { # status, words, options: refused, and everything is as it was
	want_status=$1 want_words=$2
	shift 2
	(cd "$repo" && find . -type f -exec sha256sum {} + | sort -k 2) >"$tmp/before"
	refused "$want_status" "$want_words" nsgen commit --name=net "$@" || return 1
	(cd "$repo" && find . -type f -exec sha256sum {} + | sort -k 2) | diff "$tmp/before" -
}

refusals() {
	small && git -C "$repo" branch net-ns && git -C "$repo" branch x/y || return 1
	unchanged 2 'there is a branch net-ns already' || return 1
	for name in -x 'a..b' 'a b' HEAD @ '@{-1}' a.lock '' 'a~1'; do
		unchanged 2 'not the name of a branch' --branch="$name" || return 1
	done
	unchanged 2 "commit 'nope' not found" --base=nope --branch=new || return 1
	refused 3 'git cannot move a branch' nsgen commit --name=net --branch=x || return 1
	[ -z "$(git -C "$repo" for-each-ref refs/nsgen)" ] || return 1
	! git -C "$repo" config branch.x.description || return 1
	# Everything that git is in the middle of.
	for state in rebase-merge rebase-apply; do
		mkdir "$repo/.git/$state"
		unchanged 2 'git is in the middle of' --branch=new || return 1
		rmdir "$repo/.git/$state"
	done
	for state in MERGE_HEAD CHERRY_PICK_HEAD REVERT_HEAD BISECT_LOG; do
		git -C "$repo" rev-parse HEAD >"$repo/.git/$state"
		unchanged 2 'git is in the middle of' --branch=new || return 1
		nsgen commit --name=net --branch="new-$state" --base=HEAD 2>"$tmp/log" || return 1
		rm "$repo/.git/$state"
	done
	mkdir "$repo/sub" && cp -r "$base/." "$repo/sub" || return 1
	refused 2 'not the top directory of a git repository' "$NSGEN" commit --home "$top" \
		--name=net --kernel="$repo/sub" || return 1
	(
		HOME=$tmp/nobody GIT_CONFIG_GLOBAL=/dev/null
		export HOME GIT_CONFIG_GLOBAL
		unchanged 2 'git has no name and address for commits' --branch=new
	) || return 1
	# A file behind a link would take the link's place.
	small && mv "$repo/kernel/nsproxy.c" "$repo/kernel/n.c" &&
		ln -s n.c "$repo/kernel/nsproxy.c" && git -C "$repo" add -A &&
		git -C "$repo" commit -q -m link && refused 3 'kernel/nsproxy.c: ' \
		nsgen commit --name=net && [ "$(git -C "$repo" for-each-ref | wc -l)" -eq 1 ]
}

# Other kinds of repositories give the same commits.
kinds() {
	small && nsgen commit --name=net 2>"$tmp/log" || return 1
	tip=$(git -C "$repo" rev-parse 'net-ns^{tree}') origin=$repo
	git -C "$repo" config uploadpack.allowFilter true
	for kind in bare worktree shallow partial detached; do
		rm -rf "$tmp/kind"
		case $kind in
		bare) git clone -q --bare -b main "$origin" "$tmp/kind" ;;
		worktree) git -C "$origin" worktree add -q "$tmp/kind" -b other main ;;
		shallow) git clone -q --depth=1 -b main "file://$origin" "$tmp/kind" ;;
		partial) git clone -q --filter=blob:none -b main "file://$origin" "$tmp/kind" ;;
		detached)
			git clone -q -b main "$origin" "$tmp/kind" &&
				git -C "$tmp/kind" checkout -q --detach
			;;
		esac || return 1
		repo=$tmp/kind
		nsgen commit --name=net --branch=here 2>"$tmp/log" &&
			[ "$(git -C "$repo" rev-parse 'here^{tree}')" = "$tip" ] &&
			nsgen status here >"$tmp/said" && grep -q '^   1 generated ' "$tmp/said"
		status=$?
		repo=$origin
		[ $status -eq 0 ] || { echo "$kind"; cat "$tmp/log"; return 1; }
		git -C "$repo" update-ref -d refs/heads/here
		git -C "$repo" worktree prune
	done
	small --object-format=sha256 && nsgen commit --name=net 2>"$tmp/log" &&
		nsgen status net-ns >"$tmp/said" && grep -q '^   1 generated ' "$tmp/said" &&
		[ "$(git -C "$repo" rev-parse net-ns | wc -c)" -eq 65 ]
}

# The user's own programs run, those of the repository do not.
programs() {
	small && mkdir -p "$tmp/hooks" || return 1
	# shellcheck disable=SC2016
	for where in "$tmp/hooks" "$repo/.git/hooks"; do
		printf '#!/bin/sh\necho "$0" >>"%s/ran"\n' "$tmp" >"$where/reference-transaction"
		chmod +x "$where/reference-transaction"
	done
	cat >"$tmp/sign" <<-END
		#!/bin/sh
		echo "\$0" >>"$tmp/ran"
		cat >/dev/null
		echo '[GNUPG:] SIG_CREATED ' >&2
		printf '%s\n' '-----BEGIN PGP SIGNATURE-----' '' x '-----END PGP SIGNATURE-----'
	END
	cp "$tmp/sign" "$tmp/evil" && chmod +x "$tmp/sign" "$tmp/evil" || return 1
	git -C "$repo" config gpg.program "$tmp/evil"
	git -C "$repo" config core.hooksPath "$repo/.git/hooks"
	git config --global gpg.program "$tmp/sign"
	git config --global core.hooksPath "$tmp/hooks"
	git config --global commit.gpgSign true
	: >"$tmp/ran"
	nsgen commit --name=net 2>"$tmp/log"
	status=$?
	git config --global --unset gpg.program
	git config --global --unset core.hooksPath
	cat "$tmp/log"
	sort -u "$tmp/ran"
	[ $status -eq 0 ] && git -C "$repo" cat-file commit net-ns | grep -q '^gpgsig ' &&
		[ "$(sort -u "$tmp/ran" | tr '\n' ' ')" = \
			"$tmp/hooks/reference-transaction $tmp/sign " ] || return 1
	# A commit that cannot be signed is not made.
	git config --global gpg.program false
	refused 3 'git cannot make a commit' nsgen commit --name=net --branch=other
	status=$?
	git config --global --unset gpg.program
	git config --global --unset commit.gpgSign
	return $status
}

forgotten() {
	small && nsgen commit --name=net 2>"$tmp/log" && nsgen commit --forget --name=net \
		>"$tmp/said" && grep -q 'refs/nsgen/net-ns was taken away' "$tmp/said" &&
		[ "$(git -C "$repo" for-each-ref | wc -l)" -eq 2 ] &&
		nsgen commit --forget --branch=net-ns | grep 'nothing was changed' || return 1
	# What is kept of a deleted branch goes with the next one.
	small && nsgen commit --name=net 2>"$tmp/log" &&
		git -C "$repo" branch -q -D net-ns && nsgen commit --name=net --branch=b \
		2>"$tmp/log" && [ "$(git -C "$repo" for-each-ref refs/nsgen | wc -l)" -eq 1 ] &&
		! git -C "$repo" config branch.net-ns.description || return 1
	# git does not take it along.
	git -C "$repo" init -q --bare "$tmp/remote" &&
		git -C "$repo" push -q "$tmp/remote" --all &&
		[ -z "$(git -C "$tmp/remote" for-each-ref refs/nsgen)" ]
}

# What other commands say of it.
named() {
	small && nsgen commit --name=net 2>"$tmp/log" && git -C "$repo" checkout -q net-ns &&
		refused 3 "already has the namespace net" nsgen generate --name=net \
			--out="$tmp/out" &&
		grep -q "'nsgen status' .*'nsgen rebase'" "$tmp/stderr" &&
		git -C "$repo" checkout -q main && rm -rf "$tmp/out" &&
		generate net "$repo" >/dev/null 2>&1 &&
		nsgen apply --name=net --out="$tmp/out" 2>"$tmp/log" | grep "'nsgen commit'"
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
ok 'killed anywhere' killed_anywhere
ok 'what is refused' refusals
ok 'bare, linked, shallow, partial, detached, SHA-256' kinds
ok "the user's programs, and not the repository's" programs
ok 'forgotten and deleted' forgotten
ok 'generate and apply name it' named
done_testing
