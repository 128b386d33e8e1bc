#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# make review on a terminal and in a pipe: every hunk under the hooks that wrote it, in git's
# colours and pager, and the changes since an earlier series.

# shellcheck source=tests/lib.sh
. tests/lib.sh

# The end of a patch in a mail; an editor would strip the trailing space.
dashes='-- '

esc=$(printf '\033')
GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=$tmp/gitconfig
export GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL
unset GIT_PAGER LESS
# Use cat as the pager in these tests; less would wait for input.
PAGER='cat'
export PAGER
: >"$tmp/gitconfig"
cp -r generated/reference "$tmp/series"
rm -f "$tmp"/series/*/*/review.html

review() { # name, options
	review_name=$1
	shift
	"$NSGEN" review --home "$top" --name="$review_name" --out="$tmp/series" "$@"
}

# With a terminal as stdout, through script(1). TERM determines the colours. The next steps are
# printed last, and tests/options.t covers them.
on_terminal() { # name, options
	TERM=xterm script -qec "\"$NSGEN\" review --home \"$top\" --out=\"$tmp/series\" --name=$*" \
		/dev/null </dev/null | tr -d '\r' | sed '/^next, /,$d'
}

series_of() { # name
	find "$tmp/series/$1" -name report.json -exec dirname {} +
}

plain_in_a_pipe() {
	review ima >"$tmp/text" || return 1
	! grep -q "$esc" "$tmp/text" && [ "$(wc -l <"$tmp/text")" -gt 500 ]
}

# Without our lines it is the patch, byte for byte, from the first diff to the signature.
all_of_the_patch() { # name
	review "$1" >"$tmp/text" || return 1
	cat "$(series_of "$1")"/0[0-9][0-9][1-9]-*.patch |
		sed -n '/^diff --git /,/^-- $/p' | sed '/^-- $/d' >"$tmp/want"
	sed -n '/^diff --git /,/^sites not wired$/p' "$tmp/text" |
		sed '/^# hunk /d; /^#   cocci\//d; /^sites not wired$/d; /^$/d' >"$tmp/got"
	sed -i '/^$/d' "$tmp/want"
	sed -i '/^patch [0-9]* of /,/^diff --git /{/^diff --git /!d}' "$tmp/got"
	diff "$tmp/want" "$tmp/got"
}

# The hooks named above a hunk are exactly those that the report has for its lines.
every_hook() { # name
	review "$1" >"$tmp/text" || return 1
	report=$(series_of "$1")/report.json
	jq -r '[if .patches then .patches[].files[] else .files[] end] |
		.[] | .path as $path | .hunks[] | "\($path):\(.new_start)",
		([.lines[] | .hook] | reduce .[] as $hook ([]; if index($hook)
		then . else . + [$hook] end) | .[])' "$report" >"$tmp/want"
	sed -n 's/^# hunk [0-9]* of [0-9]*, //p;
		s/^#   \(cocci[^ ]*\)  .*/\1/p' "$tmp/text" >"$tmp/got"
	[ "$(grep -c : "$tmp/want")" -ge 7 ] && diff "$tmp/want" "$tmp/got"
}

neighbours() { # name
	review "$1" >"$tmp/text" || return 1
	jq -r '.sites[] | select(.state == "wired" and .neighbour) |
		"#   \(.hook)  \(.site)  as " +
		(.neighbour | "\(.name), \(.file):\(.line)  ")' \
		"$(series_of "$1")/report.json" >"$tmp/want"
	[ -s "$tmp/want" ] || return 1
	while IFS= read -r line; do
		grep -qF -- "$line" "$tmp/text" || { echo "not said: $line"; exit 1; }
	done <"$tmp/want"
}

left_alone() {
	review ima >"$tmp/text" || return 1
	report=$(series_of ima)/report.json
	[ "$(sed '1,/^sites not wired$/d' "$tmp/text" | wc -l)" -eq \
		"$(jq '[.sites[] | select(.state != "wired")] | length' "$report")" ]
}

with_checks() { # the worst of a rung counts, and prose is not compiled
	report=$(series_of ima)/report.json
	cp "$report" "$tmp/report.json"
	jq '.checks = [{rung: "static", tool: "apply", status: "pass"},
		{rung: "build", tool: "allyes", status: "pass"},
		{rung: "build", tool: "off", status: "fail"}]' "$tmp/report.json" >"$report"
	review ima >"$tmp/text"
	cp "$tmp/report.json" "$report"
	grep -q '^#   cocci/nsproxy/copy-userns.cocci .*  static pass, build fail$' "$tmp/text" &&
		grep -q '^#   cocci/docs/user-rst.list .*  static pass$' "$tmp/text" &&
		! grep -q 'not checked' "$tmp/text"
}

coloured() {
	on_terminal net >"$tmp/text" || return 1
	grep -q "^$esc\[32m+#include <linux/net_namespace.h>$esc\[m$" "$tmp/text" &&
		grep -q "^$esc\[1mdiff --git " "$tmp/text" &&
		grep -q "^$esc\[36m@@ .* @@$esc\[m " "$tmp/text"
}

users_colours() {
	printf '[color "diff"]\n\tnew = magenta\n' >"$tmp/gitconfig"
	on_terminal net >"$tmp/text"
	printf '[color]\n\tui = false\n' >"$tmp/gitconfig"
	on_terminal net >"$tmp/plain"
	: >"$tmp/gitconfig"
	grep -q "^$esc\[35m+#include <linux/net_namespace.h>$esc\[m$" "$tmp/text" &&
		grep -q '^+#include <linux/net_namespace.h>' "$tmp/plain"
}

users_pager() { # core.pager, and GIT_PAGER before it; a pager that is not there is none
	printf '[core]\n\tpager = sed s/^/core:/\n' >"$tmp/gitconfig"
	on_terminal net >"$tmp/core"
	GIT_PAGER='sed s/^/env:/' on_terminal net >"$tmp/env"
	GIT_PAGER=no-such-pager on_terminal net >"$tmp/none"
	GIT_PAGER='head -n 1' on_terminal net >"$tmp/quit" || return 1
	: >"$tmp/gitconfig"
	grep -q '^core:.*cocci/nsproxy/copy-dup.cocci' "$tmp/core" &&
		grep -q '^env:.*cocci/nsproxy/copy-dup.cocci' "$tmp/env" &&
		grep -q 'cocci/nsproxy/copy-dup.cocci' "$tmp/none" &&
		[ "$(wc -l <"$tmp/quit")" -eq 1 ]
}

no_pager_in_a_pipe() {
	GIT_PAGER='sed s/^/env:/' review net >"$tmp/text" && ! grep -q '^env:' "$tmp/text"
}

# An edited patch can contain terminal escapes, and hunks that no hook wrote.
hostile() {
	dir=$tmp/hostile/net/2.6.19-rc6-mm2
	mkdir -p "$dir"
	cp "$(series_of net)"/* "$dir/"
	bell=$(printf '\007\302\233')
	sed -i "s/^+#include <linux.net_namespace.h>\$/+\/\* $esc]0;title${bell}31m \*\//
		s/^@@ -8,6 +8,7 @@/@@ -9,6 +9,7 @@/" "$dir"/0001-*.patch
	"$NSGEN" review --home "$top" --name=net --out="$tmp/hostile" >"$tmp/text" || return 1
	! grep -q "$esc\|$(printf '\007')\|$(printf '\302\233')" "$tmp/text" &&
		grep -qF '^[]0;title^G<U+009B>31m' "$tmp/text" &&
		grep -A 1 '^# hunk 1 of ' "$tmp/text" |
		grep -q 'no hook: this hunk is not in the report'
}

changed_since() { # digests, where the report has them
	dir=$tmp/changed/net/2.6.19-rc6-mm2
	mkdir -p "$dir"
	cp "$(series_of net)"/* "$dir/"
	patch=$(find "$dir" -name '0001-*')
	cp "$dir/report.json" "$tmp/report.json"
	jq --arg sum "$(sha256sum <"$patch" | cut -d ' ' -f 1)" \
		'if .patches then . else .patches = [{number: 1, files: .files}] end |
		.patches[0].sha256 = $sum' "$tmp/report.json" >"$dir/report.json"
	"$NSGEN" review --home "$top" --name=net --out="$tmp/changed" >"$tmp/text" || return 1
	! grep -q 'edited after it was generated' "$tmp/text" || return 1
	echo >>"$patch"
	"$NSGEN" review --home "$top" --name=net --out="$tmp/changed" |
		grep -q '^# edited after it was generated'
}

# ------------------------------------------------------------------ what changed

# A series of two patches, the second of which changes what the first one adds, and an older version
# of it.
two_patches() { # directory, a word in the first patch, a word in the second
	mkdir -p "$1/net/2.6.19-rc6-mm2"
	cp "$(series_of net)/report.json" "$1/net/2.6.19-rc6-mm2/"
	cat >"$1/net/2.6.19-rc6-mm2/0001-one.patch" <<-END
		From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
		From: A <a@example.org>
		Date: Thu, 1 Jan 1970 00:00:00 +0000
		Subject: [PATCH 1/2] one

		Say why.
		---
		 f.c | 2 ++

		diff --git a/f.c b/f.c
		index 111111111111..222222222222 100644
		--- a/f.c
		+++ b/f.c
		@@ -10,3 +10,4 @@ int function(int a)
		 	before
		+	$2
		 	between
		 	behind
		diff --git a/new.c b/new.c
		new file mode 100644
		index 000000000000..333333333333
		--- /dev/null
		+++ b/new.c
		@@ -0,0 +1,2 @@
		+new one
		+new two
		$dashes
		nsgen
	END
	cat >"$1/net/2.6.19-rc6-mm2/0002-two.patch" <<-END
		Subject: [PATCH 2/2] two

		Say more.
		---

		diff --git a/f.c b/f.c
		index 222222222222..444444444444 100644
		--- a/f.c
		+++ b/f.c
		@@ -11,3 +11,4 @@ int function(int a)
		 	$2
		 	between
		 	behind
		+	$3
		diff --git a/new.c b/new.c
		index 333333333333..555555555555 100644
		--- a/new.c
		+++ b/new.c
		@@ -1,2 +1,3 @@
		 new one
		+$3
		 new two
		$dashes
		nsgen
	END
}

since_the_same() {
	review ima --since="$tmp/series" >"$tmp/text" || return 1
	cat "$tmp/text"
	[ "$(wc -l <"$tmp/text")" -eq "$(find "$(series_of ima)" -name '0*.patch' ! -name '0000-*' |
		wc -l)" ] && ! grep -vq '^[0-9]*:  [0-9a-f]* = ' "$tmp/text"
}

since_another() {
	two_patches "$tmp/week" early late
	two_patches "$tmp/now" early later
	"$NSGEN" review --home "$top" --name=net --out="$tmp/now" \
		--since="$tmp/week" >"$tmp/text" || return 1
	cat "$tmp/text"
	grep -q '^1:  [0-9a-f]* = 1:  [0-9a-f]* one$' "$tmp/text" &&
		grep -q '^2:  [0-9a-f]* ! 2:  [0-9a-f]* two$' "$tmp/text" &&
		grep -q '^    @@ f.c: int function(int a)$' "$tmp/text" &&
		grep -q '^    -+	late$' "$tmp/text" && grep -q '^    ++	later$' "$tmp/text"
}

since_a_commit() { # of the repository that the series is in
	two_patches "$tmp/repository" early late
	(
		cd "$tmp/repository" && git init -q . && git add . &&
			git -c user.name=x -c user.email=x commit -qm one &&
			sed -i 's/late/much later/' net/*/0002-two.patch
	) || return 1
	"$NSGEN" review --home "$top" --name=net --out="$tmp/repository" \
		--since=HEAD >"$tmp/text" || return 1
	cat "$tmp/text"
	grep -q '^    ++	much later$' "$tmp/text" &&
		! grep -q '[-+][-+].*early' "$tmp/text" &&
		[ -z "$(find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'nsgen-??????' \
			-newer "$tmp/repository/net" -user "$(id -un)" \
			-exec test -e {}/repository/.git \; -print)" ]
}

since_is_coloured() {
	printf '[core]\n\tpager = cat\n' >"$tmp/gitconfig"
	command="\"$NSGEN\" review --home \"$top\" --name=net --out=\"$tmp/now\" --since=\"$tmp/week\""
	TERM=xterm script -qec "$command" /dev/null </dev/null >"$tmp/text"
	: >"$tmp/gitconfig"
	grep -q "$esc\[31m" "$tmp/text"
}

bad_patch() {
	mkdir -p "$tmp/bad/net/2.6.19-rc6-mm2"
	cp "$(series_of net)/report.json" "$tmp/bad/net/2.6.19-rc6-mm2/"
	printf '%s\n' 'Subject: x' '' --- 'diff --git a/../x b/../x' '--- a/../x' '+++ b/../x' \
		'@@ -1,1 +1,2 @@' ' a' '+b' >"$tmp/bad/net/2.6.19-rc6-mm2/0001-x.patch"
	refused 2 'cannot be applied by git' "$NSGEN" review --home "$top" \
		--name=net --out="$tmp/now" --since="$tmp/bad"
}

says_what_to_do() {
	refused 2 'series of foo not found' review foo &&
		refused 2 'invalid namespace name' review ../net &&
		refused 2 'no namespace given' "$NSGEN" review &&
		refused 2 'neither a directory with a series nor a commit' review net \
			--since=no-such &&
		refused 2 'neither a directory with a series nor a commit' review net \
			--since=--output=x &&
		refused 2 'series not found (no report.json)' review net \
			--since="$tmp/hostile/net" || return 1
	mkdir -p "$tmp/two/net"
	cp -r "$(series_of net)" "$tmp/two/net/1" && cp -r "$(series_of net)" "$tmp/two/net/2"
	mkdir -p "$tmp/other/net/2.6.19-rc6-mm2"
	jq '.release = "1.2.3"' "$(series_of net)/report.json" \
		>"$tmp/other/net/2.6.19-rc6-mm2/report.json"
	cp "$(series_of net)"/*.patch "$tmp/other/net/2.6.19-rc6-mm2/"
	refused 2 'choose one with --kernel' "$NSGEN" review --name=net --out="$tmp/two" &&
		refused 2 'belongs to another series' "$NSGEN" review \
			--name=net --out="$tmp/other" --kernel="$base" &&
		refused 2 'series not found (no report.json)' "$NSGEN" review \
			--name=net --out="$tmp/one" --kernel="$base"
}

broken_report() {
	for text in '' '[]' '{"name": 1}' '{"name": "net", "release": "x", "sites": []}' '{'; do
		mkdir -p "$tmp/broken/net/2.6.19-rc6-mm2"
		printf '%s' "$text" >"$tmp/broken/net/2.6.19-rc6-mm2/report.json"
		refused 2 'generate the series again' "$NSGEN" review \
			--name=net --out="$tmp/broken" --kernel="$base" || return 1
	done
}

without_node() { # the terminal review needs none, and the page says what is missing
	mkdir -p "$tmp/few"
	for tool in git sh; do
		ln -sf "$(command -v $tool)" "$tmp/few/$tool"
	done
	PATH="$tmp/few" review net >"$tmp/text" && [ -s "$tmp/text" ] &&
		refused 2 'missing: node, which makes it' env PATH="$tmp/few" "$NSGEN" review \
			--home "$top" --name=net --out="$tmp/series" --html &&
		[ ! -e "$(series_of net)/review.html" ]
}

page_compares_nothing() { # nothing is installed for what is refused
	refused 2 'cannot be combined with --html' "$NSGEN" review \
		--home "$top" --name=net --out="$tmp/series" --html --since="$tmp/series" &&
		! make -s review NS=net OUT="$tmp/series" HTML=1 SINCE="$tmp/series" SETUP=no \
			>"$tmp/text" 2>&1 || return 1
	grep -q '^nsgen: SINCE=.*cannot be combined with HTML=1' "$tmp/text" &&
		[ ! -e "$(series_of net)/review.html" ]
}

by_make() {
	# The series that "make" wrote, or else the one that comes with nsgen.
	shown=generated/reference
	[ ! -d generated/net ] || shown=generated
	make -s review SETUP=no >"$tmp/text" && review net --out="$shown" >"$tmp/want" &&
		diff "$tmp/text" "$tmp/want" &&
		make -s review SETUP=no NS=ima "OUT=$tmp/series" >"$tmp/text" &&
		review ima | diff - "$tmp/text" &&
		! make -s review SETUP=no 'NS=$(shell touch '"$tmp"'/touched)' >/dev/null 2>&1 &&
		[ ! -e "$tmp/touched" ]
}

ok 'in a pipe it is plain' plain_in_a_pipe
for name in net ima; do
	ok "$name: all of the patch is shown" all_of_the_patch $name
	ok "$name: above each hunk its hooks" every_hook $name
	ok "$name: and what they are like" neighbours $name
done
ok 'sites without lines are listed' left_alone
ok 'what has tried a hunk' with_checks
ok 'on a terminal it has colours' coloured
ok "the user's colours" users_colours
ok "the user's pager" users_pager
ok 'no pager in a pipe' no_pager_in_a_pipe
ok 'control characters are shown, not obeyed; an edited hunk has no hook' hostile
ok 'a patch that was changed since' changed_since
ok 'since the same: nothing' since_the_same
ok 'since another series: what changed, patch by patch' since_another
ok 'since a commit' since_a_commit
ok 'that has colours too' since_is_coloured
ok 'a patch that leads out of the tree' bad_patch
ok 'errors say what to do' says_what_to_do
ok 'a broken report' broken_report
ok 'without node' without_node
ok 'the page compares nothing, and says so' page_compares_nothing
ok 'make review' by_make
done_testing
