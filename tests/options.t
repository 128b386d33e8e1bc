#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# The options of nsgen and the variables of make: each command accepts exactly those that it
# documents, and suggests a correction for any other.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

commands=$("$NSGEN" help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p')
options_of() { # command: "name=WORD" or "squash" each
	"$NSGEN" "$1" --help | sed -n 's/^ .\{5\}--\([a-z]*\(=[A-Z]*\)\{0,1\}\) .*/\1/p'
}

for command in $commands; do
	options_of "$command"
done | sort -u >"$tmp/options"
[ "$(wc -l <"$tmp/options")" -ge 20 ] || { echo 'Bail out! help lists no options'; exit 1; }

fits() { # command
	"$NSGEN" "$1" --help >"$tmp/help" && "$NSGEN" help "$1" | cmp - "$tmp/help" || return 1
	cat "$tmp/help"
	[ "$(wc -l <"$tmp/help")" -le 40 ] && ! grep -nE '.{81}' "$tmp/help" &&
		grep -q "^usage: nsgen $1 " "$tmp/help" && grep -q -e '--help' "$tmp/help"
}

# Try every option of every command: an option of this command must not be rejected as unknown, and
# one of another command must be, with status 2. No other arguments are given, so no command can do
# anything.
takes() { # command
	options_of "$1" >"$tmp/own"
	while read -r option; do
		name=${option%%=*}
		case $name in help) continue ;; esac
		case $option in *=*) word=--$name=x ;; *) word=--$name ;; esac
		status=0
		(cd "$tmp" && "$NSGEN" "$1" "$word" --help </dev/null) >"$tmp/stdout" \
			2>"$tmp/stderr" || status=$?
		if grep -qx -e "$option" "$tmp/own"; then
			[ "$status" -eq 0 ] && [ ! -s "$tmp/stderr" ] && continue
		else
			[ "$status" -eq 2 ] && [ ! -s "$tmp/stdout" ] &&
				grep -q "^nsgen: --$name: unknown option for '$1'; " \
					"$tmp/stderr" && continue
		fi
		echo "$1 $word: status $status"
		cat "$tmp/stderr"
		return 1
	done <"$tmp/options"
}

# With a letter missing, the intended option is suggested.
meant() { # command
	options_of "$1" | while read -r option; do
		name=${option%%=*}
		[ ${#name} -gt 4 ] || continue
		refused 2 "did you mean --$name?" "$NSGEN" "$1" "--${name%?}" || exit 1
	done
}

no_value() {
	refused 2 '--squash: does not take a value' "$NSGEN" generate --squash=yes &&
		refused 2 "'squash': unexpected argument; try 'nsgen generate --help'" \
			"$NSGEN" generate squash &&
		refused 2 'Missing argument for --name' "$NSGEN" generate --name &&
		# A value that looks like an option is still a value.
		refused 2 'invalid namespace name' "$NSGEN" check-name --name --frobnicate
}

ok 'nsgen help' [ "$(echo "$commands" | wc -l)" -ge 13 ]
for command in $commands; do
	ok "$command --help is a page" fits "$command"
	ok "$command: each option on it" takes "$command"
	ok "$command: misprints" meant "$command"
done
ok 'values' no_value
ok 'a misprinted command' refused 2 "did you mean 'refresh'?" "$NSGEN" refesh
ok 'help of none' refused 2 "'frobnicate': unknown command" "$NSGEN" help frobnicate
ok 'help of two' refused 2 'help takes one command' "$NSGEN" help list tree
ok 'an option in front' refused 2 'options follow the command' "$NSGEN" --kernel=x list

version() {
	want=$(sed -n 's/^#define NSGEN_VERSION "\(.*\)"$/nsgen \1/p' scripts/lib/version.h)
	[ "$("$NSGEN" version --home="$tmp")" = "$want" ] &&
		[ "$("$NSGEN" --version | cut -d ' ' -f 1,2)" = "$want" ] || return 1
	# A separate repository also has a name from git.
	mkdir "$tmp/checkout" && (cd "$tmp/checkout" && git init -q &&
		git -c user.name=x -c user.email=x@localhost commit -q --allow-empty -m x &&
		git -c user.name=x -c user.email=x@localhost tag -a -m x v9.8) &&
		[ "$("$NSGEN" version --home="$tmp/checkout")" = "$want (v9.8)" ]
}

ok 'version' version

# ------------------------------------------------------------------ where it runs

in_tree() { # the tree is the one that the user stands in, and gets nothing that git sees
	cp -R "$base" "$tmp/linux" && (cd "$tmp/linux" && git init -q . && git add -A &&
		git -c user.name=x -c user.email=x@localhost commit -qm x &&
		"$NSGEN" generate --name ima && "$NSGEN" review --name ima &&
		"$NSGEN" list && [ -z "$(git status --porcelain)" ] &&
		"$NSGEN" apply --name ima && [ -n "$(git status --porcelain)" ] &&
		"$NSGEN" remove --name ima && [ -z "$(git status --porcelain)" ]) &&
		[ -f "$tmp/linux/nsgen-out/ima/2.6.19-rc6-mm2/report.json" ]
}

elsewhere() { # /tmp, the program by a link in PATH
	mkdir "$tmp/bin" "$tmp/dir" && ln -s "$NSGEN" "$tmp/bin/nsgen" || return 1
	(cd "$tmp/dir" && PATH="$tmp/bin:$PATH" nsgen list >"$tmp/list" &&
		PATH="$tmp/bin:$PATH" nsgen generate --name=ima --kernel="$base") &&
		[ "$(wc -l <"$tmp/list")" -gt 50 ] &&
		[ -f "$tmp/dir/nsgen-out/ima/2.6.19-rc6-mm2/report.json" ]
}

no_tree_here() { # others have a Makefile with a VERSION, too
	mkdir "$tmp/u-boot" && printf 'VERSION = 2024\nPATCHLEVEL = 01\n' >"$tmp/u-boot/Makefile"
	(cd "$tmp/u-boot" && refused 2 'no kernel tree given; name one' \
		"$NSGEN" generate --name=ima)
}

ok 'in a kernel tree' in_tree
ok 'in any directory' elsewhere
ok 'in a directory that only looks like a tree' no_tree_here

# ------------------------------------------------------------------ what it says

terminal() { # command: what it prints on one; less would wait for somebody
	GIT_PAGER='cat' script -qec "$*" /dev/null </dev/null | tr -d '\r'
}

next_steps() { # on a terminal, and nowhere else
	set -- --name=net --kernel="$base" --out="'$tmp/n e x t'"
	mkdir "$tmp/n e x t" || return 1
	terminal "$NSGEN generate $*" >"$tmp/said" || return 1
	cat "$tmp/said"
	sed -n '/^next, /{n;s/^ *nsgen/"$NSGEN"/p}' "$tmp/said" >"$tmp/next"
	[ "$(wc -l <"$tmp/next")" -ge 2 ] || return 1
	# It can be typed exactly as printed.
	head -n 1 "$tmp/next" >"$tmp/next.sh" && export NSGEN && sh "$tmp/next.sh" >"$tmp/review" &&
		grep -q '^# hunk 1 of' "$tmp/review" && ! grep '^next' "$tmp/review" &&
		"$NSGEN" list | grep -c '^next' | grep -qx 0 || return 1
	cp -R "$base" "$tmp/stepped" || return 1
	given="--name=net --kernel=$tmp/stepped --out=$tmp/steps"
	echo '[]' >"$tmp/none.json"
	for command in list "audit --kernel=$base" "generate $given" "refresh $given" \
		"review $given" "apply $given" "remove $given" \
		"record --name=net --out=$tmp/steps --release=2.6.19-rc6-mm2 $tmp/none.json"; do
		terminal "$NSGEN $command" >"$tmp/said"
		# It is printed last.
		tail -n 2 "$tmp/said" | grep '^next, ' || { echo "$command"; return 1; }
	done
	terminal "NSGEN_FRONT=make $NSGEN list" >"$tmp/said"
	grep -A1 '^next, ' "$tmp/said" | grep '^    make list$'
}

json() { # each command that has --json prints it, and its errors so
	rm -rf "$tmp/out"
	generate net "$base" >/dev/null 2>&1 || return 1
	for command in $commands; do
		options_of "$command" | grep -qx json || continue
		case $command in
		list) set -- --kernel="$base" ;;
		audit) set -- --kernel="$base" --out="$tmp/out" ;;
		status)
			rm -rf "$tmp/git" && cp -r "$base" "$tmp/git" &&
				git -C "$tmp/git" init -q && git -C "$tmp/git" add -f -A &&
				git -C "$tmp/git" config user.name x &&
				git -C "$tmp/git" config user.email x@example.org &&
				git -C "$tmp/git" commit -q -m x && "$NSGEN" commit --home "$top" \
				--name=net --kernel="$tmp/git" >/dev/null 2>&1 || return 1
			set -- --kernel="$tmp/git" --branch=net-ns
			;;
		*) set -- --kernel="$base" --out="$tmp/out" --name=net ;;
		esac
		echo "$command"
		"$NSGEN" "$command" --home "$top" "$@" --json 2>/dev/null >"$tmp/json" || return 1
		jq -e length "$tmp/json" >/dev/null || return 1
		! "$NSGEN" "$command" --home "$top" "$@" --kernel="$tmp/missing" --json \
			2>/dev/null >"$tmp/json" || return 1
		jq -e '.status == 2 and .error' "$tmp/json" || return 1
	done
	"$NSGEN" list --kernel="$base" --json |
		jq -e 'map(select(.fits)) | length > 10 and all(.[]; .hook and .site and .does)' &&
		"$NSGEN" review --name=net --out="$tmp/out" --json >"$tmp/json" &&
		jq -e '[.patches[].hunks[]] | length > 10 and all(.[]; (.hooks | length) > 0)' \
			"$tmp/json" &&
		! "$NSGEN" review --name=net --out="$tmp/out" --json --since=x 2>"$tmp/stderr" &&
		grep -q 'cannot be combined with --since' "$tmp/stderr"
}

long_words() { # nobody is shown 100 kB again, whatever took them
	word=$(head -c 100000 /dev/zero | tr '\0' a)
	for command in $commands; do
		options_of "$command" | sed 's/=.*/=/' | while read -r option; do
			case $option in
			*=) set -- "--$option$word" ;;
			*) set -- "--$option$word=" ;;
			esac
			"$NSGEN" "$command" "$@" "$word" >"$tmp/stdout" 2>"$tmp/stderr" </dev/null
			[ "$(wc -c <"$tmp/stderr")" -lt 3000 ] && [ -s "$tmp/stderr" ] && continue
			echo "$command --$option"
			exit 1
		done || return 1
	done
	"$NSGEN" "$word" 2>"$tmp/stderr"
	[ "$(wc -c <"$tmp/stderr")" -lt 3000 ] && grep -q "lists them$" "$tmp/stderr"
}

hidden() { # what would turn the line around, or cannot be seen
	refused 2 'a\u202eb\u200bc\x1b\xffd' "$NSGEN" check-name \
		--name="$(printf 'a\342\200\256b\342\200\213c\033\377d')" &&
		refused 2 'Ä' "$NSGEN" check-name --name=Ä
}

ok 'what to do next' next_steps
ok '--json' json
ok 'words of 100 kB' long_words
ok 'characters that hide' hidden

# ------------------------------------------------------------------ make

misprinted() { # a letter too few, one twice, and two that changed places
	make -s help SETUP=no | sed -n '/^Variables/,$p' | grep -oE '^ .*  - ' |
		grep -oE '[A-Z_]+=' | tr -d = | sort -u >"$tmp/variables"
	[ "$(wc -l <"$tmp/variables")" -ge 25 ] || return 1
	cat - "$tmp/variables" <<-END | sort -u >"$tmp/all"
		NS
		KERNEL
	END
	known=" $(tr '\n' ' ' <"$tmp/all")"
	while read -r variable; do
		# V, ID and NR are too short for a suggestion.
		[ ${#variable} -gt 3 ] || continue
		first=${variable%"${variable#?}"}
		# LEVELS without its last letter is another valid variable.
		for wrong in "${variable%?}" "$first$variable" \
			"$(echo "$variable" | sed 's/^\(.*\)\(.\)\(.\)$/\1\3\2/')"; do
			case $known in *" $wrong "*) continue ;; esac
			! make -s help SETUP=no "$wrong=1" >"$tmp/stdout" 2>"$tmp/stderr" &&
				grep -q "^nsgen: $wrong=: .*did you mean $variable=?" \
					"$tmp/stderr" && continue
			echo "$wrong"
			cat "$tmp/stderr"
			return 1
		done
	done <"$tmp/all"
}

invented() { # and before anything is done
	for target in all review check clean kernel setup; do
		echo $target
		! make -s $target SETUP=no CHILDREN=1 >"$tmp/stdout" 2>"$tmp/stderr" || return 1
		cat "$tmp/stdout" "$tmp/stderr"
		grep -q '^nsgen: CHILDREN=: unknown variable' "$tmp/stderr" || return 1
		[ ! -s "$tmp/stdout" ] || return 1
	done
}

# Each nsgen option is a make variable, except for those that make sets, and each flag is a switch.
same_options() {
	sed -n 's/^OPTIONS [:+]*= //p' Makefile | tr ' ' '\n' | sed 's/.*://' | sort >"$tmp/made"
	sed 's/=.*//' "$tmp/options" | sort -u |
		grep -vxE 'help|home|json|verbose|release' | diff "$tmp/made" - &&
		sed -n 's/^SWITCHES := //p' Makefile | tr ' ' '\n' | while read -r switch; do
			sed -n 's/^OPTIONS [:+]*= //p' Makefile | tr ' ' '\n' |
				sed -n "s/^$switch://p"
		done | sort >"$tmp/made" && [ -s "$tmp/made" ] &&
		grep -v = "$tmp/options" | sort -u | grep -vxE 'help|json|verbose' |
		diff "$tmp/made" -
}

spelt() { # errors name what was typed
	! make -s SETUP=no NS=ima KERNEL="$base" LEVEL=none 2>"$tmp/stderr" &&
		grep -q 'nsgen: LEVEL=none: .* use LEVEL=framework or LEVEL=full' "$tmp/stderr" &&
		! make -s SETUP=no list NS=ima 2>"$tmp/stderr" &&
		grep -q "nsgen: NS=: unknown option for 'list'; 'make help'" "$tmp/stderr" &&
		! make -s SETUP=no apply KERNEL="$base" 2>"$tmp/stderr" &&
		grep -q 'as in NS=ima' "$tmp/stderr"
}

squash() { # by its old name
	make -s SETUP=no NS=ima KERNEL="$base" OUT="$tmp/squash" SERIES=1 2>"$tmp/stderr" &&
		grep -q 'SERIES= is deprecated; use SQUASH=' "$tmp/stderr" &&
		jq -e '.options.squash == true or .options.squash == "1"' \
			"$tmp"/squash/ima/*/report.json
}

ok 'variables of make, misprinted' misprinted
ok 'a variable that nobody knows' invented
ok 'variables and options' same_options
ok 'errors by make' spelt
ok 'SERIES=1' squash

# ------------------------------------------------------------------ other answers

answers() {
	rm -rf "$tmp/out"
	printf '[namespace]\nprompt=IMA\n' >"$tmp/ima.conf"
	generate ima "$base" --why='To keep.' --squash --conf="$tmp/ima.conf" || return 1
	refused 2 'generated with --conf, --why, --squash' generate ima "$base" &&
		refused 2 'generated with --why, --squash' generate ima "$base" \
			--conf="$tmp/ima.conf" &&
		refused 2 'generated with --why, unlike this run' generate ima "$base" \
			--conf="$tmp/ima.conf" --squash --why='To lose.' || return 1
	cp -a "$tmp/out" "$tmp/answered" && generate ima "$base" --reuse &&
		diff -r "$tmp/answered" "$tmp/out" &&
		generate ima "$base" --reuse --why='To lose.' && grep -rq 'To lose' "$tmp/out" &&
		generate ima "$base" --force && ! grep -rq 'To lose' "$tmp/out" &&
		# Adding an answer does not lose others.
		generate ima "$base" --why='To keep.' && rm -rf "$tmp/out" &&
		refused 2 'series of ima for Linux' generate ima "$base" --reuse
}

ok 'a series that was made with other answers' answers

# For authors of hooks: the lines that each pattern matches, and where a region was lost.
explains() {
	hook=cocci/proc/entries.list dir=tests/hooks/proc/entries.list
	"$NSGEN" try -v --name=foo $hook $dir/clean.c 2>"$tmp/stderr" | cmp - $dir/clean.c.res &&
		sed '/^ *};/d' $dir/clean.c >"$tmp/torn.c" || return 1
	cat "$tmp/stderr"
	grep -qx '  When  *line [0-9]*  *^static .*' "$tmp/stderr" &&
		grep -qx '  Guard  *no match  *.*' "$tmp/stderr" &&
		grep -qx '    \.\.  *line [0-9]*  *^\\};' "$tmp/stderr" &&
		! grep -E '.{81}' "$tmp/stderr" || return 1
	"$NSGEN" try -v --name=foo $hook "$tmp/torn.c" >"$tmp/stdout" 2>"$tmp/stderr" && return 1
	cat "$tmp/stderr"
	[ ! -s "$tmp/stdout" ] && grep -q '^    \.\.  *no match after that' "$tmp/stderr" &&
		grep -q '; its Region: has no match$' "$tmp/stderr"
}
ok 'try --verbose' explains

done_testing
