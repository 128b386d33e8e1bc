# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# TAP for shell tests. A test is a command: ok WHAT COMMAND …; its output is shown if it fails.

NSGEN=${NSGEN:-build/nsgen}
case $NSGEN in
/*) ;;
*) NSGEN=$PWD/$NSGEN ;;
esac
top=$PWD
# Settings of the developer must not replace what is tested.
unset NSGEN_HOME NSGEN_FRONT
# shellcheck disable=SC2034 # the tests use it
base=$top/tests/base/2.6.19-rc6-mm2
tmp=$(mktemp -d "${TMPDIR:-/tmp}/nsgen-test-XXXXXX")
large=
trap 'chmod -R u+w "$tmp" 2>/dev/null; rm -rf "$tmp" ${large:+"$large"}' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
count=0
failed=0

ok() { # what, command
	what=$1
	shift
	count=$((count + 1))
	if "$@" >"$tmp/.out" 2>&1; then
		echo "ok $count - $what"
	else
		echo "not ok $count - $what"
		failed=$((failed + 1))
		head -n 60 "$tmp/.out" | sed 's/^/# /'
	fi
}

# $large is for copies of kernels and what is built from them: on the file system of this checkout,
# where the kernels are. $tmp may be memory, where a kernel does not fit, and hard links cannot lead
# from one file system to another.
make_large() {
	mkdir -p "$top/build"
	large=$(mktemp -d "${NSGEN_LARGE:-$top/build}/test-XXXXXX")
}

# A whole tree. git apply replaces the files that it changes, so the originals are kept. "/." is
# what a symbolic link to a tree leads to; a copy of the link would have git write to the original.
tree_copy() { # tree, copy
	rm -rf "$2"
	mkdir "$2" && { cp -al "$1/." "$2" 2>/dev/null || { rm -rf "$2" && cp -a "$1/." "$2"; }; }
}

# A tree without most of what no namespace is in, and with every Kconfig, in a fifth of the files,
# which are hard links as in tree_copy().
core_copy() { # tree, copy: an absolute path, because cpio runs in the tree
	case $2 in /*) ;; *) return 1 ;; esac
	rm -rf "$2"
	mkdir "$2" && (
		cd "$1/." && find . -type d \( -path ./drivers -o -path ./sound -o -path ./samples \
			-o -path ./rust -o -regex '\./arch/[^/]*' ! -path ./arch/x86 \
			-o -regex '\./Documentation/[^/]*' ! -path ./Documentation/admin-guide \
			-o -regex '\./tools/[^/]*' ! -path ./tools/testing \
			-o -regex '\./tools/testing/[^/]*' ! -path ./tools/testing/selftests \
			\) -prune -o -type f -print &&
			find ./arch ./drivers ./sound ./samples ./rust -name 'Kconfig*' -type f
	) | sort -u >"$tmp/core.files" && (cd "$1/." && cpio -pdl --quiet "$2") <"$tmp/core.files"
}

# Does this run include what only check-full has time for? A run by hand does.
full() {
	[ "${NSGEN_TIER:-full}" = full ]
}

done_testing() {
	echo "1..$count"
	[ "$failed" -eq 0 ]
}

# A command that must be refused: check its status, that stderr has one line ($lines, if several
# sites refuse), one with the words, and that nothing is printed on stdout or written.
refused() { # status, words, command
	want=$1 words=$2
	shift 2
	status=0
	there=$(find "$tmp/out" -ls 2>/dev/null)
	"$@" >"$tmp/stdout" 2>"$tmp/stderr" || status=$?
	[ "$status" -eq "$want" ] ||
		{ echo "status $status, not $want"; cat "$tmp/stderr"; return 1; }
	[ "$(wc -l <"$tmp/stderr")" -eq "${lines:-1}" ] ||
		{ echo "not ${lines:-1} lines:"; cat "$tmp/stderr"; return 1; }
	grep -qF -- "$words" "$tmp/stderr" ||
		{ echo "'$words' is not in:"; cat "$tmp/stderr"; return 1; }
	! grep -v '^nsgen: ' "$tmp/stderr" ||
		{ echo "does not begin with nsgen:"; cat "$tmp/stderr"; return 1; }
	[ ! -s "$tmp/stdout" ] || { echo "prints on stdout:"; cat "$tmp/stdout"; return 1; }
	[ "$there" = "$(find "$tmp/out" -ls 2>/dev/null)" ] ||
		{ echo 'wrote:'; find "$tmp/out"; return 1; }
}

generate() { # name, tree, options
	generate_name=$1 generate_tree=$2
	shift 2
	"$NSGEN" generate --home "$top" --name="$generate_name" \
		--kernel="$generate_tree" --out="$tmp/out" "$@"
}

# The directory of a name's series, and its patches in order, without the cover letter.
series_of() { # name, out directory
	find "${2:-$tmp/out}/$1" -name report.json -exec dirname {} \;
}

patches_of() { # name, out directory
	find "${2:-$tmp/out}/$1" -name '[0-9][0-9][0-9][0-9]-*.patch' ! -name '0000-*' | sort
}

# git apply; also check that the files in the patch have changed, because in an ignored directory of
# a repository git silently skips everything.
git_apply() { # tree, patch
	(
		cd "$1" || exit 1
		GIT_CEILING_DIRECTORIES=$(dirname "$(pwd -P)")
		GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
		export GIT_CEILING_DIRECTORIES GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM
		sed -n 's,^+++ b/,,p' "$2" | while read -r file; do
			cksum "$file" 2>/dev/null || echo "none $file"
		done >"$tmp/before"
		git apply --whitespace=error-all "$2" || exit 1
		sed -n 's,^+++ b/,,p' "$2" | while read -r file; do
			cksum "$file" || exit 1
		done >"$tmp/after" || exit 1
		[ -s "$tmp/before" ] || { echo 'the patch names no file'; exit 1; }
		if grep -qFxf "$tmp/before" "$tmp/after"; then
			echo 'git apply changed nothing in:'
			grep -Fxf "$tmp/before" "$tmp/after"
			exit 1
		fi
	)
}

# The headers that generated code includes.
included() {
	sed -n 's,^+*#include <\(linux/[^@>]*\)>.*,include/\1\ninclude/uapi/\1,p
		s,^#include "\.\./\([^"@]*\)".*,tools/testing/selftests/\1,p' "$top"/cocci/*/*
}

# Copy the files that are named on stdin, if the tree has them.
part_of() { # tree, copy
	mkdir -p "$2"
	(
		cd "$1" && sort -u | while read -r file; do
			[ ! -f "$file" ] || printf '%s\n' "$file"
		done | tar -cf - -T -
	) | tar -xf - -C "$2"
}

# The part of a kernel tree that hooks look at, as a copy to change.
small_copy() { # tree, copy
	{
		printf '%s\n' Makefile init/Kconfig kernel/Makefile \
			kernel/nsproxy.c include/linux/nsproxy.h include/linux/init_task.h \
			net/Kconfig net/core/Makefile
		included
	} | part_of "$1" "$2"
}

apply_series() { # tree, name, out directory
	patches_of "$2" "${3:-$tmp/out}" >"$tmp/patches"
	[ -s "$tmp/patches" ] || { echo "$2 has no patch"; return 1; }
	while read -r each; do
		git_apply "$1" "$each" || return 1
	done <"$tmp/patches"
}

# Run checkpatch, but ignore what is not up to nsgen: a signature and MAINTAINERS. Also ignore two
# kinds of lines that follow their neighbours: checkpatch takes "struct x *:" in _Generic for a
# multiplication, and check_unshare_flags() has no spaces around |.
style() { # tree, patch, types to ignore
	root=$(cd "$1" && pwd)
	# Run it outside a repository and through standard input: otherwise it runs another script,
	# or takes the patch for a source, and stops silently.
	(cd "$tmp" &&
		perl "$root/scripts/checkpatch.pl" --root "$root" --strict --emacs --show-types \
		--ignore "${3:-MISSING_SIGN_OFF,FILE_PATH_CHANGES}" - <"$2") >"$tmp/style" 2>&1
	grep -q "^total: .* lines checked$" "$tmp/style" || { cat "$tmp/style"; return 1; }
	grep -E '(ERROR|WARNING|CHECK):' "$tmp/style" | while IFS= read -r complaint; do
		line=$(printf '%s' "$complaint" | sed 's/^[^:]*:\([0-9]*\):.*/\1/')
		sed -n "${line}p" "$2" | grep -qE \
			'^\+[[:space:]]+((const )?struct [a-z0-9_]+ \*:|CLONE_NEW[A-Z0-9]+\|.*CLONE_)' &&
			continue
		printf '%s\n' "$complaint"
		sed -n "${line}p" "$2"
	done >"$tmp/complaints"
	cat "$tmp/complaints"
	[ ! -s "$tmp/complaints" ]
}

# The files that these hooks look at and whose names do not depend on the namespace.
hook_files() { # hook...
	named='\([A-Za-z0-9_-]*/[A-Za-z0-9_./-]*\)'
	sed -n "s,^// File: *\([^ @]*\)\$,\1,p; s,^// Absent: no $named\$,\1,p
		s,^// \(When\|Unless\|Absent\): $named .*,\2,p
		s,^// Probe: [a-z_]* $named\( .*\)\{0\,1\}\$,\1,p" "$@" | sort -u
}

# What its checkpatch.pl needs to run; it looks for the directories, too.
style_copy() { # tree, copy
	printf '%s\n' COPYING CREDITS Kbuild MAINTAINERS Makefile README scripts/checkpatch.pl \
		scripts/spelling.txt scripts/const_structs.checkpatch | part_of "$1" "$2" || return
	for dir in Documentation arch include drivers fs init ipc kernel lib; do
		mkdir -p "$2/$dir"
	done
}

# The part of a kernel tree that any hook looks at, including level full, as a copy to change.
hook_copy() { # tree, copy
	{
		printf '%s\n' Makefile init/Kconfig kernel/Makefile net/Kconfig net/core/Makefile
		hook_files "$top"/cocci/*/*
		included
	} | part_of "$1" "$2"
}
