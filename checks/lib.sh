# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Shared by the rungs. A rung is checks/rungs/RUNG SERIES TREE WORK: SERIES is what "make NS="
# wrote, TREE the pristine tree, which is only read, WORK where its builds are kept between runs. It
# prints one line per check, and leaves the full logs in WORK/logs and WORK/RUNG.json for "nsgen
# record". Exit: 0 nothing found; 1 a check found something; 2 usage, or a tool is missing; 3 this
# check is not possible on this tree, with or without the series, or the series does not fit the
# tree; 5 a check is broken; 130, 143 interrupted.
#
# "nsgen check" sets nsgen_program (nsgen itself), nsgen_tools (where check-static is) and
# nsgen_cache (for what is fetched). Without it they are those of this checkout.

unset CDPATH
export LC_ALL=C

# The same settings as scripts/tree/git.c uses for every git that nsgen runs, for the same reasons:
# the tree's .git is not trusted, the environment may come from a git hook, and the results must not
# depend on the user's settings.
# shellcheck disable=SC2046 # names of variables
unset $(env | sed -n 's/^\(GIT_[A-Za-z0-9_]*\)=.*/\1/p' | grep -vx GIT_EXEC_PATH) XDG_CONFIG_HOME
export GIT_ALLOW_PROTOCOL=____none____ GIT_NO_LAZY_FETCH=1 \
	GIT_NO_REPLACE_OBJECTS=1 GIT_OPTIONAL_LOCKS=0 GIT_TERMINAL_PROMPT=0
export GIT_ATTR_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_COUNT=3
export GIT_CONFIG_KEY_0=core.fsmonitor GIT_CONFIG_VALUE_0=false \
	GIT_CONFIG_KEY_1=core.hooksPath GIT_CONFIG_VALUE_1=/dev/null
export GIT_CONFIG_KEY_2=help.autoCorrect GIT_CONFIG_VALUE_2=0

checks=$(cd "$(dirname "$0")" && pwd -P)
checks=${checks%/rungs}
top=$(dirname "$checks")
# shellcheck source=checks/say.sh
. "$checks/say.sh"

die() { # status, words
	status=$1
	shift
	printf 'nsgen: %s: %s\n' "$rung" "$(spelt "$*")" >&2
	exit "$status"
}

need() { # command:package ...
	missing=
	for tool; do
		command -v "${tool%:*}" >/dev/null || missing="$missing ${tool#*:}"
	done
	[ -z "$missing" ] || die 2 "missing Debian packages:$missing; $(to_install)"
}

spec() { # key
	jq -r --arg key "$1" '.spec[$key] // ""' "$series/report.json"
}

# The patches of the series in order, without the cover letter.
patches() {
	find "$series" -maxdepth 1 -name '[0-9][0-9][0-9][0-9]-*.patch' ! -name '0000-*' | sort
}

begin() { # rung, its arguments
	rung=$1
	program=${nsgen_program:-$top/build/nsgen}
	tools=${nsgen_tools:-$top/build} cache=${nsgen_cache:-$top/build}
	[ $# -eq 4 ] || die 2 "usage: $rung SERIES TREE WORK"
	need jq:jq git:git
	[ -f "$2/report.json" ] || die 2 "$2: report.json not found; generate the series first"
	[ -f "$3/Makefile" ] || die 2 "$3: not a kernel tree"
	series=$(cd "$2" && pwd -P)
	tree=$(cd "$3" && pwd -P)
	mkdir -p "$4/logs"
	work=$(cd "$4" && pwd -P)
	jq -e '.spec and .name and .level' "$series/report.json" >/dev/null 2>&1 ||
		die 2 "$series/report.json: not a report of nsgen"
	name=$(jq -r .name "$series/report.json")
	level=$(jq -r .level "$series/report.json")
	config=$(spec config)
	# Of a series that nsgen did not write: where it comes from; see patched-series.
	origin=$(jq -r '.origin // ""' "$series/report.json")
	needs=$(spec needs)
	# They become parts of commands and paths below, and the report is not trusted.
	case $needs in
	*[!A-Za-z0-9_\ ]*) die 2 "$series/report.json: invalid needs" ;;
	esac
	case $name:$config in
	*[!A-Za-z0-9_:]* | :* | *:) die 2 "$series/report.json: invalid name or config" ;;
	esac
	for number in flag_value inum id nr; do
		printf '%s\n' "$(spec "$number")" | grep -qxE '(0x[0-9A-Fa-f]+|[0-9]*)[Uu]?' ||
			die 2 "$series/report.json: $number: invalid number"
	done
	[ -n "$(patches)" ] || die 2 "$series: no patches found"
	results=$work/$rung.json
	found=0 looks=
	echo '[]' >"$results"
}

# Of reports "file: text", those about the namespace: in a file of its own, or of a text that names
# it. Where nobody knows which lines are new, no other report says anything about the series.
of_namespace() { # file
	if [ "$origin" != tree ]; then
		cat "$1"
		return
	fi
	upper=$(printf '%s' "$name" | tr '[:lower:]' '[:upper:]')
	jq -r '.sources[], .spec.header_path' "$series/report.json" |
		awk -v low="(^|[^A-Za-z0-9])${name}((_?ns|_?namespaces?)([^a-z0-9]|\$)|[^a-z0-9]|\$)" \
			-v high="(^|[^A-Za-z0-9]|NEW)${upper}([^A-Z0-9]|\$)" '
			NR == FNR { own[$0]; next }
			{ file = $0; sub(/:.*/, "", file); text = substr($0, length(file) + 1) }
			file in own || text ~ low || text ~ high' - "$1"
}

# A terminal line that the next one overwrites.
progress() { # words
	[ ! -t 2 ] || printf '  CHECK   %-10s %s\033[K\r' "$rung" "$*" >&2
}

summary() { # words
	printf '%s\n' "$*" >"$work/summary"
}

# A check that does not apply to this tree is reported, and does not count as passed.
skip() { # words
	summary "$*"
	return 4
}

tenths() {
	echo $(($(date +%s%N) / 100000000))
}

# A check is a function. It reports its result through summary; its output is its log. 0 is pass, 4
# is skip, anything else is a failure.
check() { # tool, function, arguments
	tool=$1
	shift
	log=$work/logs/$rung-$tool.log
	summary "$tool"
	progress "$tool"
	began=$(tenths)
	status=0
	# Not in a condition, which would disable set -e in the function; in a subshell, because the
	# function may exit.
	set +e
	(
		set -e
		"$@"
	) >"$log" 2>&1
	status=$?
	set -e
	took=$(($(tenths) - began))
	case $status in
	0) word=ok state=pass ;;
	4) word=skip state=warn ;;
	130 | 143) exit "$status" ;;
	2 | 3 | 5)
		cat "$log" >&2
		exit "$status"
		;;
	*) word=FAIL state=fail found=1 ;;
	esac
	[ ! -t 2 ] || printf '\033[K' >&2
	printf '  CHECK   %-10s %-4s %s  %d.%ds\n' "$rung" \
		"$word" "$(cat "$work/summary")" $((took / 10)) $((took % 10))
	details=
	if [ "$state" = fail ]; then
		details=$(tail -n 30 "$log")
		printf '%s\n' "$details" | sed 's/^/    /' >&2
		printf 'nsgen: %s: %s; see the log, %s\n' \
			"$rung" "$(cat "$work/summary")" "$log" >&2
	fi
	# The report must not depend on where it is made. iconv fails on a truncated character at
	# the end of its input, so end it with a newline; that of glibc 2.41 has status 1 if it has
	# dropped anything.
	printf '%s\n' "$details" | within "$work" "$tree" "$series" |
		iconv -c -f UTF-8 -t UTF-8 >"$work/details" || [ $? -eq 1 ]
	jq --arg tool "$tool" --arg status "$state" --rawfile summary "$work/summary" \
		--rawfile details "$work/details" --arg rung "$rung" \
		'. + [{tool: $tool, status: $status,
		summary: ($summary | rtrimstr("\n") | ltrimstr($tool + ": ")),
		url: "", details: ($details | rtrimstr("\n")), rung: $rung}]' \
		"$results" >"$results.new"
	mv "$results.new" "$results"
	# With nsgen_first=1, do not run the remaining checks after the first failure.
	[ "$found" -eq 0 ] || [ "${nsgen_first:-}" != 1 ] || finish
}

finish() {
	exit "$found"
}

# Strip these directories from the paths in standard input. Escape them: a path may contain
# characters that are special to sed.
within() { # directory ...
	(
		script=
		for dir; do
			script="$script s,$(printf '%s' "$dir" | sed 's/[][\\.*^$,]/\\&/g')/,,g;"
		done
		sed "$script"
	)
}

# A check's program that exits with 1 has found something. Any other status means that it did not
# check, which says nothing about the series.
looked() { # status
	case $1 in
	1) ;;
	2 | 3 | 130 | 143) exit "$1" ;;
	*)
		die 5 "$tool: a program of this check exited with status $1; see the log, $log"
		;;
	esac
}

# In a directory that is not a repository, git finds a repository above it, skips every patch and
# succeeds.
in_no_repository() { # directory, command
	(
		cd "$1"
		shift
		GIT_CEILING_DIRECTORIES=$(dirname "$(pwd -P)")
		export GIT_CEILING_DIRECTORIES
		"$@"
	)
}

# The files that the patches name, by old or new name.
files_of() { # patch ...
	sed -n 's,^diff --git a/\(.*\) b/.*,\1,p' "$@" | sort -u
}

# A series that does not fit the tree is not a failure of the series: report the reason and the
# remedy.
misfit() { # patch that does not apply
	patch=$(basename "$1")
	rm -rf "$work/taken"
	cp -R "$steps/0" "$work/taken"
	there=y
	sort -r "$work/patches" >"$work/patches.back"
	while IFS= read -r each; do
		in_no_repository "$work/taken" git apply -R --whitespace=nowarn "$each" \
			>/dev/null 2>&1 || { there=; break; }
	done <"$work/patches.back"
	rm -rf "$work/taken"
	[ -z "$there" ] ||
		die 3 "$patch does not apply: the tree already has the series; run 'nsgen remove' first, or check a tree without it"
	# Only files of the patches: the report is not trusted.
	jq -r '.files[]? | "\(.before // "none") \(.path)"' \
		"$series/report.json" | while read -r before file; do
		grep -qxF -- "$file" "$work/files" || continue
		now=none
		[ ! -f "$tree/$file" ] || now=$(sha256sum <"$tree/$file" | cut -d ' ' -f 1)
		[ "$now" = "$before" ] || printf '%s\n' "$file"
	done >"$work/moved"
	[ -s "$work/moved" ] ||
		die 3 "$patch does not apply to this tree; generate the series again"
	moved=$(head -n 3 "$work/moved" | paste -sd , | sed 's/,/, /g')
	more=$(($(wc -l <"$work/moved") - 3))
	[ "$more" -le 0 ] || moved="$moved and $more more"
	die 3 "$patch does not apply: the tree has changed since the series was generated (differences in $moved);" \
		"run 'nsgen refresh', or check the tree as it was"
}

# WORK/steps/K has the touched files as they are after K patches; 0 is pristine. Names are checked
# before anything is copied. Exits the rung on failure: 1 if a patch changes nothing, 3 if a patch
# does not fit.
make_steps() {
	steps=$work/steps
	patches >"$work/patches"
	total=$(wc -l <"$work/patches")
	# shellcheck disable=SC2046 # nsgen's own names have no blanks, and others are refused
	files_of $(cat "$work/patches") >"$work/files"
	! grep -qE '(^|/)\.\.?(/|$)|^/|[^A-Za-z0-9_./+-]' "$work/files" ||
		die 2 "$series: a patch changes a file outside the tree, or one with an unsupported name"
	[ -s "$work/files" ] || die 2 "$series: the patches do not change any file"
	rm -rf "$steps"
	mkdir -p "$steps/0"
	while IFS= read -r file; do
		[ -f "$tree/$file" ] || continue
		mkdir -p "$steps/0/$(dirname "$file")"
		cp "$tree/$file" "$steps/0/$file"
	done <"$work/files"
	step=0
	while IFS= read -r patch; do
		cp -R "$steps/$step" "$steps/$((step + 1))"
		step=$((step + 1))
		in_no_repository "$steps/$step" git apply --whitespace=nowarn "$patch" \
			>"$work/logs/$rung-git.log" 2>&1 || misfit "$patch"
		for file in $(files_of "$patch"); do
			if cmp -s "$steps/$((step - 1))/$file" "$steps/$step/$file"; then
				summary "apply: $(basename "$patch") does not change $file"
				die 1 "${patch##*/}: git apply succeeded, but did not change $file"
			fi
		done
	done <"$work/patches"
}

# Not by ctime: creating or removing any other hard link to a file changes it, as for the copy in
# another WORK.
tree_state() {
	find "$tree" -name .git -prune -o ! -type d -printf '%P %s %T@ %i\n' | sha256sum
}

# WORK/src is the tree with the first K patches. Unchanged files keep their times, so that make
# rebuilds only what changed.
make_source() { # number of patches
	src=$work/src
	[ -f "$work/src.files" ] || : >"$work/src.files"
	[ -d "$work/steps/$1" ] || make_steps
	# Once per check: it walks the whole tree, and a check builds many times.
	: "${looks:=$(tree_state)}"
	if [ ! -f "$work/src.stamp" ] ||
		[ "$(cat "$work/src.state" 2>/dev/null)" != "$looks" ]; then
		copy_source
		printf '%s\n' "$looks" >"$work/src.state"
	fi
	# Include files that only an earlier series touched.
	sort -u "$work/files" "$work/src.files" >"$work/src.all"
	while IFS= read -r file; do
		wanted=$work/steps/$1/$file
		grep -qxF "$file" "$work/files" || wanted=$tree/$file
		if [ ! -f "$wanted" ]; then
			rm -f "$src/$file"
		elif ! cmp -s "$wanted" "$src/$file"; then
			mkdir -p "$src/$(dirname "$file")"
			# Replace the file: the old one may be a hard link into the tree.
			rm -f "$src/$file"
			cp "$wanted" "$src/$file"
		fi
	done <"$work/src.all"
	cp "$work/files" "$work/src.files"
}

# A tree may be read-only, as one in a package is; its copy must not be.
writable() { # directory
	find "$1" -type d ! -perm -u=w -exec chmod u+w {} +
}

# Hard links take a second and a copy takes a minute; links need the same file system.
copy_tree() { # tree, directory that is not there
	mkdir "$2"
	cp -al "$1/." "$2" 2>/dev/null || {
		writable "$2"
		rm -rf "$2"
		mkdir "$2"
		cp -a "$1/." "$2"
	}
	writable "$2"
}

copy_source() {
	rm -rf "$work/src.new" "$work/src.stamp"
	copy_tree "$tree" "$work/src.new"
	# Leftovers of a build in the tree would make kbuild refuse O=, and a repository would
	# change the release string.
	(
		cd "$work/src.new"
		rm -rf .git .config include/config include/generated arch/*/include/generated
	)
	while IFS= read -r file; do
		[ -f "$src/$file" ] || continue
		mkdir -p "$work/src.new/$(dirname "$file")"
		rm -f "$work/src.new/$file"
		mv "$src/$file" "$work/src.new/$file"
	done <"$work/src.files"
	rm -rf "$src"
	mv "$work/src.new" "$src"
	touch "$work/src.stamp"
}
