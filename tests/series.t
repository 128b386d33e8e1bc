#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The series: how it is split, whether mail programs accept it, that it is the same bytes
# everywhere, who signs it, what WHY= may contain, that manual edits are kept, and what record does.

# Use the fast nsgen: the sanitized one takes too long for many runs on whole trees;
# tests/sanitized.t covers it.
NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

# Remove the identity of whoever runs this.
unset EMAIL GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME \
	GIT_COMMITTER_EMAIL SOURCE_DATE_EPOCH XDG_CONFIG_HOME
# shellcheck disable=SC2031 # a subshell in lib.sh has one, too
export HOME="$tmp/home" GIT_CONFIG_NOSYSTEM=1
mkdir "$HOME"

# The part of a tree that a series needs: the files of its sites, and a few others that are read.
small_tree() { # tree, copy, report
	{
		jq -r '.files[].path, .sites[].file' "$3"
		printf '%s\n' Makefile kernel/nsproxy.c include/linux/nsproxy.h \
			include/uapi/linux/nsfs.h include/linux/init_task.h \
			tools/testing/selftests/lib.mk
		included
	} | part_of "$1" "$2"
}

as_git() { # directory: its files become a repository of one commit
	(
		cd "$1" && git init -q -b main && git config user.name tree &&
			git config user.email tree@localhost &&
			git add -f -A && git commit -q -m base && git tag base
	)
}

am() { # repository, series
	(cd "$1" && git reset -q --hard base &&
		git -c user.name=x -c user.email=x@localhost am -q "$2"/0*[1-9]-*.patch)
}

keys() {
	jq -r '[.patches[].patch] | join(" ")' "$series/report.json"
}

in_order() { # the patches that this tree must have, by key
	case $release in
	5.* | 6.1) want='uapi ucount core clone3 selftest documentation' ;;
	*) want='uapi ucount core clone3 pidfd selftest documentation' ;;
	esac
	keys
	[ "$(keys)" = "$want" ]
}

numbered() {
	total=$(jq '.patches | length' "$series/report.json")
	number=0
	for patch in "$series"/0*.patch; do
		grep -qx "Subject: \[RFC PATCH $number/$total\] .*" "$patch" ||
			{ sed -n '/^Subject/p' "$patch"; return 1; }
		[ "$number" -eq 0 ] || grep -q '^@@ ' "$patch" ||
			{ echo "$patch is empty"; return 1; }
		number=$((number + 1))
	done
	[ "$number" -eq $((total + 1)) ]
}

# Each line's hook belongs to this patch, and each patch has lines.
hooks_agree() {
	jq -r '.patches[] | .patch as $p | .files[].hunks[].lines[] |
		"\($p) \(.hook)"' "$series/report.json" | sort -u >"$tmp/pairs"
	[ "$(wc -l <"$tmp/pairs")" -gt 20 ] || return 1
	while read -r key hook; do
		grep -qx "// Patch: $key" "$hook" || { echo "$hook is not of $key"; return 1; }
	done <"$tmp/pairs"
	[ "$(cut -d' ' -f1 "$tmp/pairs" | sort -u | wc -l)" -eq "$(keys | wc -w)" ]
}

# The lines that a commit adds and removes according to git, with context as in the mails: with -U0
# git does not trim the common ends, and may choose other, equal lines.
lines_of() { # repository, commit
	git -C "$1" diff -U3 --no-renames "$2^" "$2" | awk '
		/^diff / { path = $4; sub(/^b\//, "", path); inside = 0 }
		/^@@ / { split($2, o, ","); split($3, n, ",");
		old = -o[1]; new = +n[1]; inside = 1; next }
		inside && /^ / { old++; new++ }
		inside && /^-/ { print path, "removes", old++ }
		inside && /^\+/ { print path, "adds", new++ }' | sort
}

provenance() { # the report's line numbers are those of the commits
	number=0
	for commit in $(git -C "$repo" rev-list --reverse base..main); do
		number=$((number + 1))
		lines_of "$repo" "$commit" >"$tmp/got"
		jq -r ".patches[] | select(.number == $number) | .files[] | .path as \$f |
			.hunks[].lines[] |
			if .adds then \"\(\$f) adds \(.adds)\" else \"\(\$f) removes \(.removes)\" end" \
			"$series/report.json" | sort >"$tmp/want"
		[ -s "$tmp/got" ] && diff "$tmp/want" "$tmp/got" || return 1
	done
	[ "$number" -gt 4 ]
}

# No commit removes what an earlier one added.
only_adds() {
	find "$small" -type f -exec cat {} + >"$tmp/pristine"
	commits=0
	for commit in $(git -C "$repo" rev-list base..main); do
		commits=$((commits + 1))
		git -C "$repo" diff -U0 "$commit^" "$commit" |
			grep '^-' | grep -v '^--- ' | sed 's/^-//' >"$tmp/removed"
		while IFS= read -r line; do
			grep -qFx -e "$line" "$tmp/pristine" ||
				{ echo "removed again: $line"; return 1; }
		done <"$tmp/removed"
	done
	[ "$commits" -gt 4 ]
}

squashed() { # SERIES=1 comes to the same tree
	generate ima "$small" --out="$tmp/squash" --squash || return 1
	one=$(series_of ima "$tmp/squash")
	find "$one" -type f | sed 's,.*/,,' | sort >"$tmp/files"
	[ "$(wc -l <"$tmp/files")" -eq 2 ] && grep -q '^0001-.*\.patch$' "$tmp/files" &&
		grep -q '^Subject: \[RFC PATCH\] ' "$one"/0001-* || return 1
	git -C "$repo" rev-parse 'main^{tree}' >"$tmp/cut" && am "$repo" "$one" || return 1
	git -C "$repo" rev-parse 'HEAD^{tree}' | diff "$tmp/cut" -
}

author() {
	[ "$(git -C "$repo" log --format=%an%ae%ad --date=iso base..main | sort -u)" = \
		'nsgennsgen@nsgen.invalid2001-09-17 00:00:00 +0000' ]
}

body_width() { # no line of a message is longer than 75 columns
	for commit in $(git -C "$repo" rev-list base..main); do
		git -C "$repo" log -1 --format=%B "$commit" | grep -E '^.{76}' && return 1
	done
	[ "$(git -C "$repo" rev-list --count base..main)" -gt 4 ]
}

b4_takes() {
	cat "$series"/0*.patch >"$tmp/mbox"
	rm -rf "$tmp/b4" && mkdir "$tmp/b4"
	(cd "$repo" && git reset -q --hard base &&
		b4 --offline-mode am -m "$tmp/mbox" -o "$tmp/b4" </dev/null) >"$tmp/b4.log" 2>&1 ||
		{ cat "$tmp/b4.log"; return 1; }
	cat "$tmp/b4.log"
	grep -q "^Total patches: $(keys | wc -w)$" "$tmp/b4.log" &&
		[ -s "$tmp/b4/$(basename "$tmp"/b4/*.cover)" ] &&
		(cd "$repo" && git am -q "$tmp"/b4/*.mbx) &&
		git -C "$repo" rev-parse 'HEAD^{tree}' | diff "$tmp/cut" -
}

send_email_takes() {
	git -C "$repo" send-email --dry-run --confirm=never \
		--suppress-cc=all --from='Jane <jane@example.org>' --to=list@example.org \
		"$series"/0*.patch </dev/null >"$tmp/send.log" 2>&1 ||
		{ cat "$tmp/send.log"; return 1; }
	[ "$(grep -c '^Result: OK' "$tmp/send.log")" -eq $(($(keys | wc -w) + 1)) ]
}

signed_style() { # checkpatch has nothing to say, neither of signatures nor of MAINTAINERS
	identity 'Jane Doe' jane@example.org
	rm -rf "$tmp/signed"
	refused 3 'MAINTAINERS' generate ima "$small" --maintainers='J <jane@example.org>' ||
		return 1
	cp "$tree/MAINTAINERS" "$small" || return 1
	generate ima "$small" --out="$tmp/signed" --signoff \
		--why='Tests need a purpose.' \
		--maintainers='Jane Doe <jane@example.org>' || return 1
	rm "$small/MAINTAINERS"
	for patch in "$(series_of ima "$tmp/signed")"/0*[1-9]-*.patch; do
		style "$tree" "$patch" NONE || return 1
	done
	! grep -q ' MAINTAINERS: ' "$(series_of ima "$tmp/signed")"/0000-*.patch &&
		! style "$tree" "$series/$(basename "$patch")" FILE_PATH_CHANGES
}

identity() { # name, address
	git config --global user.name "$1" && git config --global user.email "$2"
}

# The same series in an unusual environment.
same_bytes() {
	odd="$tmp/an odd  'place'"
	mkdir "$odd" "$odd/home" && cp -r "$small" "$odd/tree" || return 1
	cat >"$odd/home/.gitconfig" <<-'CONFIG'
		[diff]
			noprefix = true
			mnemonicPrefix = true
			algorithm = patience
			context = 9
			renames = copies
			external = false
			orderFile = /nonexistent
			suppressBlankEmpty = true
			statGraphWidth = 3
		[format]
			pretty = oneline
			subjectPrefix = X
			signature = x
			from = true
			attach = yes
		[core]
			abbrev = 5
			quotePath = false
			autocrlf = true
			fileMode = false
			attributesFile = /nonexistent
		[color]
			ui = always
		[init]
			defaultBranch = odd
			templateDir = /nonexistent
	CONFIG
	(
		umask 077
		cd "$odd" && git init -q . && printf '*\n' >.gitignore &&
			LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 LANGUAGE=tr TZ=Asia/Kathmandu \
				HOME=$odd/home TMPDIR=$odd GIT_DIR=$odd/.git GIT_DIFF_OPTS=-u9 \
				GIT_DEFAULT_HASH=sha256 GIT_AUTHOR_NAME=x "$NSGEN" generate \
				--home "$top" --name=ima --kernel=tree --out='o u t'
	) || return 1
	diff -r "$(series_of ima)" "$(series_of ima "$odd/o u t")" &&
		[ -z "$(find "$odd" -name 'nsgen-*')" ]
}

dated() { # seconds, what Date: says
	SOURCE_DATE_EPOCH=$1 generate ima "$small" --out="$tmp/dated" >/dev/null 2>&1 || return 1
	grep -hx "Date: $2" "$(series_of ima "$tmp/dated")"/0*.patch |
		sort | uniq -c | grep -q "^ *$(($(keys | wc -w) + 1)) " &&
		[ "$1" = "$(jq -r .options.SOURCE_DATE_EPOCH \
			"$(series_of ima "$tmp/dated")/report.json")" ]
}

# --- who signs

# shellcheck disable=SC2317 # called by ok
signed() { # name, address, author as git knows it then
	identity "$1" "$2"
	rm -rf "$tmp/sign"
	generate ima "$small" --out="$tmp/sign" --signoff || return 1
	am "$repo" "$(series_of ima "$tmp/sign")" || return 1
	git -C "$repo" log \
		--format='%an <%ae>|%(trailers:key=Signed-off-by,valueonly,separator=%x7c)' \
		base..HEAD | sort -u >"$tmp/authors"
	printf '%s\n' "$3" | diff - "$tmp/authors" &&
		! grep -q 'are missing' "$(series_of ima "$tmp/sign")/0000-cover-letter.patch"
}

no_identity() {
	rm -f "$HOME/.gitconfig"
	refused 2 'no name and address found' generate ima "$small" --signoff
}

bad_identity() { # name, address, words
	identity "$1" "$2"
	refused 2 "$3" generate ima "$small" --signoff
}

unsigned() {
	! grep -l '^Signed-off-by' "$series"/0*.patch &&
		grep -q 'the Signed-off-by are missing' "$series/0000-cover-letter.patch"
}

# --- what for

why() { # text: the subjects change, and it is in cover letter, core, Kconfig and documentation
	rm -rf "$tmp/why"
	generate ima "$small" --out="$tmp/why" --why="$1" || return 1
	dir=$(series_of ima "$tmp/why")
	[ "$(cat "$dir"/0*.patch | grep -c '^Subject: \[PATCH [0-9]*/[0-9]*\] ')" -eq \
		$(($(keys | wc -w) + 1)) ] &&
		! grep -q 'RFC only, not for submission' "$dir"/0000-*
}

why_everywhere() {
	why 'Containers want lists of their own.' || return 1
	grep -qx 'Containers want lists of their own.' "$dir"/0000-* &&
		grep -qx 'Containers want lists of their own.' "$dir"/*-nsproxy-* &&
		grep -qx '+	  Containers want lists of their own.' "$dir"/*-nsproxy-* &&
		grep -qx '+Containers want lists of their own.' "$dir"/*-Documentation-*
}

no_why() {
	grep -q '^RFC only, not for submission: ' "$series/0000-cover-letter.patch"
}

# The text tries to end the message, and to be an author, a signature or a diff; all of it must end
# up in the message.
hostile='Purpose.

From: Eve <eve@example.org>
Subject: [PATCH] evil

---
diff --git a/Makefile b/Makefile
--- a/Makefile
+++ b/Makefile
@@ -1 +1 @@
-SPDX
+EVIL

From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001

-- >8 --

Signed-off-by: Eve <eve@example.org>

Testing:

.. include:: /etc/passwd

`x` |y| z_ "q" '"'q'"' \ @name@ @nothing@ $(shell touch pwned) %s%n ünïcode 名前
	tab'
hostile_why() {
	why "$hostile" && am "$repo" "$dir" || return 1
	[ "$(git -C "$repo" log --format=%ae base..HEAD | sort -u)" = nsgen@nsgen.invalid ] ||
		{ echo author; return 1; }
	[ -z "$(git -C "$repo" log --format='%(trailers:key=Signed-off-by)' base..HEAD |
		tr -d '\n')" ] || { echo signature; return 1; }
	! git -C "$repo" diff --name-only base HEAD | grep -x Makefile || return 1
	# All of it is there: each word, in the message of the core patch.
	git -C "$repo" log --format=%B --grep='^nsproxy: add' base..HEAD |
		tr -s '[:space:]' '[\n*]' >"$tmp/words"
	printf '%s' "$hostile" | tr -s '[:space:]' '[\n*]' | while read -r word; do
		grep -qFx -e "$word" "$tmp/words" || { echo "'$word' is missing"; exit 1; }
	done || return 1
	[ "$(git -C "$repo" rev-list --count base..HEAD)" -eq "$(keys | wc -w)" ] &&
		[ ! -e pwned ] || return 1
	# None of it is markup in the documentation page.
	git -C "$repo" show "HEAD:Documentation/admin-guide/namespaces/ima.rst" >"$tmp/page"
	! grep -n '^\.\. include' "$tmp/page" && [ "$(sed -n 4p "$tmp/page")" = ============== ]
}

hostile_b4() {
	cat "$dir"/0*.patch >"$tmp/mbox"
	rm -rf "$tmp/b4" && mkdir "$tmp/b4"
	(cd "$repo" && git reset -q --hard base && b4 --offline-mode \
		am -m "$tmp/mbox" -o "$tmp/b4" </dev/null && git am -q "$tmp"/b4/*.mbx) || return 1
	! git -C "$repo" diff --name-only base HEAD | grep -x Makefile &&
		! git -C "$repo" log --format=%ae%b base..HEAD | grep '^eve@\|^Signed'
}

# --- edits by hand

edited() { # command on the directory, words
	rm -rf "$tmp/edit"
	generate net "$base" --out="$tmp/edit" >/dev/null 2>&1 || return 1
	dir=$(series_of net "$tmp/edit")
	(cd "$dir" && eval "$1") || return 1
	find "$tmp/edit" -type f -exec cksum {} + | sort >"$tmp/there"
	refused 2 "$2" "$NSGEN" generate --home "$top" --name=net \
		--kernel="$base" --out="$tmp/edit" || return 1
	grep -q -e --force "$tmp/stderr" || { cat "$tmp/stderr"; return 1; }
	find "$tmp/edit" -type f -exec cksum {} + | sort | diff "$tmp/there" - || return 1
	"$NSGEN" generate --home "$top" --name=net --kernel="$base" \
		--out="$tmp/edit" --force >/dev/null 2>&1 &&
		diff -r "$dir" "generated/reference/net/${dir##*/}"
}

untouched() { # twice is no edit, and review.html is not the user's
	rm -rf "$tmp/edit"
	generate net "$base" --out="$tmp/edit" && dir=$(series_of net "$tmp/edit") &&
		echo '<html>' >"$dir/review.html" &&
		generate net "$base" --out="$tmp/edit" &&
		diff -r "$dir" "generated/reference/net/${dir##*/}"
}

notes_stay() {
	echo mine >"$dir/notes.txt"
	refused 2 'notes.txt: not written by nsgen' "$NSGEN" generate \
		--home "$top" --name=net --kernel="$base" --out="$tmp/edit" --force &&
		[ "$(cat "$dir/notes.txt")" = mine ] && rm "$dir/notes.txt"
}

# --- record

record() { # files
	"$NSGEN" record --name=net --release=2.6.19-rc6-mm2 --out="$tmp/edit" "$@"
}

check_json() { # rung, status, summary
	printf '[{"tool": "t %s", "status": "%s", "summary": "%s", "url": null,
		"details": "d", "rung": "%s"}]\n' "$1" "$2" "$3" "$1"
}

recorded() {
	check_json build pass '12 objects' >"$tmp/build.json"
	check_json boot fail 'no init; From nowhere
' | tr -d '\n' >"$tmp/boot.json"
	record "$tmp/build.json" "$tmp/boot.json" || return 1
	sed -n '/^Testing:/,/^$/p' "$dir"/0001-* >"$tmp/testing"
	printf '%s\n' Testing: '  - build (t build): pass, 12 objects' \
		'  - boot (t boot): fail, no init; From nowhere' '' | diff - "$tmp/testing" &&
		jq -e '[.checks[].rung] == ["build", "boot"]' "$dir/report.json"
}

recorded_again() { # a rung's results go, others stay
	check_json build warn '13 objects' >"$tmp/build.json"
	record "$tmp/build.json" && jq -e '[.checks[] |
		.rung + .status] == ["bootfail", "buildwarn"]' "$dir/report.json" &&
		grep -q 'build (t build): warn, 13 objects' "$dir"/0001-* &&
		! grep -q '12 objects' "$dir"/0001-*
}

kept() { # the same patch again: what was tested holds; another one: not
	generate net "$base" --out="$tmp/edit" >/dev/null 2>&1 &&
		jq -e '.checks | length == 2' "$dir/report.json" &&
		grep -q '13 objects' "$dir"/0001-* || return 1
	generate net "$base" --out="$tmp/edit" --why='Another message.' >/dev/null 2>&1 &&
		jq -e '.checks == []' "$dir/report.json" &&
		grep -qx '  - not tested' "$dir"/0001-*
}

bad_record() { # text, words
	printf '%b' "$1" >"$tmp/bad.json"
	find "$dir" -type f -exec cksum {} + | sort >"$tmp/there"
	refused 2 "$2" record "$tmp/build.json" "$tmp/bad.json" &&
		find "$dir" -type f -exec cksum {} + | sort | diff "$tmp/there" -
}

edited_record() {
	echo >>"$(find "$dir" -name '0001-*')"
	refused 2 'was edited' record "$tmp/build.json"
}

many_recorded() { # the cover letter of several patches says it, the patches do not
	check_json static pass 'all is well' >"$tmp/static.json"
	(cd "$series" && cksum 0*[1-9]-*.patch) >"$tmp/there"
	"$NSGEN" record --name=ima --release="${series##*/}" \
		--out="$tmp/out" "$tmp/static.json" || return 1
	grep -qx '  - static (t static): pass, all is well' "$series/0000-cover-letter.patch" &&
		(cd "$series" && cksum 0*[1-9]-*.patch) | diff "$tmp/there" - &&
		generate ima "$small" && grep -q 'all is well' "$series/0000-cover-letter.patch"
}

# --- what it is made for

based() { # what the last line says
	rm -rf "$tmp/based"
	generate ima "$repo" --out="$tmp/based" >/dev/null || return 1
	tail -n 4 "$(series_of ima "$tmp/based")/0000-cover-letter.patch"
	[ "$(tail -n 4 "$(series_of ima "$tmp/based")/0000-cover-letter.patch" |
		head -n 1)" = "$1" ]
}

git_unread() { # a tree's git settings can name programs; none is run, and nothing is written
	(cd "$repo" && git reset -q --hard base && for what in core.fsmonitor \
		diff.external filter.x.clean core.sshCommand core.pager; do
		git config "$what" "touch $tmp/ran"
	done && echo '* filter=x' >.gitattributes) || return 1
	(cd "$repo" && find .git -type f -exec cksum {} +) | sort >"$tmp/there"
	based "base-commit: $(git -C "$repo" rev-parse base)" && [ ! -e "$tmp/ran" ] &&
		(cd "$repo" && find .git -type f -exec cksum {} +) | sort | diff "$tmp/there" -
}

# --- whom to ask

maintainers() { # what the script does: a program of ours in the place of the tree's
	mkdir -p "$tmp/asked/scripts" && cp -r "$small/." "$tmp/asked" &&
		printf '%b' "$1" >"$tmp/asked/scripts/get_maintainer.pl"
}

asks() {
	maintainers '#!/usr/bin/perl\nprint grep({ $_ eq "--m" } @ARGV) ? "Zoe <z\\@example.org>\\nB. \\xc3\\x96 <b\\@example.org>\\n" : "list\\@example.org\\nZoe <z\\@example.org>\\n";\n'
	generate ima "$tmp/asked" --out="$tmp/cc" --cc || return 1
	for patch in "$(series_of ima "$tmp/cc")"/0*.patch; do
		sed -n '/^To: /,/^MIME\|^$/p' "$patch" >"$tmp/people"
		head -n 3 "$tmp/people" | diff - "$tmp/want-people" || return 1
	done
}
printf '%b\n' 'To: =?UTF-8?q?B=2E=20=C3=96?= <b@example.org>,' '\tZoe <z@example.org>' \
	'Cc: list@example.org' >"$tmp/want-people"

asks_badly() { # script, words
	maintainers "$1"
	refused 3 "$2" generate ima "$tmp/asked" --cc
}

asks_the_tree() { # the real script, which wants a whole tree
	generate ima "$tree" --out="$tmp/real" --cc || return 1
	sed -n '/^To: /,/^$/p' "$(series_of ima "$tmp/real")/0000-cover-letter.patch"
	grep -q '^	linux-kernel@vger.kernel.org$\|^	linux-kernel@vger.kernel.org,$' \
		"$(series_of ima "$tmp/real")/0000-cover-letter.patch" &&
		cp -r "$(series_of ima "$tmp/real")" "$tmp/first" &&
		rm -rf "$tmp/real" && generate ima "$tree" --out="$tmp/real" --cc &&
		diff -r "$tmp/first" "$(series_of ima "$tmp/real")"
}

other_text() { # a .conf has another text for one patch
	printf '[namespace]\n[patch core]\nsubject=ima: say it so\nbody=First.\\n\\nSecond.\n' \
		>"$tmp/x.conf"
	generate ima "$small" --out="$tmp/conf" --conf="$tmp/x.conf" || return 1
	dir=$(series_of ima "$tmp/conf")
	grep -qx 'Subject: \[RFC PATCH 3/[67]\] ima: say it so' "$dir"/0003-ima-say-it-so.patch &&
		grep -qx 'Second.' "$dir"/0003-* &&
		jq -e '.options.conf | test("say it so")' "$dir/report.json"
}

bad_conf() { # text, words
	printf '%b' "$1" >"$tmp/x.conf"
	refused 2 "$2" generate ima "$small" --conf="$tmp/x.conf"
}

for tree in build/linux-6.12 build/linux-7.2 build/linux-6.1; do
	[ -d "$tree" ] || continue
	[ "$tree" = build/linux-6.12 ] || full || continue
	tree=$top/$tree
	release=${tree##*/linux-}
	rm -rf "$tmp/out" "$tmp/whole" "$tmp/small" "$tmp/repo" "$tmp/squash"
	generate ima "$tree" --out="$tmp/whole" >/dev/null 2>&1
	small=$tmp/small repo=$tmp/repo
	small_tree "$tree" "$small" "$(series_of ima "$tmp/whole")/report.json"
	cp -r "$small" "$repo"
	as_git "$repo"
	ok "$release: ima" generate ima "$small"
	series=$(series_of ima)
	ok "$release: the patches that there are to be, in order" in_order
	ok "$release: numbered, none is empty" numbered
	ok "$release: each hook is in its patch" hooks_agree
	ok "$release: git am" am "$repo" "$series"
	ok "$release: whose line is whose, in each commit" provenance
	ok "$release: nothing is written to be rewritten" only_adds
	ok "$release: the author is nobody" author
	ok "$release: no line of a message is too long" body_width
	ok "$release: SERIES=1 comes to the same" squashed
	! full || ok "$release: checkpatch on each patch, signed" signed_style
	rm -f "$HOME/.gitconfig"
	ok "$release: b4 am" b4_takes
	[ "$release" = 6.12 ] || continue
	ok 'git send-email' send_email_takes
	ok 'the same bytes whatever locale, time zone, umask, directory and git settings' same_bytes
	ok 'SOURCE_DATE_EPOCH=0' dated 0 'Thu, 1 Jan 1970 00:00:00 +0000'
	rm -rf "$tmp/dated"
	! full || ok 'SOURCE_DATE_EPOCH=1709164800' \
		dated 1709164800 'Thu, 29 Feb 2024 00:00:00 +0000'
	ok 'SOURCE_DATE_EPOCH=yesterday' refused 2 'invalid number of seconds' \
		env SOURCE_DATE_EPOCH=yesterday "$NSGEN" generate --home "$top" --name=ima \
		--kernel="$small" --out="$tmp/out"

	ok 'unsigned' unsigned
	ok 'SIGNOFF=1 without an identity' no_identity
	ok 'SIGNOFF=1' signed 'Jane Doe' jane@example.org \
		'Jane Doe <jane@example.org>|Jane Doe <jane@example.org>'
	! full || ok 'SIGNOFF=1, an odd name' signed 'Jäne X. Döe, PhD' j+x@example.org \
		'Jäne X. Döe, PhD <j+x@example.org>|Jäne X. Döe, PhD <j+x@example.org>'
	! full || ok 'SIGNOFF=1, a quoted name' signed 'Jane "X, Y" Q. \ Doe' j@example.org \
		'Jane "X, Y" Q. \ Doe <j@example.org>|Jane "X, Y" Q. \ Doe <j@example.org>'
	ok 'SIGNOFF=1, no address' bad_identity Jane nowhere 'invalid name and address'
	ok 'SIGNOFF=1, no UTF-8' \
		bad_identity "$(printf 'J\374rgen')" j@example.org 'not UTF-8 text'
	! full || ok 'SIGNOFF=1, an escape' \
		bad_identity "$(printf 'J\033[2Jane')" j@example.org 'not UTF-8 text'
	ok '--signoff=yes' \
		refused 2 '--signoff: does not take a value' generate ima "$small" --signoff=yes
	rm -f "$HOME/.gitconfig"

	ok 'without WHY= not for submission' no_why
	ok 'WHY= is everywhere' why_everywhere
	ok 'a hostile WHY=' hostile_why
	if command -v b4 >/dev/null; then
		ok 'a hostile WHY=, b4 am' hostile_b4
	fi
	ok 'an empty WHY=' \
		refused 2 '--why: empty text' generate ima "$small" --why="$(printf ' \n\t ')"
	ok 'a WHY= with an escape' refused 2 'contains the control character U+001B' \
		generate ima "$small" --why="$(printf 'a\033[2Jb')"
	ok 'a WHY= that runs backwards' refused 2 'contains the control character U+202E' \
		generate ima "$small" --why="$(printf 'a\342\200\256b')"
	ok 'a WHY= in Latin-1' \
		refused 2 'not UTF-8 text' generate ima "$small" --why="$(printf 'J\374rgen')"
	ok 'a WHY= that is a book' refused 2 'longer than' generate ima "$small" \
		--why="$(printf 'word %.0s' $(seq 1000))"
	ok 'a WHY= of one word' refused 2 'contains a word longer than' generate ima "$small" \
		--why="$(printf '%0300d' 0)"

	! full || ok 'other texts for one patch' other_text
	ok 'for a patch that is none' bad_conf '[namespace]\n[patch nope]\nsubject=x\n' \
		'[patch nope]: unknown patch'
	ok 'a key too many' \
		bad_conf '[namespace]\n[patch core]\ntag=x\n' "x.conf:3: unknown key 'tag'"
	ok 'a text that is a diff' bad_conf \
		'[namespace]\nsource=kernel/x.c\n[patch core]\nbody=x\\n---\n' 'x.conf:4: body'

	ok 'recorded in the cover letter' many_recorded
	commit=$(git -C "$repo" rev-parse base)
	git -C "$repo" reset -q --hard base
	ok 'base-commit' based "base-commit: $commit"
	ok 'base-commit, a file changed that does not matter' \
		sh -c 'echo >>"$1/x"; echo >>"$1/include/uapi/linux/perf_event.h"' x "$repo"
	! full || ok 'is still it' based "base-commit: $commit"
	ok 'a file changed that is touched' sh -c 'echo >>"$1/kernel/fork.c"' x "$repo"
	ok 'there is no commit' \
		based "base: Linux ${series##*/}, with uncommitted changes"
	ok "a tree's git settings are not followed" git_unread
	ok 'no git' sh -c 'rm -rf "$1/.git"; cp "$2/kernel/fork.c" "$1/kernel"' x "$repo" "$small"
	ok 'there is a release' based "base: Linux ${series##*/}"

	ok 'CC=1' asks
	ok 'CC=1, no address' asks_badly 'print "x\\n";\n' "'x': invalid address"
	! full || ok 'CC=1, a header too many' \
		asks_badly 'print "a <a\\@b>\\rBcc: x\\@y\\n";\n' 'invalid address'
	! full || ok 'CC=1, the script fails' asks_badly 'die "so\\n";\n' 'exit status 255 (so)'
	ok 'CC=1, no script' \
		refused 3 'scripts/get_maintainer.pl: not found in Linux' generate ima "$small" --cc
	! full || ok 'CC=1 on a whole tree, twice the same' asks_the_tree
done

ok 'generated twice' untouched
ok 'notes stay, FORCE=1 or not' notes_stay
ok 'an edited patch' \
	edited 'for each in 0001-*.patch; do echo x >>"$each"; done' '.patch: was edited'
ok 'a patch that is gone' edited 'rm 0001-*.patch' '.patch: file not found'
ok 'a foreign patch' \
	edited 'echo x >0002-mine.patch' '0002-mine.patch: not written by nsgen'
ok 'an edited report' edited "sed -i 's/framework/fraemwork/' report.json" 'report.json: was edited'
ok 'a report that covers an edit up' edited 'for each in 0001-*.patch; do echo x >>"$each"; done
	old=$(jq -r ".patches[0].sha256" report.json) &&
	new=$(sha256sum 0001-*.patch | cut -c1-64) && sed -i "s/$old/$new/" report.json' \
	'report.json: was edited'
ok 'a report without digests' edited 'jq "del(.digest)" report.json >x && mv x report.json' \
	'not written by this nsgen'
ok 'no report' edited 'rm report.json' 'report.json: file not found'
ok 'a report that is none' edited 'echo x >report.json' 'not written by this nsgen'

ok 'record' recorded
ok 'record again' recorded_again
ok 'record: no JSON' bad_record '[{]\n' 'bad.json:1: invalid JSON'
ok 'record: no array' bad_record '{}\n' 'not an array of checks'
ok 'record: no object' bad_record '[1]\n' 'check 1 is not an object'
ok 'record: no rung' bad_record '[{"tool": "t", "status": "pass", "summary": ""}]' \
	'missing or invalid "rung"'
ok 'record: a bad status' \
	bad_record '[{"tool": "t", "status": "ok", "summary": "", "rung": "x"}]' \
	'missing or invalid "status"'
ok 'record: a number' \
	bad_record '[{"tool": "t", "status": "pass", "summary": 1, "rung": "x"}]' \
	'missing or invalid "summary"'
ok 'record: a tool of two lines' bad_record \
	'[{"tool": "a\\nb", "status": "pass", "summary": "", "rung": "x"}]' \
	'missing or invalid "tool"'
ok 'record: no file' refused 2 'no file given' record
ok 'record: a file that is missing' refused 2 'cannot be read' record "$tmp/nope.json"
ok 'record: no series' refused 2 'series not found' "$NSGEN" record \
	--name=ima --release=1.0 --out="$tmp/edit" "$tmp/build.json"
ok 'record: a release that is a path' refused 2 'invalid kernel release' "$NSGEN" record \
	--name=net --release=../x --out="$tmp/edit" "$tmp/build.json"
ok 'what was tested stays with the same patch' kept
ok 'record on an edited series' edited_record
done_testing
