#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# Before and after of every hook, as TAP: prove tests/hooks.t
#
# tests/hooks/ROOM/HOOK/ has the cases of cocci/ROOM/HOOK, one file each, CASE.SUFFIX:
#   miss, miss-*    nothing is printed, one line on stderr names the hook, exit status 3
#   wired, wired-*  printed unchanged
#   any other       printed as CASE.SUFFIX.res has it
# Beside a case: CASE.tree is the tree that it stands in, for hooks that look at other files;
# CASE.name has the name that is wired in (foo without it), CASE.conf goes to --conf, CASE.err has
# words that the line on stderr must contain. wired.SUFFIX must be what clean.SUFFIX becomes.
# NSGEN= is the program (build/nsgen); check-full takes the sanitized one, which needs three times
# as long. HOOK= of make (nsgen_hook) is the only hook to try, as room/name, with its suffix or
# without it, or a pattern for several.

set -u
LC_ALL=C
export LC_ALL

nsgen=${NSGEN:-build/nsgen}
[ "${NSGEN_TIER:-full}" = full ] || nsgen=${NSGEN_FAST:-$nsgen}
if [ ! -d cocci ] || [ ! -d tests/hooks ]; then
	echo "Bail out! run this from the top of nsgen's checkout, as in: prove tests/hooks.t"
	exit 1
fi
if ! command -v "$nsgen" >/dev/null; then
	echo "Bail out! $nsgen: there is no such program; run make first, or set NSGEN="
	exit 1
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
number=0
failures=0

# result STATUS WHAT: what went wrong is in $work/why
result()
{
	number=$((number + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $number - $2"
		return
	fi
	failures=$((failures + 1))
	echo "not ok $number - $2"
	sed 's/^/# /' "$work/why"
}

why()
{
	printf '%s\n' "$*" >>"$work/why"
}

# same EXPECTED GOT: byte for byte; says where not
same()
{
	cmp -s "$1" "$2" && return
	why "--- $1 is expected, +++ is what came"
	diff -u "$1" "$2" 2>>"$work/why" | tail -n +3 >>"$work/why"
	return 1
}

# run_case HOOK FILE
run_case()
{
	hook=$1
	file=$2
	which=${file##*/}
	which=${which%.*}
	base=${file%/*}/$which
	name=foo
	bad=0

	: >"$work/why"
	if [ -e "$base.name" ]; then
		name=$(cat "$base.name")
	fi
	set -- try --name "$name"
	if [ -e "$base.conf" ]; then
		set -- "$@" --conf "$base.conf"
	fi
	if [ -d "$base.tree" ]; then
		set -- "$@" --kernel "$base.tree"
	fi
	"$nsgen" "$@" "$hook" "$file" >"$work/out" 2>"$work/err" </dev/null
	status=$?

	want=0
	case $which in
	miss | miss-*)
		want=3
		expected=/dev/null
		if [ "$(wc -l <"$work/err")" -ne 1 ] || ! grep -qF -e "$hook" "$work/err"; then
			why "stderr is not one line that names $hook"
			bad=1
		fi
		;;
	wired | wired-*)
		expected=$file
		;;
	*)
		expected=$file.res
		;;
	esac
	if [ "$status" -ne "$want" ]; then
		why "exit status $status, not $want"
		bad=1
	fi
	if [ ! -e "$expected" ]; then
		why "there is no $expected"
		bad=1
	elif ! same "$expected" "$work/out"; then
		bad=1
	fi
	if [ "$want" -eq 0 ] && [ -s "$work/err" ]; then
		why "stderr is not empty"
		bad=1
	fi
	# An input that is its own result would test nothing.
	if [ "$want" -eq 0 ] && [ "$expected" != "$file" ] && cmp -s "$file" "$expected"; then
		why "$expected does not differ from $file"
		bad=1
	fi
	if [ "$which" = wired ] && ! same "${file%/*}/clean.${file##*.}.res" "$file"; then
		bad=1
	fi
	if [ -e "$base.err" ] && ! grep -qF -e "$(cat "$base.err")" "$work/err"; then
		why "stderr does not say: $(cat "$base.err")"
		bad=1
	fi
	if [ "$bad" -ne 0 ]; then
		sed 's/^/stderr: /' "$work/err" >>"$work/why"
	fi
	result "$bad" "$hook $which"
}

is_case()
{
	case $1 in
	*.res | *.name | *.conf | *.err | *.tree) return 1 ;;
	esac
	[ -f "$1" ]
}

# has_case DIR CASE: exactly one file, whatever its suffix
has_case()
{
	found=0
	for try in "$1/$2".*; do
		if is_case "$try"; then
			found=$((found + 1))
		fi
	done
	[ "$found" -eq 1 ]
}

# Each hook has its cases, and nothing lies about that belongs to none.
check_cases()
{
	hook=$1
	dir=$2
	bad=0

	: >"$work/why"
	case $hook in
	*.skel) needed="clean miss" ;;
	*) needed="clean wired second miss" ;;
	esac
	for need in $needed; do
		if ! has_case "$dir" "$need"; then
			why "$dir has no case '$need', or more than one"
			bad=1
		fi
	done
	for file in "$dir"/*; do
		case $file in
		*.res)
			is_case "${file%.res}" && continue
			;;
		*)
			stem=${file##*/}
			has_case "$dir" "${stem%.*}" && continue
			;;
		esac
		why "$file belongs to no case, or to more than one"
		bad=1
	done
	result "$bad" "$hook has its cases"
}

# The hook's case clean, of which a changed copy is going to be $changed.
find_clean()
{
	for file in "$dir"/clean.*; do
		is_case "$file" && break
	done
	changed=$work/${file##*/}
}

# What the hook makes of $changed has to be $work/expected.
try_changed()
{
	base=${file%.*} name=foo
	if [ -e "$base.name" ]; then
		name=$(cat "$base.name")
	fi
	set -- try --name "$name"
	if [ -e "$base.conf" ]; then
		set -- "$@" --conf "$base.conf"
	fi
	if [ -d "$base.tree" ]; then
		set -- "$@" --kernel "$base.tree"
	fi
	"$nsgen" "$@" "$hook" "$changed" >"$work/out" 2>"$work/why.err" </dev/null || bad=1
	cat "$work/why.err" >>"$work/why"
	same "$work/expected" "$work/out" || bad=1
	rm -f "$changed"
}

# An old version of the file in front of it, in a comment or in #if 0, is not the place.
decoys()
{
	hook=$1
	dir=$2
	bad=0

	: >"$work/why"
	find_clean
	{
		echo '/*'
		sed 's,/[*],,g; s,[*]/,,g' "$file"
		echo '*/'
		echo '#if 0'
		cat "$file"
		echo '#endif'
	} >"$work/old"
	cat "$work/old" "$file" >"$changed"
	cat "$work/old" "$file.res" >"$work/expected"
	try_changed
	result "$bad" "$hook reads code only"
}

# How the definition of a function begins says nothing about its place: what the hook makes of
# clean with other words in front of the functions that its patterns name is what it makes of
# clean, with the same words.
storage()
{
	hook=$1
	dir=$2
	bad=0

	: >"$work/why"
	head='\\(static \\)\\{0,1\\}\\([A-Za-z][A-Za-z0-9_ *]*[ *]&(\\)'
	sed -n 's,^// [A-Z][a-z]*: ,,p' "$hook" | grep -o '@def [^@]*@' |
		sed 's/^@def //; s/@$//; s/^(?:\(.*\))$/\1/' | tr '|' '\n' | sort -u |
		sed "s/.*/\/;\$\/!s\/^$head\/static __always_inline __cold \\\\2\//" \
			>"$work/storage.sed"
	find_clean
	sed -f "$work/storage.sed" "$file" >"$changed"
	if cmp -s "$file" "$changed"; then
		why "$file defines none of the functions that $hook names"
		bad=1
	fi
	sed -f "$work/storage.sed" "$file.res" >"$work/expected"
	try_changed
	result "$bad" "$hook does not ask how a function's definition begins"
}

hooks()
{
	# .optional files wire nothing: tests/full.t looks at what the report says of them
	find cocci -mindepth 2 -type f ! -name '.*' ! -name '*~' ! -name '*.optional' |
		sort | while IFS= read -r found; do
		# shellcheck disable=SC2254 # a pattern is meant
		case ${found#cocci/} in
		${nsgen_hook:-*} | ${nsgen_hook:-*}.*) printf '%s\n' "$found" ;;
		esac
	done
}

cases_of()
{
	for case_file in "tests/hooks/${1#cocci/}"/*; do
		if is_case "$case_file"; then
			printf '%s\n' "$case_file"
		fi
	done
}

# Does the hook search a file of C? A new file is written without one.
reads_c()
{
	case $1 in
	*.skel) return 1 ;;
	esac
	grep -q '^// File: .*\.[ch]$' "$1"
}

hooks >"$work/hooks"
printf '%s\n' tests/hooks/*/* >"$work/dirs"

plan=1
while IFS= read -r each; do
	plan=$((plan + 1 + $(cases_of "$each" | wc -l)))
	! grep -q '^// .*@def ' "$each" || plan=$((plan + 1))
	! reads_c "$each" || plan=$((plan + 1))
done <"$work/hooks"
echo "1..$plan"

: >"$work/why"
while IFS= read -r each; do
	if [ ! -d "$each" ] || [ ! -f "cocci/${each#tests/hooks/}" ]; then
		why "$each: there is no cocci/${each#tests/hooks/}"
	fi
done <"$work/dirs"
if [ ! -s "$work/hooks" ]; then
	why "there are no hooks in cocci/${nsgen_hook:+, or none as HOOK= has it}"
fi
[ ! -s "$work/why" ]
result $? "every directory of cases has its hook"

while IFS= read -r each <&3; do
	check_cases "$each" "tests/hooks/${each#cocci/}"
	cases_of "$each" >"$work/cases"
	while IFS= read -r each_case <&4; do
		run_case "$each" "$each_case"
	done 4<"$work/cases"
	! grep -q '^// .*@def ' "$each" || storage "$each" "tests/hooks/${each#cocci/}"
	! reads_c "$each" || decoys "$each" "tests/hooks/${each#cocci/}"
done 3<"$work/hooks"

if [ "$number" -ne "$plan" ]; then
	echo "# ran $number of $plan"
	exit 1
fi
[ "$failures" -eq 0 ]
