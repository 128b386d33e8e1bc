#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Where nsgen finds its hooks: relative to its binary, wherever it is called from, and never in the
# current directory, because a hook can run programs.

# Use the fast nsgen for these many runs: the sanitized one takes five times as long, and only
# check-full uses it.
[ "${NSGEN_TIER:-full}" = full ] || NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
sanitized=${NSGEN:-build/nsgen}
NSGEN=${NSGEN_FAST:-$sanitized}
# shellcheck source=tests/lib.sh
. tests/lib.sh

# These hooks run a command, which shows that they were used.
evil() { # directory: a copy of nsgen's own that says so
	mkdir -p "$1" && cp -r cocci namespaces "$1" || return 1
	python="@initialize:python@\\n@@\\nimport os\\nos.system(\"touch $1/PWNED\")"
	find "$1/cocci" -name '*.cocci' -exec sed -i "s,^virtual patch\$,&\\n\\n$python," {} +
}

evil "$tmp/evil" || exit 1
ln -s "$base" "$tmp/evil/tree"
mkdir -p "$tmp/evil/build/test" "$tmp/bin" "$tmp/empty"
ln -s "$NSGEN" "$tmp/bin/nsgen"
ln -s "$tmp/bin/nsgen" "$tmp/bin/other-name"

same() { # the series is the one that nsgen's own hooks make
	[ ! -e "$tmp/evil/PWNED" ] || { echo 'executed'; return 1; }
	diff -r "$tmp/want" "$tmp/out"
}

# Without this check the tests below would prove nothing.
can_run() {
	rm -rf "$tmp/out"
	"$NSGEN" generate --home "$tmp/evil" --name=ima --kernel="$base" \
		--out="$tmp/out" >"$tmp/log" 2>&1
	[ -e "$tmp/evil/PWNED" ] && rm "$tmp/evil/PWNED"
}

called() { # as what; in a directory with a cocci/, and in one without
	for directory in "$tmp/evil" /; do
		rm -rf "$tmp/out"
		(cd "$directory" && PATH="$tmp/bin:$PATH" "$1" generate \
			--name=ima --kernel="$base" --out="$tmp/out") || return 1
		same || { echo "in $directory"; return 1; }
	done
}

every_command() { # in the hostile directory
	rm -rf "$tmp/out"
	cp -r "$base" "$tmp/tree"
	for command in generate review audit apply remove refresh list; do
		case $command in
		list) set -- ;;
		*) set -- --name=ima --out="$tmp/out" ;;
		esac
		(cd "$tmp/evil" && "$NSGEN" $command "$@" --kernel="$tmp/tree") ||
			{ echo "$command"; return 1; }
		[ ! -e "$tmp/evil/PWNED" ] || { echo "$command: executed"; return 1; }
	done
}

lists_all() {
	(cd "$tmp/empty" && "$tmp/bin/nsgen" list) >"$tmp/list" || return 1
	[ "$(wc -l <"$tmp/list")" -eq \
		"$(find cocci -type f | grep -cE '\.(cocci|list|kconfig|makefile|skel)$')" ]
}

# --home overrides NSGEN_HOME, which overrides the built-in place; an empty variable is ignored.
overridden() {
	NSGEN_HOME=$tmp/evil "$NSGEN" generate --name=ima \
		--kernel="$base" --out="$tmp/out" >"$tmp/log" 2>&1
	[ -e "$tmp/evil/PWNED" ] || return 1
	rm "$tmp/evil/PWNED"
	rm -rf "$tmp/out" && NSGEN_HOME=$tmp/evil "$NSGEN" generate \
		--home="$top" --name=ima --kernel="$base" --out="$tmp/out" && same || return 1
	rm -rf "$tmp/out" && NSGEN_HOME='' "$NSGEN" generate \
		--name=ima --kernel="$base" --out="$tmp/out" && same || return 1
	rm -rf "$tmp/out"
	refused 2 'NSGEN_HOME' env NSGEN_HOME="$tmp/empty" "$NSGEN" generate \
		--name=ima --kernel="$base" --out="$tmp/out"
}

installed() {
	mkdir -p "$tmp/usr/bin" "$tmp/usr/share/nsgen" && cp "$NSGEN" "$tmp/usr/bin/nsgen" &&
		cp -r cocci namespaces "$tmp/usr/share/nsgen" || return 1
	rm -rf "$tmp/out" && (cd "$tmp/evil" &&
		"$tmp/usr/bin/nsgen" generate --name=ima --kernel="$base" --out="$tmp/out") && same
}

# A lone binary must not use files beside it or above it.
nowhere() {
	cp "$NSGEN" "$tmp/evil/nsgen" && cp "$NSGEN" "$tmp/evil/tests-nsgen" || return 1
	rm -rf "$tmp/out"
	for program in nsgen tests-nsgen; do
		refused 2 'give it with --home or NSGEN_HOME' "$tmp/evil/$program" generate \
			--name=ima --kernel="$base" --out="$tmp/out" || return 1
	done
	# Commands that need no hooks still work.
	"$tmp/evil/nsgen" check-name --name=ima && "$tmp/evil/nsgen" tree --kernel="$base"
}

by_make() { # from another directory
	rm -rf "$tmp/out" && (cd "$tmp/evil" &&
		make -s -C "$top" SETUP=no NS=ima KERNEL="$base" OUT="$tmp/out") && same
}

"$NSGEN" generate --home "$top" --name=ima --kernel="$base" --out="$tmp/want" >/dev/null 2>&1
ok 'a hook can run a program' can_run
ok 'called by its path' called "$NSGEN"
ok 'by a link in the PATH' called nsgen
ok 'by a link to that, with another name' called other-name
ok 'list' lists_all
ok 'the one with the sanitizers' env -C "$tmp/evil" "$(realpath "$sanitized")" list
ok 'every command' every_command
ok '--home and NSGEN_HOME' overridden
ok 'installed in a prefix' installed
ok 'a program without a home' nowhere
ok 'make' by_make
done_testing
