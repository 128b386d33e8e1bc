#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The command line, and what must always hold: the same bytes everywhere, all or nothing, and
# correct messages.

# Use the fast nsgen for these many runs: the sanitized one takes five times as long, and only
# check-full uses it.
[ "${NSGEN_TIER:-full}" = full ] || NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

same_bytes() {
	generate net "$base" && mv "$tmp/out" "$tmp/first" || return 1
	odd="$tmp/an odd 'place'"
	mkdir "$odd"
	(
		umask 077
		cd "$odd" || exit 1
		# A surrounding repository, and git settings that change the output of diff.
		git init -q . && printf '*\n' >.gitignore
		printf '%s\n' '[diff]' 'noprefix = true' 'context = 9' 'algorithm = patience' \
			'[core]' 'abbrev = 5' >gitconfig
		LC_ALL=tr_TR.UTF-8 LANG=tr_TR.UTF-8 TZ=Asia/Kathmandu \
			HOME=$odd TMPDIR=$odd GIT_CONFIG_GLOBAL=$odd/gitconfig GIT_DIR=$odd/.git \
			GIT_DIFF_OPTS=-u9 \
			"$NSGEN" generate --home "$top" --name=net --kernel="$base" --out=out
	) || return 1
	diff -r "$tmp/first" "$odd/out" && [ -z "$(find "$odd" -name 'nsgen-*')" ]
}

# Kill nsgen at many moments: either the old series or the new one is there, complete.
interrupted() {
	rm -rf "$tmp/out"
	mkdir -p "$tmp/scratch"
	generate net "$base" || return 1
	want=$(cd "$tmp/out" && find . -type f -exec cksum {} + | sort)
	killed=0
	for signal in INT TERM KILL; do
		for delay in 0.005 0.01 0.02 0.03 0.05 0.07 0.09 0.11 0.13 0.15 0.17 0.2; do
			TMPDIR=$tmp/scratch timeout -s $signal $delay "$NSGEN" generate \
				--home "$top" --name=net --kernel="$base" \
				--out="$tmp/out" >/dev/null 2>&1 || killed=$((killed + 1))
			got=$(cd "$tmp/out" && find . -path './net/.nsgen-*' -prune -o \
				-type f -exec cksum {} + | sort)
			[ "$got" = "$want" ] || {
				echo "SIG$signal after $delay s left:"
				find "$tmp/out"
				return 1
			}
		done
		# A signal that can be caught leaves no files behind.
		[ $signal = KILL ] || [ -z "$(ls -A "$tmp/scratch")" ] ||
			{ echo "SIG$signal left:"; ls -A "$tmp/scratch"; return 1; }
	done
	echo "$killed runs killed"
	[ "$killed" -gt 5 ]
}

# A separate tree with its series, for commands that are run again and again.
streams_begin() {
	rm -rf "$tmp/now"
	mkdir "$tmp/now" && cp -a "$base" "$tmp/now/tree" && [ -d "$tmp/series" ] || return 1
	cp -a "$tmp/series" "$tmp/now/out"
}

streams_run() { # command and its options, without those for where
	command=$1
	shift
	case $command in
	help | version) set -- "$@" ;;
	list) set -- --kernel="$tmp/now/tree" "$@" ;;
	audit) set -- --kernel="$tmp/now/tree" --out="$tmp/now/out" "$@" ;;
	review) set -- --name=net --out="$tmp/now/out" "$@" ;;
	*) set -- --name=net --kernel="$tmp/now/tree" --out="$tmp/now/out" "$@" ;;
	esac
	case $command in
	help) ;;
	*) set -- --home "$top" "$@" ;;
	esac
	"$NSGEN" "$command" "$@"
}

# For each of the seven combinations of closed streams, the command does the same, and it is an
# error that the output cannot be written.
closed_streams() { # command
	streams_begin && streams_run "$1" >"$tmp/want.out" 2>"$tmp/want.err" &&
		mv "$tmp/now" "$tmp/good" || return 1
	[ -s "$tmp/want.out" ] || { echo 'prints nothing'; return 1; }
	for closed in 0 1 2 01 02 12 012; do
		streams_begin || return 1
		status=0 want=0
		(
			case $closed in *0*) exec <&- ;; esac
			case $closed in *1*) exec >&- ;; esac
			case $closed in *2*) exec 2>&- ;; esac
			streams_run "$1"
		) >"$tmp/stdout" 2>"$tmp/stderr" || status=$?
		case $closed in
		*1*) want=5 && : >"$tmp/here.out" ;;
		*) cp "$tmp/want.out" "$tmp/here.out" ;;
		esac
		case $closed in *1*) unheard='nsgen: standard output: ' ;; *) unheard='^$' ;; esac
		case $closed in
		*2*) : >"$tmp/here.err" ;;
		*) cp "$tmp/want.err" "$tmp/here.err" ;;
		esac
		[ "$status" -eq "$want" ] ||
			{ echo "$closed closed: status $status"; cat "$tmp/stderr"; return 1; }
		if ! cmp "$tmp/here.out" "$tmp/stdout" ||
			! grep -v "$unheard" "$tmp/stderr" | diff "$tmp/here.err" - ||
			! diff -r "$tmp/good" "$tmp/now"; then
			echo "$closed closed"
			return 1
		fi
		case $closed in
		1 | 01)
			grep -q "^$unheard." "$tmp/stderr" ||
				{ echo "$closed closed: not said"; return 1; }
			;;
		esac
	done
	rm -rf "$tmp/good"
}

# The output is larger than the stdio buffer, or smaller.
full_disk() { # command
	streams_begin || return 1
	status=0
	streams_run "$@" >/dev/full 2>"$tmp/stderr" || status=$?
	grep -v '^  [A-Z]* *[^ ]' "$tmp/stderr" >"$tmp/line"
	[ "$status" -eq 5 ] && [ "$(wc -l <"$tmp/line")" -eq 1 ] &&
		grep -q '^nsgen: standard output: .' "$tmp/line" &&
		! grep Success "$tmp/line" && return
	echo "status $status"
	cat "$tmp/stderr"
	return 1
}

# A reader that closes the pipe early is not an error.
reader_left() { # command
	streams_begin && mkfifo "$tmp/pipe" || return 1
	status=0
	# Both ends are open before nsgen starts, but only one when it prints.
	exec 3<>"$tmp/pipe"
	exec 4>"$tmp/pipe"
	exec 3>&-
	streams_run "$@" >&4 2>"$tmp/stderr" || status=$?
	exec 4>&-
	rm "$tmp/pipe"
	[ "$status" -eq 0 ] && ! grep nsgen: "$tmp/stderr"
}

streams() {
	mkdir "$tmp/series" && "$NSGEN" generate --home "$top" \
		--name=net --kernel="$base" --out="$tmp/series" >/dev/null 2>&1 || return 1
	for each in generate list audit review apply; do
		closed_streams "$each" || { echo "$each"; return 1; }
	done
}

lost() {
	for each in generate list audit review apply 'generate --json' 'audit --json' \
		'review --json' 'list --json' version help 'apply --help'; do
		# shellcheck disable=SC2086 # words
		if ! full_disk $each || ! reader_left $each; then
			echo "$each"
			return 1
		fi
	done
}

two_at_once() {
	rm -rf "$tmp/out"
	pids=
	for i in 1 2 3 4; do
		generate net "$base" >/dev/null 2>&1 &
		pids="$pids $!"
	done
	for pid in $pids; do
		wait "$pid" || return 1
	done
	[ "$i" = 4 ] && diff -r -x review.html "$tmp/out/net" generated/reference/net &&
		[ "$(ls -A "$tmp/out/net")" = 2.6.19-rc6-mm2 ]
}

list_fits() {
	make -s SETUP=no list KERNEL="$base" >"$tmp/list" || return 1
	cat "$tmp/list"
	grep -q '^yes cocci/nsproxy/copy-dup.cocci ' "$tmp/list" &&
		grep -q '^-   cocci/nsproxy/copy-userns.cocci ' "$tmp/list" &&
		[ "$(wc -l <"$tmp/list")" -eq "$(find cocci -type f |
		grep -cE '\.(cocci|list|kconfig|makefile|skel)$')" ]
}

json() {
	generate net "$base" --json >"$tmp/json" &&
		jq -e '.name == "net" and (.files | length) == 7' "$tmp/json"
}

json_error() {
	! "$NSGEN" generate --home "$top" --name=2net --kernel="$base" --json \
		>"$tmp/json" 2>/dev/null &&
		jq -e '.status == 2 and (.error | test("invalid namespace name"))' "$tmp/json"
}

help_is_true() { # every target and variable that help names is there
	make -s help | sed -n 's/^[ *] make \([a-z][a-z-]*\) .*/\1/p' |
		sort -u | while read -r target; do
		grep -qE "^([a-z]+ )*$target( [a-z]+)*:" Makefile ||
			{ echo "no target $target"; exit 1; }
	done &&
		make -s help | sed -n '/^Variables/,$p' | grep -oE '^ .*  - |^ +[A-Z_]=' |
		grep -oE '[A-Z_]+=' | tr -d = | sort -u | while read -r variable; do
			grep -qE "^(GIVEN|OPTIONS) .* $variable:" Makefile ||
				{ echo "no variable $variable"; exit 1; }
		done && [ "$(make -s help | grep -c '^[ *] make')" -gt 5 ]
}

spec_is_documented() { # the table of Documentation/spec.md and the program have the same keys
	sed -n '/^} defaults\[\]/,/^};/p' scripts/spec/spec.c |
		sed -n 's/^	{ "\([A-Za-z_]*\)",.*/\1/p' | sort >"$tmp/keys"
	sed -n 's/^| `\([A-Za-z_]*\)` |.*/\1/p' Documentation/spec.md | sort >"$tmp/documented"
	[ -s "$tmp/keys" ] && diff "$tmp/keys" "$tmp/documented"
}

hooks_are_documented() {
	sed -n '/^} keys\[\]/,/^};/p' scripts/hook/header.c |
		sed -n 's/^	{ "\([A-Za-z]*\)",.*/\1/p' | sort >"$tmp/keys"
	sed -n 's/^- `\([A-Z][a-z]*\): .*/\1/p' Documentation/hooks.md | sort >"$tmp/documented"
	[ -s "$tmp/keys" ] && diff "$tmp/keys" "$tmp/documented"
}

readme_is_true() { # the hunk that the README shows is one of the generated patch
	awk '/^```diff$/ { inside = 1; next } /^```$/ { inside = 0 } inside' README.md >"$tmp/hunk"
	[ "$(wc -l <"$tmp/hunk")" -gt 10 ] &&
		awk 'NR == FNR { want[++n] = $0; next } { have[++m] = $0 }
		END {
			for (i = 1; i + n - 1 <= m; i++) {
				for (k = 1; k <= n && have[i + k - 1] == want[k]; k++);
				if (k > n)
					exit 0
			}
			exit 1
		}' \
		"$tmp/hunk" generated/reference/net/2.6.19-rc6-mm2/0001-*.patch
}

no_apt() { # with everything there, setup does not touch apt, and needs no network
	mkdir "$tmp/bin"
	printf '#!/bin/sh\necho "apt was called" >&2\nexit 1\n' >"$tmp/bin/apt-get"
	chmod +x "$tmp/bin/apt-get"
	PATH="$tmp/bin:$PATH" scripts/sh/setup check
}

says_missing() { # a PATH on which something is missing
	mkdir "$tmp/few"
	for tool in sh pkg-config printf id; do
		ln -s "$(command -v $tool)" "$tmp/few/$tool"
	done
	refused 2 'missing: gcc coccinelle' env \
		PATH="$tmp/few" SETUP=no "$top/scripts/sh/setup" generate
}

says_who_may() { # neither root nor sudo: what root has to run is the set that is asked for
	printf '#!/bin/sh\necho 1000\n' >"$tmp/bin/id"
	chmod +x "$tmp/bin/id"
	for tool in sh printf find; do
		ln -s "$(command -v $tool)" "$tmp/bin/$tool"
	done
	for set in generate review check check-review bench; do
		refused 2 "run scripts/sh/setup $set as root" \
			env PATH="$tmp/bin" "$top/scripts/sh/setup" $set || return 1
	done
	rm "$tmp/bin/id"
}

# check-setup installs everything that make check would; the ladder needs no browser.
check_setup_is_all() {
	make -n check-setup | grep -o 'scripts/sh/[a-z-]* [a-z -]*$' | tr '\n' ',' >"$tmp/sets" &&
		make -n check-setup NS=ima | grep -o 'scripts/sh/[a-z-]* [a-z -]*$' |
		tr '\n' ',' >"$tmp/ladder"
	cat "$tmp/sets" "$tmp/ladder"
	sets='scripts/sh/setup generate check check-review,scripts/sh/get-modules check,'
	sets=${sets}scripts/sh/get-modules\ trees,
	[ "$(cat "$tmp/sets")" = "$sets" ] &&
		[ "$(cat "$tmp/ladder")" = 'scripts/sh/setup generate ladder,' ]
}

# CC= means the recipients of the mails; the compiler has another variable, even when there is
# something to compile.
cc_is_no_compiler() {
	mkdir "$tmp/fresh" && cp -r Makefile scripts "$tmp/fresh" || return 1
	make -s -C "$tmp/fresh" SETUP=no CC=1 build/obj/scripts/lib/error.o &&
		[ -s "$tmp/fresh/build/obj/scripts/lib/error.o" ] || return 1
	rm "$tmp/fresh/build/obj/scripts/lib/error.o"
	! make -s -C "$tmp/fresh" SETUP=no HOSTCC=false build/obj/scripts/lib/error.o
}

clean_is_whole() { # every program that make links goes
	sed -n 's,^\(build/[a-z-]*\)\(/[a-z%/.-]*\)\?:.*,\1,p' Makefile | sort -u >"$tmp/made"
	make -n clean | tr ' ' '\n' | grep '^build/' | sort -u | diff "$tmp/made" - &&
		[ "$(wc -l <"$tmp/made")" -ge 4 ]
}

cached_kernel() { # the second time it is there, whatever apt says
	mkdir -p "$tmp/bin"
	[ "$(PATH="$tmp/bin:$PATH" scripts/sh/get-kernel 6.12 build | tail -n 1)" = \
		"$top/build/linux-6.12" ] &&
		grep -q '^linux-source-6.12 6\.12\.[0-9]' build/linux-6.12.package
}

ok 'the same bytes whatever locale, time zone, umask, directory and git settings' same_bytes
ok 'interrupted at any moment: all or nothing' interrupted
ok 'four at once on one place' two_at_once
ok 'closed streams' streams
ok 'output that nobody gets' lost
ok 'make list says what fits' list_fits
ok '--json prints the report' json
ok '--json prints errors too' json_error
ok 'make help names what there is' help_is_true
ok 'Documentation/spec.md has every key' spec_is_documented
ok 'Documentation/hooks.md has every key' hooks_are_documented
ok 'the README shows a hunk of the real patch' readme_is_true
ok 'setup leaves apt alone when all is there' no_apt
ok 'SETUP=no says what is missing' says_missing
ok 'without root and sudo it says what root has to run' says_who_may
ok 'make check-setup installs what make check needs' check_setup_is_all
ok 'CC= is no compiler' cc_is_no_compiler
ok 'make clean removes what make has linked' clean_is_whole
ok 'a kernel source is fetched once' cached_kernel
done_testing
