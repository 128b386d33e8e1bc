#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Everything that README.md and Documentation/ tell people to type: each key file generates a series
# that applies, each command does what it says, and the ten-minute hook of hooks.md works as
# written. tests/lints.t covers the examples of coccicheck, tests/tutorial.t the tutorial.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

# The examples use ~/linux.
export HOME="$tmp/home"
mkdir "$HOME"
tree=$HOME/linux
hook_copy build/linux-6.12 "$tree"
# The newer tree, ~/newer.
hook_copy build/linux-7.2 "$HOME/newer"
for file in scripts/checkpatch.pl security/Makefile; do
	printf '%s\n' "$file" | part_of build/linux-6.12 "$tree"
done

# Extract the key files, as FILE:LINE.conf, and the commands without their comments. Those of README
# come first. The ten-minute hook has its own checkout, below.
extract() {
	mkdir "$tmp/examples" || return 1
	for page in README.md Documentation/*.md; do
		[ "${page##*/}" != tutorial.md ] || continue
		awk -v to="$tmp/examples/$(basename "$page" .md)" '
			/^```/ { fenced = !fenced }
			fenced { next }
			/^#/ { aside = /^## Add a hook in ten minutes/ }
			aside { next }
			!/^    / { conf = ""; next }
			/^    \[[a-z]/ && !conf { conf = to "-" NR ".conf" }
			conf { print substr($0, 5) > conf; next }
			/^    (make|build\/nsgen|checks\/[a-z]+)( |$)/ { print substr($0, 5) }' \
			"$page" >>"$tmp/lines"
	done
	sed 's/[[:space:]]\{2,\}#.*//' "$tmp/lines" | grep -v '^make coccicheck' |
		awk '!seen[$0]++' >"$tmp/commands"
	find "$tmp/examples" -name '*.conf' >"$tmp/confs"
	cat "$tmp/confs" "$tmp/commands"
	[ "$(wc -l <"$tmp/confs")" -ge 2 ] && [ "$(wc -l <"$tmp/commands")" -ge 15 ]
}

# README has no command that is not run here.
readme_is_tried() {
	awk '/^```/ { fenced = !fenced } !fenced && /^    / { print substr($0, 5) }' README.md \
		>"$tmp/typed"
	[ -s "$tmp/typed" ] && ! grep -vxFf "$tmp/commands" "$tmp/typed"
}

# The commands that are not run here, with the reason.
not_run() { # command
	case $1 in
	'make check NS='*) echo 'builds and boots kernels; tests/ladder-kernel.t has the ladder' ;;
	*' matrix '*) echo 'writes to build/matrix; tests/matrix.t has it' ;;
	*) return 1 ;;
	esac
}

# Each page is linked from the index, and each link leads to a file.
index_is_whole() {
	for page in Documentation/*.md Documentation/*.txt; do
		[ "$page" = Documentation/README.md ] ||
			grep -qF "](${page#*/})" Documentation/README.md ||
			{ echo "$page is not in the index"; return 1; }
	done
	for page in *.md Documentation/*.md; do
		grep -o '\](\.*[A-Za-z][^):]*)' "$page" | sed 's/^](//; s/[)#].*//' |
			while read -r link; do
				[ -e "$(dirname "$page")/$link" ] ||
					{ echo "$page: there is no $link"; exit 1; }
			done || return 1
	done
}

# hooks.md contains the output of "nsgen help hooks", line by line.
reference_is_current() {
	"$NSGEN" help hooks >"$tmp/reference" && [ "$(wc -l <"$tmp/reference")" -gt 60 ] &&
		awk '/^- `Options: /, /^In more detail:/' Documentation/hooks.md |
			sed '/^In more detail:/d' | sed '$d' | diff "$tmp/reference" -
}

# What the pages show is what nsgen prints; what takes a browser or rungs is left to "make
# pictures".
pictures() {
	cd "$top" || return 1
	mkdir -p "$tmp/pages/tests" && cp -r README.md Documentation "$tmp/pages" &&
		ln -s "$top/tests/base" "$tmp/pages/tests/base" || return 1
	(cd "$tmp/pages" && NSGEN_PICTURES=$top/build "$top/tests/pictures" text) || return 1
	[ "$(cat README.md Documentation/*.md | grep -c '^<!-- make pictures: ')" -ge 5 ] &&
		diff README.md "$tmp/pages/README.md" &&
		diff -r Documentation "$tmp/pages/Documentation"
}

key_file() {
	rm -rf "$tmp/applied" "$tmp/conf-out" && cp -a "$tree" "$tmp/applied" &&
		generate ima "$tree" --conf="$1" --out="$tmp/conf-out" &&
		apply_series "$tmp/applied" ima "$tmp/conf-out" || return 1
	while IFS='=' read -r key value; do
		case $key in
		source) [ -f "$tmp/applied/$value" ] || { echo "$value is not there"; return 1; } ;;
		prompt)
			grep -qF "\"$value\"" "$tmp/applied/init/Kconfig" ||
				{ echo "no prompt '$value'"; return 1; }
			;;
		subject)
			grep -qF "$value" "$(series_of ima "$tmp/conf-out")"/0*.patch ||
				{ echo "no subject '$value'"; return 1; }
			;;
		esac
	done <"$1"
}

# Series are written where these tests may write, next to a repository for SINCE=HEAD.
example() {
	words=$(printf '%s\n' "$1" |
		sed "s,DIR\\b,$tree,; s,TREE.*,$tree,; s,\\.\\./last-week,$tmp/last-week,
			s,\.\./series,$tmp/series,")
	case $words in
	make\ refresh*)
		# Other examples expect only one series of that name.
		cp -a "$tmp/repository/out" "$tmp/refreshed" || return 1
		words="$words OUT=$tmp/refreshed"
		;;
	make\ commit* | make\ status*)
		[ -d "$tmp/branches" ] || in_git || return 1
		words=$(printf '%s\n' "$words" | sed "s,~/linux,$tmp/branches,")
		;;
	make*) words="$words OUT=$tmp/repository/out" ;;
	esac
	echo "$words"
	# A command may report findings through its status, as an audit of a partial tree does.
	outcome=0
	sh -c "$words" >"$tmp/said" 2>&1 </dev/null || outcome=$?
	cat "$tmp/said"
	case $words in
	*audit\ NS=*) [ "$outcome" -le 2 ] && [ -s "$tmp/said" ] ;;
	checks/lint*) [ "$outcome" -eq 0 ] ;;
	*) [ "$outcome" -eq 0 ] && [ -s "$tmp/said" ] ;;
	esac
}

# A repository for the commands that write branches.
in_git() {
	cp -a "$tree" "$tmp/branches" && git -C "$tmp/branches" init -q -b main &&
		git config --global user.name x && git config --global user.email x@example.org &&
		git -C "$tmp/branches" add -f -A && git -C "$tmp/branches" commit -q -m x
}

# Create the files that a step shows, run all other blocks as commands; then the hook is there.
ten_minutes() {
	mkdir -p "$tmp/checkout/tests" "$tmp/checkout/build" || return 1
	cp -r cocci namespaces "$tmp/checkout" && cp "$NSGEN" "$tmp/checkout/build/nsgen" &&
		cp -r tests/hooks tests/hooks.t tests/base "$tmp/checkout/tests" || return 1
	cd "$tmp/checkout" || return 1
	awk '
		/^## / { inside = /^## Add a hook in ten minutes/ }
		!inside { next }
		/^$/ { gap = gap "\n"; next }
		/^    / {
			to = path ? path : "script"
			printf "%s%s\n", (to == last ? gap : ""), substr($0, 5) > to
			last = to
			gap = ""
			next
		}
		{
			path = ""
			if (/`[^` ]*\/[^` ]*`:$/) {
				path = $0
				sub(/`:$/, "", path)
				sub(/.*`/, "", path)
				dir = path
				sub(/\/[^\/]*$/, "", dir)
				system("mkdir -p " dir)
			}
			gap = last = ""
		}' "$top/Documentation/hooks.md" || return 1
	cat script
	# Run it with the environment of a user, not of a test.
	(unset NSGEN NSGEN_FAST NSGEN_TIER; sh -ex ./script) >said 2>&1 ||
		{ cat said; return 1; }
	cat said
	grep -q '^yes cocci/nstrace/exit\.cocci ' said &&
		grep -q '#   cocci/nstrace/exit\.cocci .* as uts, kernel/nstrace.c:' said &&
		grep -q '^All tests successful' said &&
		grep -q '^	{ CLONE_NEWFOOBAR,	"foobar" },$' said
}

ok 'there are examples' extract
ok 'README: all that is to be typed' readme_is_tried
ok 'the index of Documentation, and links' index_is_whole
while read -r conf; do
	ok "$(basename "$conf")" key_file "$conf"
done <"$tmp/confs"

ok 'a series' generate ima "$tree" --out="$tmp/repository/out"
ok 'the first one' generate net "$base" --out="$tmp/repository/out"
(cd "$tmp/repository" && git init -q && git add -A &&
	git -c user.name=x -c user.email=x@localhost commit -qm x)
cp -a "$tmp/repository/out" "$tmp/last-week"
while read -r line; do
	if why=$(not_run "$line"); then
		ok "$line # SKIP $why" true
	else
		ok "$line" example "$line"
	fi
done <"$tmp/commands"
ok 'the reference of hooks.md' reference_is_current
ok 'a hook in ten minutes' ten_minutes
ok 'what the pages show' pictures
done_testing
