#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: full
#
# Are the rungs any good? Mistakes that people made are planted into correct series, and the first
# rung that sees each is asked for.
#
# Documentation/mutants.md has the table and says how a mutant is written. "make check-full"
# plants two of each class again, of those that the record has, and asks "static", which is quick.
# By hand:
#
#	MUTANTS_ONLY='*' sh tests/mutants.t
#	MUTANTS_ALL=1 sh tests/mutants.t
#	MUTANTS_RUNGS='static style sparse build boot' MUTANTS_WORK=$PWD/build/mutants \
#		MUTANTS_ONLY='free/*' sh tests/mutants.t
#
# MUTANTS_ALL=1 tries each mutant in all of its trees that are here; MUTANTS_ONLY has patterns,
# MUTANTS_KEYS trees. MUTANTS_TREES='2.6.24=../linux-2.6.24 ...' names trees that are not under
# build/. MUTANTS_RECORD=1 writes what was seen to tests/mutants/record, which the table is made
# from. MUTANTS_WORK keeps builds from one mutant to the next, one mutant at a time.

# Many runs on whole trees, for which the sanitized nsgen takes too long; tests/sanitized.t is for
# that.
NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

export LC_ALL=C
: "${MUTANTS_RUNGS=static}"
export MUTANTS_RUNGS
record=tests/mutants/record
only=${MUTANTS_ONLY:-*}
sample=
[ -n "${MUTANTS_ONLY:-}${MUTANTS_ALL:-}${MUTANTS_RECORD:-}" ] || sample=1
make_large
prepared=$large/prepared
mkdir "$prepared"

mutants() {
	(cd tests/mutants && find . -mindepth 2 -type f | sed 's,^\./,,' | sort)
}

header() { # mutant, word
	sed -n "/^@@/q; s/^# $2: //p" "tests/mutants/$1"
}

# A tree's directory; none for one that is not here. KEY is a release, "base", or one of them with
# the level behind a colon.
tree_of() { # key
	case " ${MUTANTS_KEYS:-$1} base " in *" $1 "*) ;; *) return ;; esac
	case ${1%:*} in
	base) echo "$base" ;;
	*)
		for named in ${MUTANTS_TREES:-}; do
			[ "${named%%=*}" != "${1%:*}" ] || { echo "${named#*=}"; return; }
		done
		[ ! -d "$top/build/linux-${1%:*}" ] || echo "$top/build/linux-${1%:*}"
		;;
	esac
}

prepare() { # key
	where=$prepared/$1
	tree=$(tree_of "$1")
	mkdir "$where" "$where/a" || return 1
	ln -s "$tree" "$where/tree"
	case $1 in
	*:*) set -- "$1" --level="${1#*:}" ;;
	esac
	shift
	rm -rf "$tmp/out"
	generate ima "$tree" "$@" || return 1
	patches_of ima >"$tmp/patches"
	# shellcheck disable=SC2046 # nsgen's own names have no blanks
	sed -n 's,^diff --git a/.* b/,,p' $(cat "$tmp/patches") |
		sort -u | while IFS= read -r file; do
		[ -f "$tree/$file" ] || continue
		mkdir -p "$where/a/$(dirname "$file")"
		cp "$tree/$file" "$where/a/$file" || exit 1
	done || return 1
	cp -R "$where/a" "$where/b"
	apply_series "$where/b" ima && mv "$(series_of ima)" "$where/series"
}

chosen() (
	# Patterns for mutants, not for files.
	set -f
	mutants | while IFS= read -r mutant; do
		for pattern in $only; do
			# shellcheck disable=SC2254 # a pattern is meant
			case $mutant in $pattern) echo "$mutant"; break ;; esac
		done
	done
)

# Of each class the first two that static has caught, in trees that are here: what "make
# check-full" has the time for.
few() {
	while read -r mutant key seen _; do
		case $key in *:*) continue ;; esac
		[ "$seen" = static ] && [ -n "$(tree_of "$key")" ] && echo "$mutant $key"
	done <"$record" |
		awk '{ split($1, part, "/") } $1 != last && n[part[1]]++ < 2; { last = $1 }'
}

# "MUTANT KEY" of what is tried: each mutant in one of its trees that are here, now in this and
# now in that, or in all of them.
pairs() {
	if [ -n "$sample" ]; then
		few
		return
	fi
	nr=0
	chosen | while IFS= read -r mutant; do
		nr=$((nr + 1))
		for key in $(header "$mutant" Trees); do
			[ ! -d "$prepared/$key/series" ] || echo "$mutant $key"
		done >"$tmp/here"
		[ -s "$tmp/here" ] || continue
		if [ -n "${MUTANTS_ALL:-}" ]; then
			cat "$tmp/here"
		else
			sed -n "$((nr % $(wc -l <"$tmp/here") + 1))p" "$tmp/here"
		fi
	done
}

# What is in the headers is what the others read: all of them are there, and the class is the
# directory's.
described() { # mutant
	for word in Class Trees Plants; do
		[ -n "$(header "$1" "$word")" ] || { echo "no $word:"; return 1; }
	done
	case $(header "$1" Class) in
	none*) [ -n "$(header "$1" Why)" ] && [ -z "$(header "$1" Caught)" ] ;;
	*)
		[ -n "$(header "$1" Wrong)" ] &&
			header "$1" Caught | grep -qxE 'static|style|sparse|build|boot|stress'
		;;
	esac || { echo 'Why:, or Wrong: and Caught:'; return 1; }
	[ "$(cd "tests/mutants/$(dirname "$1")" && sed -n 's/^# Class: //p' ./* |
		sort -u | wc -l)" -eq 1 ]
}

verdict() { # mutant, key
	cat "$prepared/verdicts/$(printf '%s' "$1" | tr / -):$2"
}

judged() { # mutant, key, verdict
	# Who finds fault with the series as it should be has not seen the mistake.
	[ "$1" = refolded ] || [ "$(verdict refolded "$2")" = none ] ||
		{ echo 'the series without it is found fault with'; return 1; }
	seen=$(verdict "$1" "$2")
	[ "$seen" = "$3" ] || {
		echo "seen: $seen"
		cat "$prepared/verdicts/$(printf '%s' "$1" | tr / -):$2.log"
		return 1
	}
}

# What is planted, not what is said of it.
digest() { # mutant
	sed -n '/^# Spec: /p; /^@@/,$p' "tests/mutants/$1" | sha256sum | cut -c1-16
}

missed() { # mutant, key
	case " $(header "$1" Missed) " in
	*" $2 "*) ;;
	*) return 1 ;;
	esac
}

# What must be seen of it in the end: a rung, or none.
promised() { # mutant, key
	promise=$(header "$1" Caught)
	if missed "$1" "$2"; then
		promise=none
	fi
	echo "${promise:-none}"
}

# What was seen, and which rungs were asked, for only among them it was the first. A mistake that
# none of them saw is not kept: one that was not asked may see it.
keep_record() {
	asked=$(echo "$MUTANTS_RUNGS" | tr ' ' ,)
	while read -r mutant key; do
		[ "$(verdict refolded "$key")" = none ] || continue
		seen=$(verdict "$mutant" "$key")
		[ "$seen" != none ] || [ "$(promised "$mutant" "$key")" = none ] || continue
		echo "$mutant $key $seen $asked $(digest "$mutant")"
	done <"$tmp/pairs" >"$tmp/seen"
	awk 'FNR == NR { seen[$1, $2] = 1; print; next } !(($1, $2) in seen)' \
		"$tmp/seen" "$record" | sort >"$tmp/record" &&
		cp "$tmp/record" "$record"
}

# Each mutant was tried as it is now, and what was seen is what it promises. Nothing else is in
# the record.
recorded() {
	mutants | while IFS= read -r mutant; do
		sum=$(digest "$mutant")
		for key in $(header "$mutant" Trees); do
			echo "$mutant $key $(promised "$mutant" "$key") $sum"
		done
	done | sort >"$tmp/promised"
	awk '{ print $1, $2, $3, $5 }' "$record" | sort | comm -23 - "$tmp/promised" >"$tmp/odd"
	cut -d' ' -f1 "$record" | sort -u >"$tmp/tried"
	mutants | comm -23 - "$tmp/tried" >"$tmp/untried"
	head "$tmp/odd" "$tmp/untried"
	[ ! -s "$tmp/odd" ] && [ ! -s "$tmp/untried" ]
}

table() {
	sed -n '/^## The mistakes$/,$p' Documentation/mutants.md >"$tmp/documented"
	tests/mutants/table | diff "$tmp/documented" -
}

enough() { # eleven classes, each in two places or eras, thirty mutants
	mutants | while IFS= read -r mutant; do
		case $(header "$mutant" Class) in none*) continue ;; esac
		for key in $(header "$mutant" Trees); do
			printf '%s\t%s\t%s\n' "$(header "$mutant" Class)" "$mutant" "$key"
		done
	done >"$tmp/all"
	[ "$(cut -f1 "$tmp/all" | sort -u | wc -l)" -ge 12 ] || return 1
	[ "$(cut -f2 "$tmp/all" | sort -u | wc -l)" -ge 30 ] || return 1
	cut -f1 "$tmp/all" | sort | uniq -c | awk '{ print } $1 < 2 { bad = 1 } END { exit bad }'
}

refused_mutant() { # words, hunk
	printf '# a mutant\n%s\n' "$2" >"$tmp/mutant"
	! tests/mutants/plant "$tmp/mutant" "$prepared/base/tree/" "$prepared/base" "$tmp/planted" \
		>"$tmp/log" 2>&1 || return 1
	grep -qF -- "$1" "$tmp/log" || { cat "$tmp/log"; return 1; }
}

ok 'eleven classes and more than thirty mutants' enough
mutants >"$tmp/mutants"
while IFS= read -r mutant; do
	ok "$mutant is described" described "$mutant"
done <"$tmp/mutants"

keys() {
	if [ -n "$sample" ]; then
		few | cut -d' ' -f2
	else
		chosen | while IFS= read -r mutant; do header "$mutant" Trees; done | tr ' ' '\n'
	fi | grep -vx base | sort -u
}

for key in base $(keys); do
	[ -n "$(tree_of "$key")" ] || continue
	ok "$key: a correct series" prepare "$key"
done

ok 'a hunk that fits nowhere is refused' refused_mutant 'there 0 times' '@@ kernel/nsproxy.c @@
-no such line'
ok 'a hunk that fits twice is refused' refused_mutant 'times, not once' '@@ kernel/nsproxy.c @@
-		if (ns->ima_ns)
+		if (ns)
@@ kernel/nsproxy.c @@
-	}'
ok 'a hunk that changes nothing is refused' refused_mutant 'changes nothing' '@@ kernel/nsproxy.c @@
 out_ima:'
ok 'a file that is not there is refused' refused_mutant 'cannot' '@@ kernel/nothing.c @@
-int x;'

find "$prepared" -mindepth 2 -maxdepth 2 -name series | sort | while IFS= read -r where; do
	echo "refolded $(basename "$(dirname "$where")")"
done >"$tmp/refolded"
pairs >"$tmp/pairs"
jobs=$(nproc)
[ -z "${MUTANTS_WORK:-}" ] || jobs=1
mkdir "$prepared/verdicts"
for list in refolded pairs; do
	xargs -n 2 -P "$jobs" tests/mutants/try "$prepared" <"$tmp/$list"
done
[ "${MUTANTS_RECORD:-}" != 1 ] || ok 'what was seen is recorded' keep_record

while read -r mutant key; do
	ok "$key: the series as it should be, folded the same way, is content" \
		judged "$mutant" "$key" none
done <"$tmp/refolded"
while read -r mutant key; do
	want=$(promised "$mutant" "$key")
	# A rung that was not asked cannot see it, and those that were asked must not.
	case " $MUTANTS_RUNGS " in *" $want "*) ;; *) want=none ;; esac
	ok "$key: $mutant: $(header "$mutant" Plants): $want" judged "$mutant" "$key" "$want"
done <"$tmp/pairs"

ok 'the record has each mutant, and what it promises' recorded
ok 'Documentation/mutants.md has what the record says' table
# Not hidden: prove counts what is left to do.
while IFS= read -r mutant; do
	for key in $(header "$mutant" Missed); do
		count=$((count + 1))
		echo "not ok $count - $key: $mutant # TODO no rung sees it"
	done
done <"$tmp/mutants"
done_testing
