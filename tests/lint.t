#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# Our own sources.

# shellcheck source=tests/lib.sh
. tests/lib.sh

# The libraries that nsgen is linked with are listed in one place.
packages=$(sed -n 's/^PACKAGES := //p' Makefile)

scripts() {
	grep -lE '^#!/bin/sh' scripts/sh/* tests/* tests/mutants/* \
		checks/* checks/*/* .ci/* 2>/dev/null
}

shell() {
	# shellcheck disable=SC2046 # names without blanks
	shellcheck -x $(scripts) tests/lib.sh
}

own_sparse() {
	# Do not check GLib's own headers: their warnings name /usr.
	# shellcheck disable=SC2046 # flags, names without blanks
	sparse -std=gnu11 -D_GNU_SOURCE -Iscripts $(pkg-config --cflags "$packages") \
		-Wsparse-error "$1" >"$tmp/log" 2>&1 || true
	! grep -E '^(scripts|tests|checks)/' "$tmp/log"
}

warnings() {
	# shellcheck disable=SC2046 # flags
	gcc -std=gnu11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror \
		-Iscripts $(pkg-config --cflags "$packages") -c -o "$tmp/x.o" "$1"
}

libraries() { # each that the Makefile names, setup installs
	[ -n "$packages" ] || return 1
	for package in $packages; do
		grep -q "^	want .* $package\.pc" scripts/sh/setup ||
			{ echo "$package"; return 1; }
	done
}

spdx() {
	git ls-files | grep -E -e '\.(c|h|cocci|list|kconfig|makefile|skel|conf|t|sh|awk|jq|pl)$' \
		-e '^Makefile$|^scripts/sh/[a-z-]+$|^checks/([a-z]+/)?[a-z-]+$|^\.ci/run$' \
		-e '^tests/(run|tap|pick|debian13)$|^tests/mutants/([a-z-]+/|(fold|plant|table|try)$)' |
		grep -v '^tests/\(base\|hooks\|lints\|shapes\)/\|^checks/lints/planted/' \
			>"$tmp/files"
	[ -s "$tmp/files" ] || return 1
	while read -r file; do
		head -n 3 "$file" | grep -q 'SPDX-License-Identifier: GPL-2.0-only' ||
			{ echo "$file"; return 1; }
	done <"$tmp/files"
}

kernel_doc() { # each function that a header declares has its comment
	sed -n 's/^[A-Za-z_].*[ *]\([a-z_]*\)(.*);$/\1/p' scripts/*/*.h |
		sort -u | grep -v '_quark$\|^$' >"$tmp/functions"
	[ "$(wc -l <"$tmp/functions")" -gt 20 ] || return 1
	while read -r function; do
		grep -q "^ \* $function() - " scripts/*/*.c || { echo "$function"; return 1; }
	done <"$tmp/functions"
}

no_machine() { # no path of a machine, no host of a registry
	! git grep -nE '/work/|/home/[a-z]|deb\.debian\.org|registry\.npmjs' -- ':!tests/lint.t'
}

names_no_hook() { # the driver takes everything from the hooks' headers
	! grep -nE '[a-z]\.(cocci|list|kconfig|makefile|skel)"' scripts/*.c scripts/*/*.c |
		grep -vE '"(\.[a-z]+|rule\.cocci)"'
}

one_git() { # what a hostile repository must not get to run is decided in one place
	grep -nE '"(/[a-z/]*/)?(env|git|sh)"' scripts/*.c \
		scripts/*/*.[ch] checks/static/*.[ch] >"$tmp/gits"
	grep -q '^scripts/tree/git\.c:' "$tmp/gits" || return 1
	! grep -v '^scripts/tree/git\.c:\|^scripts/lib/pager\.c:.*"sh", "-c", pager,' \
		"$tmp/gits" || return 1
	# Calls that start a program: their names could come from a variable.
	starts='g_subprocess_(new|launcher_spawn)|g_spawn_|system *\(|popen *\(|posix_spawn'
	! grep -nE "\b($starts|exec[lv][pe]*e? *\()" scripts/*.c scripts/*/*.[ch] |
		grep -v '^scripts/lib/\(run\|pager\)\.c:'
}

space() {
	git ls-files | grep -vE '\.(patch|diff|res|png)$|^tests/(base|hooks)/|^COPYING|^README' |
		xargs -d '\n' grep -nE '[ 	]+$' && return 1
	return 0
}

width() { # 100 columns, in Markdown 80; tests/width.pl has what may be longer
	git ls-files | xargs -d '\n' perl tests/width.pl >"$tmp/log" || return 1
	cat "$tmp/log"
	[ ! -s "$tmp/log" ]
}

width_sees() { # of each kind one that just fits, and one that does not
	mkdir "$tmp/wide" && cd "$tmp/wide" || return 1
	fits=$(printf '%049d %050d' 0 0) md=$(printf '%039d %040d' 0 0)
	word=$(printf '%0120d' 0)
	printf '%s\n' "$md" "$md." "| $fits" "    ${md}0" "$word" >a.md
	printf '%s\n' "$fits" "$fits." "	${fits%????????}" "	${fits%???????}" "# $word" \
		>a.sh
	printf '%s\n' "$fits." "printf('$fits');" "printf(\"$fits\", a);" \
		"f(a, \"$fits\", b);" >a.mjs
	printf '%s\n' "$fits." >a.patch
	perl "$top/tests/width.pl" a.md a.sh a.mjs a.patch >said || return 1
	printf '%s columns\n' 'a.md:2: 81' 'a.sh:2: 101' 'a.sh:4: 101' 'a.mjs:1: 101' \
		'a.mjs:3: 114' 'a.mjs:4: 112' | diff - said
}

ok 'shellcheck' shell
for file in scripts/*.c scripts/*/*.c tests/unit/*.c tests/strip/*.c checks/*/*.c; do
	# It needs a namespace's header; the static rung compiles it.
	[ "$file" != checks/static/stub.c ] || continue
	# make has compiled all but those in checks/ with -Werror for the tests.
	case $file in
	checks/*) ok "gcc -Werror $file" warnings "$file" ;;
	*) ! full || ok "gcc -Werror $file" warnings "$file" ;;
	esac
	ok "sparse $file" own_sparse "$file"
done
ok 'setup brings every library' libraries
ok 'SPDX lines' spdx
ok 'kernel-doc' kernel_doc
ok 'nothing of a machine' no_machine
ok 'C names no hook' names_no_hook
ok 'one place runs git' one_git
ok 'no blanks at the end of a line' space
ok 'no line is too long' width
ok 'one that is too long is seen' width_sees
done_testing
