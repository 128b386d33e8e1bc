#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The lints of checks/lints/*.cocci: small cases, mistakes planted in real trees, what they say of
# real trees, and the kernel's own coccicheck.
#
# tests/lints/NAME/CASE.c or .h, or CASE/ with several files: good-* are silent, bad-* say what
# CASE.report has, "file:line: text". checks/lints/planted/NAME/ is one more such case, which
# checks/lint itself tries; expected is its report.

# shellcheck source=tests/lib.sh
. tests/lib.sh

tree=$tmp/tree

small_tree() { # case
	rm -rf "$tree"
	mkdir -p "$tree/include/linux" "$tree/kernel"
	: >"$tree/Makefile"
	if [ -d "$1" ]; then
		cp "$1"/*.[ch] "$tree/kernel/"
	else
		cp "$1" "$tree/kernel/"
	fi
}

says() { # lint, case
	small_tree "$2"
	NSGEN_LINTS=$1 checks/lint "$tree" >"$tmp/got" || return 1
	expected=${2%.[ch]}.report
	case ${2##*/} in
	good-*) expected=/dev/null ;;
	esac
	[ ! -e "$2/expected" ] || expected=$2/expected
	sed 's,^kernel/,,' "$tmp/got" | diff -u "$expected" -
}

cases_of() { # lint
	for each in "tests/lints/$1"/good-* "tests/lints/$1"/bad-* "checks/lints/planted/$1"; do
		case $each in
		*.report | *'*') ;;
		*) printf '%s\n' "$each" ;;
		esac
	done
}

complete() { # each lint has cases, silent ones and others, in two shapes; nothing lies about
	for lint in checks/lints/*.cocci; do
		lint=$(basename "$lint" .cocci)
		[ "$(cases_of "$lint" | grep -c /good-)" -ge 2 ] ||
			{ echo "$lint has not two good cases"; return 1; }
		{ cases_of "$lint" | grep /bad-
			cut -d: -f1,2 "checks/lints/planted/$lint/expected"; } | sort -u >"$tmp/bad"
		[ "$(wc -l <"$tmp/bad")" -ge 2 ] ||
			{ echo "$lint has not two bad cases"; return 1; }
		grep -q "^$lint	" tests/lints/plants || { echo "$lint has no plant"; return 1; }
	done
	for dir in tests/lints/*/; do
		[ -f "checks/lints/$(basename "$dir").cocci" ] ||
			{ echo "$dir has no lint"; return 1; }
	done
	for report in tests/lints/*/*.report; do
		[ -s "$report" ] || { echo "$report is empty"; return 1; }
	done
}

# The part of a tree that lints look at. Plants replace files, so links will do.
namespaces_of() { # tree, copy
	mkdir -p "$2"
	cat checks/lints/*.cocci | sed -n 's,^// Where: ,,p' >"$tmp/where"
	(cd "$1" && LC_ALL=C grep -rlE --include='*.[ch]' -f "$tmp/where" \
		kernel fs ipc net init security include && echo Makefile) >"$tmp/list"
	while IFS= read -r file; do
		mkdir -p "$2/$(dirname "$file")"
		cp "$1/$file" "$2/$file"
	done <"$tmp/list"
}

plant() { # tree, lint, file, expression, words
	cp "$1/$3" "$tmp/kept"
	sed -zE -e "$4" "$tmp/kept" >"$1/$3"
	result=0
	if cmp -s "$tmp/kept" "$1/$3"; then
		echo "'$4' changes nothing in $3"
		result=1
	elif ! NSGEN_LINTS=$2 checks/lint "$1" >"$tmp/got" || ! grep -qF -- "$5" "$tmp/got"; then
		echo "no '$5' in:"
		cat "$tmp/got"
		result=1
	fi
	cp "$tmp/kept" "$1/$3"
	return $result
}

judged() { # release, tree
	checks/lint "$2" >"$tmp/got" || return 1
	sed 's,^\([^:]*\):[0-9]*: ,\1\t,' "$tmp/got" | sort >"$tmp/said"
	awk -F '\t' -v release="$1" '$1 == release { print $3 "\t" $4 }' tests/lints/judged |
		sort | diff -u - "$tmp/said"
}

verdicts() { # each line of judged has five fields, and a verdict
	awk -F '\t' '/^#/ { next } NF != 5 || $2 !~ /^(true|latent|false)$/ ||
		$5 == "" { print; bad = 1 } END { exit bad || NR < 3 }' tests/lints/judged
}

# The kernel's own coccicheck on one file of a tree that is only read.
coccicheck() { # lint or hook, mode, file, SPFLAGS
	mkdir -p "$tmp/obj"
	kernel=$(cd build/linux-6.12 && pwd -P)
	make -s -C "$kernel" O="$tmp/obj" coccicheck "COCCI=$PWD/$1" \
		"MODE=$2" "M=$kernel/$3" ${4:+"SPFLAGS=$4"} >"$tmp/log" 2>&1 ||
		{ cat "$tmp/log"; return 1; }
	grep -vE '^$|^Please check|^When using|spatch -D ' "$tmp/log" |
		sed "s,$kernel/,,g" >"$tmp/got"
}

coccicheck_lint() { # lint, mode, file, expected
	coccicheck "checks/lints/$1.cocci" "$2" "$3" || return 1
	printf '%s\n' "$4" | diff -u - "$tmp/got"
}

# Every lint in every mode that it has: no error, no output of its own. What needs a script to
# tell good from bad has no context.
coccicheck_all() {
	for lint in checks/lints/*.cocci; do
		for mode in report org context; do
			grep -q "^virtual $mode$" "$lint" || continue
			coccicheck "$lint" "$mode" kernel/utsname.c || return 1
			[ ! -s "$tmp/got" ] || { echo "$lint $mode:"; cat "$tmp/got"; return 1; }
		done
	done
}

# coccicheck says -D patch, which spatch refuses where the rule does not know it.
hooks_patch() {
	! find cocci -name '*.cocci' -exec grep -L '^virtual patch$' {} + | grep .
}

# What the hook adds and removes is what nsgen does.
coccicheck_hook() { # hook, file, SPFLAGS
	coccicheck "$1" patch "$2" "$3" || return 1
	"$NSGEN" try --name=foo "$1" "build/linux-6.12/$2" >"$tmp/tried" || return 1
	diff -u "build/linux-6.12/$2" "$tmp/tried" | grep '^[-+]' | tail -n +3 >"$tmp/ours"
	grep '^[-+]' "$tmp/got" | tail -n +3 | diff -u "$tmp/ours" - && [ -s "$tmp/ours" ]
}

fails() { # status, words, command
	want=$1 words=$2
	shift 2
	status=0
	"$@" >"$tmp/stdout" 2>"$tmp/stderr" || status=$?
	[ "$status" -eq "$want" ] || { echo "status $status"; cat "$tmp/stderr"; return 1; }
	[ ! -s "$tmp/stdout" ] || { echo 'prints'; return 1; }
	grep -qF -- "$words" "$tmp/stderr" ||
		{ echo "no '$words' in:"; cat "$tmp/stderr"; return 1; }
}

# A lint that spatch cannot run must not look like one that has nothing to say.
broken_lint() { # what is wrong with it, as a sed expression; words
	mkdir -p "$tmp/broken/lints"
	cp checks/lint checks/say.sh "$tmp/broken/"
	cp -r checks/lints/planted "$tmp/broken/lints/"
	sed "$1" checks/lints/stub.cocci >"$tmp/broken/lints/stub.cocci"
	fails 5 "$2" "$tmp/broken/lint" "$tree"
}

# A lint that finds less with this spatch than it should, and one that finds more.
blind_lint() { # what is wrong with it, as a sed expression; where it is seen
	mkdir -p "$tmp/broken/lints"
	cp checks/lint checks/say.sh "$tmp/broken/"
	cp -r checks/lints/planted "$tmp/broken/lints/"
	sed "$1" checks/lints/stub.cocci >"$tmp/broken/lints/stub.cocci"
	small_tree tests/lints/stub/good-6.12.h
	fails 5 "nsgen: checks/lints/planted/stub/$2" "$tmp/broken/lint" "$tree" &&
		grep -q 'spatch [0-9.]* has another result here' "$tmp/stderr"
}

# PCRE and Str, which spatch can be built with, agree only on regular expressions without groups,
# alternatives, counts and escapes.
regular_expressions() {
	grep -nE '[=!]~ *"[^"]*[(){}|\\][^"]*"' checks/lints/*.cocci cocci/*/*.cocci
	[ $? -eq 1 ]
}

ok 'every lint has cases and plants' complete
ok 'regular expressions mean the same to each spatch' regular_expressions
for lint in checks/lints/*.cocci; do
	lint=$(basename "$lint" .cocci)
	for each in $(cases_of "$lint"); do
		ok "$lint: ${each##*/}" says "$lint" "$each"
	done
done

small_tree tests/lints/stub/good-6.12.h
ok 'no tree' fails 2 'not a kernel tree' checks/lint "$tmp"
ok 'no such file' fails 2 "'kernel/none.c' not found" checks/lint "$tree" kernel/none.c
ok 'a file outside the tree' \
	fails 2 'not a path inside the tree' checks/lint "$tree" ../tree/Makefile
ok 'no such lint' fails 2 "lint 'none' not found" env NSGEN_LINTS=none checks/lint "$tree"
ok 'a lint that does not parse' \
	broken_lint 's/^@stub@/@stub/' 'checks/lints/stub.cocci: spatch says: '
ok 'a lint whose script fails' \
	broken_lint 's/^if not fn/if no fn/' 'checks/lints/stub.cocci: spatch says: '
ok 'a lint that is blind' blind_lint 's/=~ "ns$" ||/=~ "never" ||/' '6.12.h:'
ok 'a lint that sees ghosts' blind_lint 's/startswith/endswith/' 'inverted-7.2.h:15: '
ok 'a lint that does not say where it looks' broken_lint '/^\/\/ Where:/d' "missing 'Where:'"

ok 'judged: verdicts' verdicts
if full; then
	for release in ${NSGEN_TEST_RELEASES:-6.1 6.12}; do
		ok "$release: each report is judged" judged "$release" "build/linux-$release"
	done
fi
for release in ${NSGEN_TEST_RELEASES:-6.12}; do
	namespaces_of "build/linux-$release" "$tmp/copy"
	# Of each lint the first one that is for this tree, where there is not the time for all.
	full && each= || each='seen[$1]++ { next }'
	awk -F '\t' "/^#/ { next } index(\" \" \$2 \" \", \" $release \") == 0 { next }
		$each { print }" tests/lints/plants >"$tmp/plants"
	while IFS='	' read -r lint where file expression words <&3; do
		case " $where " in
		*" $release "*) ok "$release: $words" plant \
			"$tmp/copy" "$lint" "$file" "$expression" "$words" ;;
		esac
	done 3<"$tmp/plants"
	rm -rf "$tmp/copy"
done

text='copy_cgroup_ns() takes no notice of the flags: with the namespace off its flag does nothing, and succeeds'
ok 'coccicheck MODE=report' \
	coccicheck_lint stub report include/linux/cgroup.h "include/linux/cgroup.h:795:0-14: $text"
ok 'coccicheck MODE=org' coccicheck_lint stub org include/linux/cgroup.h \
	"* TODO [[view:include/linux/cgroup.h::face=ovl-face1::linb=795::colb=0::cole=14][$text]]"
! full || ok 'coccicheck, all lints in all modes' coccicheck_all
ok 'every hook has virtual patch' hooks_patch
ok 'coccicheck runs the hook for the field' \
	coccicheck_hook cocci/nsproxy/field.cocci include/linux/nsproxy.h \
	'--include-headers -D tag=foo_namespace -D member=foo_ns'
ok 'coccicheck runs the hook for the put' coccicheck_hook cocci/nsproxy/free.cocci \
	kernel/nsproxy.c '-D put=put_foo_ns -D member=foo_ns'
done_testing
