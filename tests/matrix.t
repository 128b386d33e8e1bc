#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# make matrix: the table says of each cell what came of it, a finished cell does not run again, and
# what a user gives is data. The kernels that cells are compiled with are in tests/ladder-kernel.t.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

# A checkout of its own, because the cells are in build/matrix. Its judge says what it is told.
checkout=$tmp/checkout
make_checkout() {
	mkdir -p "$checkout/build/trees/node_modules" && git ls-files -co --exclude-standard |
		grep -v '^generated/\|^tests/[a-z-]*\.t$' | tar -cf - -T - |
		tar -xf - -C "$checkout" &&
		cp -a build/obj build/nsgen build/check-static "$checkout/build" || return 1
	printf '#!/bin/sh\n. "%s/verdict"\n' "$tmp" >"$checkout/tests/trees/judge"
	: >"$tmp/verdict"
	cp -R "$base" "$tmp/same" && cp -R "$base" "$tmp/odd" &&
		sed -i 's/free_nsproxy/release_nsproxy/' "$tmp/odd/kernel/nsproxy.c" \
			"$tmp/odd/include/linux/nsproxy.h"
}

matrix() { # words of make
	(cd "$checkout" && make -s SETUP=no matrix "$@") >"$tmp/table" 2>"$tmp/cells"
	status=$?
	cat "$tmp/cells" "$tmp/table"
	return $status
}

row() { # name, level, result, words
	grep -qF "| $1 | 2.6.19-rc6-mm2 | $2 | $3 | $4" "$tmp/table" && return
	echo "no row $*"
	return 1
}

cells() { # how many ran
	[ "$(grep -c '^  CELL ' "$tmp/cells")" -eq "$1" ] && return
	echo "not $1 cells"
	return 1
}

many() {
	matrix -j2 NS='ima net' TREES="$tmp/same $tmp/odd" RUNG=static && cells 8 &&
		row ima framework right 'static, judge' &&
		row net framework right 'static, judge' &&
		row ima framework refused nsproxy/free &&
		row ima full refused 'kernel/fork.c: no' &&
		grep -q '^2 right, 6 refused, 0 wrong, 0 broken, 0 not run; ' "$tmp/table" &&
		diff "$checkout/build/matrix/table.md" - <"$tmp/table" |
		grep '^>' | grep -qx '> 2 right.*' && [ "$(grep -c '^| ' "$tmp/table")" -eq 9 ]
}

again() { # nothing runs; then only what is gone, or was asked for otherwise
	set -- -j2 NS='ima net' TREES="$tmp/same $tmp/odd"
	matrix "$@" RUNG=static && cells 0 && row ima framework right 'static, judge' &&
		rm "$checkout"/build/matrix/ima-full-*/result &&
		matrix "$@" RUNG=static && cells 2 || return 1
	full || return 0
	touch "$checkout/cocci/nsproxy/free.cocci" &&
		matrix "$@" RUNG=static LEVELS=full && cells 4 &&
		matrix NS=net TREES="$tmp/same" RUNG=static LEVELS=full FORCE=1 && cells 1
}

killed() { # after the first cell
	set -- NS='ima net ipx' TREES="$tmp/same" RUNG=static LEVELS=framework
	cat >"$tmp/verdict" <<-END
		[ ! -e "$tmp/second" ] || kill -INT 0
		: >"$tmp/second"
	END
	(cd "$checkout" && exec env --default-signal=INT setsid make -s SETUP=no matrix FORCE=1 \
		"$@") >"$tmp/table" 2>"$tmp/cells"
	: >"$tmp/verdict"
	cat "$tmp/cells" "$tmp/table"
	cells 1 && matrix "$@" && cells 2 &&
		grep -q '^3 right, 0 refused, 0 wrong, 0 broken, 0 not run; ' "$tmp/table"
}

wrong() { # fails, and goes on
	set -- NS='ima net' TREES="$tmp/same" RUNG=static LEVELS=framework FORCE=1
	# shellcheck disable=SC2016 # for the judge
	echo 'case $2 in *ima*) echo "a|b	c"; exit 1 ;; esac' >"$tmp/verdict"
	! matrix "$@" && cells 2 && row ima framework wrong 'judge: a\|b c |' &&
		row net framework right '' || return 1
	echo 'exit 5' >"$tmp/verdict"
	! matrix "$@" && row ima framework broken judge: || return 1
	: >"$tmp/verdict"
}

unjudged() {
	mv "$checkout/build/trees" "$tmp/trees"
	matrix NS=ima TREES="$tmp/same" RUNG=static LEVELS=framework FORCE=1 &&
		row ima framework right 'static; no judge: '
	status=$?
	mv "$tmp/trees" "$checkout/build/trees"
	return $status
}

not_built() { # a tree that is no kernel
	ln -s "$top/build/linux-6.12" "$checkout/build/linux-6.12" &&
		matrix NS=net TREES="$tmp/same" LEVELS=framework RUNG=build &&
		row net framework right 'static, style, sparse, judge; this tree is not a kernel'
}

refusals() {
	for words in 'NS=2ima' 'NS=ima LEVELS=most' 'NS=ima RUNG=top' 'NS=ima CC=no-such-compiler' \
		'NS=ima TREES=missing' 'LEVELS=full' 'NS=ima TREES='; do
		# shellcheck disable=SC2086 # words
		! matrix TREES="$tmp/same" $words || return 1
		[ ! -s "$tmp/table" ] && cells 0 && grep -q '^nsgen: ' "$tmp/cells" || return 1
	done
}

data() { # neither make nor the shell reads it
	# shellcheck disable=SC2016 # that is the point
	set -- '*;touch pwned;`touch pwned`;$(shell touch pwned)'
	# shellcheck disable=SC2016 # that is the point
	! full || set -- '$(shell touch pwned)' '`touch pwned`' '*;touch pwned'
	for value; do
		for variable in NS TREES LEVELS RELEASES RUNG CC; do
			matrix NS=ima TREES="$tmp/same" LEVELS=framework RUNG=static \
				"$variable=$value" FORCE=1
			[ ! -e "$checkout/pwned" ] || { echo "$variable=$value"; return 1; }
		done
	done
	: >"$tmp/verdict"
}

compiler() { # kbuild gets CC= as one word, and no -j where make gives out the jobs
	mkdir "$tmp/bin"
	# shellcheck disable=SC2016 # for that make
	printf '#!/bin/sh\nprintf "[%%s]" "$@"\n' >"$tmp/bin/make"
	chmod +x "$tmp/bin/make"
	# shellcheck disable=SC2016 # for that shell
	PATH="$tmp/bin:$PATH" nsgen_compiler='ccache gcc' nsgen_jobs=server sh -c '
		work=/w objects=/o
		. checks/kbuild.sh
		kbuild a.o' >"$tmp/said" && cat "$tmp/said" &&
		grep -qF '[CC=ccache gcc]' "$tmp/said" && ! grep -qF '[-j' "$tmp/said"
}

# What it asks of the rungs is something that they look at.
asks() {
	words=$(sed -n 's/.*export \(nsgen_[a-z]*\).*/\1/p' scripts/sh/matrix)
	[ "$(printf '%s\n' "$words" | wc -l)" -ge 3 ] || return 1
	for word in $words; do
		grep -qr "{$word:[-+]" checks || { echo "$word: no rung reads it"; return 1; }
	done
}

ok 'a checkout' make_checkout
ok 'the rungs know what it asks for' asks
ok 'names, trees and levels' many
ok 'a second time' again
ok 'wrong, broken' wrong
if full; then # each cell takes seconds
	ok 'killed, and on' killed
	ok 'without a judge' unjudged
	ok 'a tree that is no kernel' not_built
fi
ok 'what is not there' refusals
ok 'values are data' data
ok 'the compiler' compiler
done_testing
