#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# The manual pages have every command, option and key, and fit 80 columns; bash completes what nsgen
# knows.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

commands=$("$NSGEN" help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p')
options_of() { # command
	"$NSGEN" help "$1" | sed -n '/^Options:/,/^$/s/^ .\{5\}\(--[a-z-]*\).*/\1/p'
}

pages() {
	for page in nsgen.1 nsgen-hooks.7; do
		man/page "$NSGEN" $page >"$tmp/$page" || return 1
	done
}

# As "man -l" shows it at 80 columns.
shown() { # page
	MANWIDTH=80 MANROFFOPT='' LC_ALL=C man --warnings=all -P cat -l "$tmp/$1" \
		>"$tmp/$1.txt" 2>"$tmp/warnings" || return 1
	cat "$tmp/warnings"
	[ ! -s "$tmp/warnings" ] && [ "$(wc -l <"$tmp/$1.txt")" -gt 60 ] &&
		! grep -E '.{81}' "$tmp/$1.txt"
}

mandoc_says() { # page
	! command -v mandoc >/dev/null || mandoc -Tlint -Wwarning "$tmp/$1"
}

# A command's section has each of its options, and no section is of no command.
has_commands() {
	sed -n 's/^   nsgen \([a-z-]*\)$/\1/p' "$tmp/nsgen.1.txt" >"$tmp/sections"
	printf '%s\n' "$commands" | diff - "$tmp/sections" || return 1
	for command in $commands; do
		sed 's/\\-/-/g' "$tmp/nsgen.1" | awk -v want=".SS \"nsgen $command\"" '
			/^\.S[SH]/ { inside = $0 == want }
			inside && last == ".TP" { print }
			{ last = $0 }' |
			sed -n 's/^\.B \(-[a-z], \)\{0,1\}\(--[a-z-]*\).*/\2/p' >"$tmp/have"
		options_of "$command" | diff - "$tmp/have" || { echo "$command"; return 1; }
	done
}

has_keys() {
	sed -n '/^} keys\[\]/,/^};/p' scripts/hook/header.c |
		sed -n 's/^	{ "\([A-Za-z]*\)",.*/\1/p' | sort >"$tmp/keys"
	sed -n 's/^       \([A-Z][a-z]*\): .*/\1/p' "$tmp/nsgen-hooks.7.txt" | sort -u >"$tmp/have"
	[ -s "$tmp/keys" ] && diff "$tmp/keys" "$tmp/have"
}

statuses() { # those of the code
	sed -n 's/^	STATUS_[A-Z]* = \([0-9]\),$/\1/p' scripts/lib/error.h >"$tmp/statuses"
	sed -n '/^EXIT STATUS/,/^ENV/s/^       \([0-9]\) .*/\1/p' "$tmp/nsgen.1.txt" |
		diff "$tmp/statuses" -
}

# What bash offers for a line that ends where the user presses tab.
offers() { # line
	NSGEN="$NSGEN" LINE="$1" bash -c '
		. "$1"
		nsgen() { :; }
		COMP_LINE=$LINE COMP_POINT=${#LINE}
		compopt() { :; }
		_nsgen "$NSGEN"
		printf "%s\n" "${COMPREPLY[@]}"' bash "$top/completion/nsgen.bash"
}

offered() { # line, words
	offers "$1" | sort >"$tmp/have"
	shift
	printf '%s\n' "$@" | sort | diff - "$tmp/have"
}

complete_commands() {
	# shellcheck disable=SC2086 # words
	offered 'nsgen ' $commands && offered 'nsgen gen' generate &&
		offered 'nsgen help ho' hooks
}

complete_options() {
	for command in $commands; do
		"$NSGEN" help "$command" |
			sed -n '/^Options:/,/^$/s/^ .\{5\}\(--[a-z-]*=*\).*/\1/p' >"$tmp/options"
		# shellcheck disable=SC2046 # words
		offered "nsgen $command --" $(cat "$tmp/options") || { echo "$command"; return 1; }
	done
}

complete_values() {
	rungs=$(sed -n "s/^rungs='\(.*\)'/\1/p" checks/ladder)
	hooks=$("$NSGEN" list | sed 's/ .*//' | grep '^cocci/nsproxy/free')
	# shellcheck disable=SC2086 # words
	offered 'nsgen check --rung=' $rungs &&
		offered 'nsgen check --rung st' static style stress &&
		offered 'nsgen generate --level=fr' framework &&
		offered 'nsgen check --boot=' qemu uml &&
		offered 'nsgen try cocci/nsproxy/free' $hooks &&
		offered 'nsgen smpl cocci/nsproxy/free' $hooks
}

complete_series() { # names and releases of what was generated
	mkdir -p "$tmp/here/nsgen-out/ima/6.12.117" "$tmp/here/nsgen-out/net/2.6.19" \
		"$tmp/here/other/ipx/7.2"
	(
		cd "$tmp/here" && offered 'nsgen review --name=' ima net &&
			offered 'nsgen record --release=6' 6.12.117 &&
			offered 'nsgen review --out=other --name=' ipx
	)
}

complete_refs() {
	mkdir "$tmp/linux" && git -C "$tmp/linux" init -q -b topic &&
		git -C "$tmp/linux" -c user.name=x -c user.email=x@localhost commit -q \
			--allow-empty -m x && git -C "$tmp/linux" tag v7.2 &&
		offered "nsgen generate --kernel=$tmp/linux --base=v" v7.2 &&
		offered "nsgen generate --kernel $tmp/linux --base " topic v7.2
}

complete_files() {
	: >"$tmp/here/a.conf"
	(
		cd "$tmp/here" && offered 'nsgen generate --conf=a' a.conf &&
			offered 'nsgen generate --kernel=ot' other
	)
}

for_bash() { # bash finds it for the command
	bash -c '. completion/nsgen.bash && complete -p nsgen' | grep -q -- '-F _nsgen nsgen'
}

ok 'pages' pages
for page in nsgen.1 nsgen-hooks.7; do
	ok "$page: man, 80 columns" shown $page
	ok "$page: mandoc" mandoc_says $page
done
ok 'nsgen.1: commands and options' has_commands
ok 'nsgen.1: exit statuses' statuses
ok 'nsgen-hooks.7: keys' has_keys
ok 'completion: bash' for_bash
ok 'completion: commands' complete_commands
ok 'completion: options' complete_options
ok 'completion: rungs, levels, hooks' complete_values
ok 'completion: names, releases' complete_series
ok 'completion: refs' complete_refs
ok 'completion: files' complete_files
done_testing
