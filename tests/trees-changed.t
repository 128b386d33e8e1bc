#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Forty changed trees with a fixed seed: what comes of them is what was recorded, none crashes, and
# the same seed gives the same trees. "make check-trees N= SEED=" tries others.
#
# After a change of what nsgen serves or of the operators, record the counts anew and look at the
# difference:
#
#	TREES_RECORD=1 sh tests/trees-changed.t

# Many runs, for which the sanitized nsgen takes too long.
NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh
export NSGEN

expected=tests/trees/expected
releases=6.1,6.12,7.2
judge=
[ ! -x tests/trees/judge ] || judge=--judge

# Debian updates its packages; counts are of the trees that they were recorded with.
versions() {
	echo "# $(for release in $(echo $releases | tr , ' '); do
		sed -n 's/^\(VERSION\|PATCHLEVEL\|SUBLEVEL\) = //p' \
			"build/linux-$release/Makefile" | paste -sd.
	done | paste -sd' ')${judge:+, judged}"
}

trees() { # count, options
	count_of=$1
	shift
	# Status 1 says that something is wrong; the table says what.
	tests/trees/run --count="$count_of" --seed=check --releases=$releases "$@" || [ $? -eq 1 ]
}

forty() {
	# shellcheck disable=SC2086 # no option, or one
	{ versions; trees 40 --summary $judge; } >"$tmp/counts"
}

as_recorded() {
	[ "${TREES_RECORD:-}" != 1 ] || cp "$tmp/counts" $expected
	if [ "$(head -n 1 "$tmp/counts")" != "$(head -n 1 $expected)" ]; then
		echo "recorded for other trees: $(head -n 1 $expected)"
		return 0
	fi
	diff $expected "$tmp/counts"
}

no_crash() { # the last column of the row that has all
	sed -n '/^kind.* crash$/p' "$tmp/counts" | grep -q . || return 1
	awk '$1 == "all" { exit $NF != 0 }' "$tmp/counts"
}

twice() {
	cut -f1,2,4,5 build/trees/last >"$tmp/first"
	trees 5 --summary >/dev/null || return 1
	cut -f1,2,4,5 build/trees/last >"$tmp/second"
	head -n 5 "$tmp/first" | diff - "$tmp/second"
}

resident() { # the judge that stays says what the judge that is started for each tree says
	trees 8 --summary --store="$tmp/store" --judge >/dev/null || return 1
	cp build/trees/last "$tmp/first"
	trees 8 --summary --store="$tmp/store" --judge=./tests/trees/judge >/dev/null || return 1
	diff "$tmp/first" build/trees/last && grep -q right "$tmp/first"
}

# Behind the macros that neighbours may use, the judge reads what they stand for.
expands() {
	cat >"$tmp/macros.c" <<-'EOF'
	#define V(flag, ns) do { if (f & (flag)) g(ns); } while (0)
	#define OPS(x) &x##_ops
	void h(void) { struct a *old = t->a; V(UTS, &old->uts); ops(OPS(uts)); }
	void i(void) { struct a *old = t->a; old = k(); l(old->uts); }
	EOF
	cat >"$tmp/expanded" <<-'EOF'
	V do { if ( f & ( flag ) ) g ( ns ) ; } while ( 0 )
	OPS & x ## _ops
	void h ( void ) { struct a * old = t -> a ; @
	void i ( void ) { struct a * old = t -> a ; old = k ( ) ; l ( old -> uts ) ; }
	EOF
	node --input-type=module - "$tmp/macros.c" >"$tmp/is" <<-EOF
	import fs from 'node:fs';
	import { lex } from '$PWD/tests/trees/read/lex.mjs';
	import { expanded } from '$PWD/tests/trees/read/expand.mjs';
	const rows = [];
	for (const t of expanded(lex(fs.readFileSync(process.argv[2], 'utf8'))).tokens)
	        (rows[t.line - 1] ??= []).push(t.k === 'd' ? t.macro : t.t);
	console.log(rows.map((row) => row.join(' ')).join('\n'));
	EOF
	# The line is too long to stand there.
	h='if ( f \& UTS ) g ( \& t -> a -> uts ) ; ops ( \& uts_ops ) ; }'
	sed "s/@/$h/" "$tmp/expanded" | diff - "$tmp/is"
}

known() { # enough operators of each kind, each with a meaning
	tests/trees/run --list --releases=6.12 >"$tmp/operators" || return 1
	awk '/^# all: / { all = $3 } /^# [a-z]+: / && $3 < 10 { few = $2 }
		END { exit few != "" || all < 150 }' "$tmp/operators" || return 1
	! grep -vE '^#|^[a-z]+/[^ ]+ (true|false|refuse) ' "$tmp/operators"
}

refuses() { # words, options
	words=$1
	shift
	status=0
	tests/trees/run "$@" >"$tmp/log" 2>&1 || status=$?
	[ $status -eq 2 ] && grep -qF -- "$words" "$tmp/log" && [ "$(wc -l <"$tmp/log")" -eq 1 ]
}

compiles() { # what the compiler says, options
	says=$1
	shift
	tests/trees/run --op='^ifdef/free-time-guarded$' --releases=6.12 --compile=1 --judge \
		--summary "$@" >"$tmp/compiled"
	cat "$tmp/compiled"
	sed -n '/^compiled/{n;p;}' "$tmp/compiled" | tr -s ' ' | grep -qx "$says"
}

# A series that the tree is no reason for not to compile.
not_compiled() {
	cat >"$tmp/wrong-nsgen" <<-END
		#!/bin/sh
		for each; do case \$each in --out=*) out=\${each#--out=} ;; esac; done
		NSGEN_HOME=$top "$NSGEN" "\$@" && sed -i 's/^+	return ns;\$/+	return nothing;/' \
			"\$out"/*/*/0*.patch
	END
	chmod +x "$tmp/wrong-nsgen" && compiles '1 0 1 0' --nsgen="$tmp/wrong-nsgen" &&
		awk '$1 == "ifdef" { exit $4 != 1 }' "$tmp/compiled"
}

nothing_left() {
	! find build/trees -maxdepth 1 -name 'run-*' -newer "$tmp/start" | grep .
}

touch "$tmp/start"
ok 'operators of each kind' known
ok 'macros of a file are read as what they stand for' expands
ok 'unchanged copies: the same series as of the whole trees' \
	tests/trees/run --pristine --releases=6.12
ok 'forty changed trees' forty
ok 'what came of them is as recorded' as_recorded
ok 'none crashed' no_crash
ok 'the same seed: the same trees' twice
if full && [ -n "$judge" ]; then
	ok 'the judge reads each file once, and says the same' resident
fi
if full && [ -n "$judge" ]; then
	ok 'a compiler takes what is right' compiles '1 1 0 0'
	ok 'and not what is wrong' not_compiled
fi
ok 'the pristine trees are as they were' \
	test -z "$(find build/linux-6.12/kernel build/linux-6.12/fs -newer "$tmp/start" -type f)"
ok 'an unknown option is refused' refuses '--sed' --sed=1
ok 'a number is wanted' refuses 'expected a number' --count=many
ok 'no judge to settle with' refuses 'give --judge, too' --compile=4
ok 'a tree that is not here' refuses 'tree not found' --releases=6.11
ok 'no copy is left' nothing_left
done_testing
