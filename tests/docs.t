#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The examples of Documentation/: each key file generates a series that applies, and each command
# does what it says. tests/lints.t is for those of coccicheck.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

# What the examples call ~/linux.
export HOME="$tmp/home"
mkdir "$HOME"
tree=$HOME/linux
hook_copy build/linux-6.12 "$tree"
for file in scripts/checkpatch.pl security/Makefile; do
	printf '%s\n' "$file" | part_of build/linux-6.12 "$tree"
done

# Blocks of key files, FILE:LINE.conf each, and commands with their comments taken off.
extract() {
	mkdir "$tmp/examples" || return 1
	for page in Documentation/*.md; do
		awk -v to="$tmp/examples/$(basename "$page" .md)" '
			!/^    / { conf = ""; next }
			/^    \[[a-z]/ && !conf { conf = to "-" NR ".conf" }
			conf { print substr($0, 5) > conf; next }
			/^    (make|build\/nsgen|checks\/[a-z]+) / {
			print substr($0, 5) > (to ".commands") }' "$page"
	done
	cat "$tmp"/examples/*.commands | sed 's/[[:space:]]\{2,\}#.*//' |
		grep -v '^make coccicheck' >"$tmp/commands"
	find "$tmp/examples" -name '*.conf' >"$tmp/confs"
	cat "$tmp/confs" "$tmp/commands"
	[ "$(wc -l <"$tmp/confs")" -ge 2 ] && [ "$(wc -l <"$tmp/commands")" -ge 8 ]
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

# Series go where these tests may write, and a repository that SINCE=HEAD can look at is there.
example() {
	words=$(printf '%s\n' "$1" |
		sed "s,DIR\\b,$tree,; s,TREE.*,$tree,; s,\\.\\./last-week,$tmp/last-week,")
	case $words in
	make*) words="$words OUT=$tmp/repository/out" ;;
	esac
	echo "$words"
	# One that has something to tell, as an audit of a part of a tree has, says so by its
	# status.
	outcome=0
	sh -c "$words" >"$tmp/said" 2>&1 </dev/null || outcome=$?
	cat "$tmp/said"
	case $words in
	*STRICT=1* | *audit\ NS=*) [ "$outcome" -le 2 ] && [ -s "$tmp/said" ] ;;
	checks/lint*) [ "$outcome" -eq 0 ] ;;
	*) [ "$outcome" -eq 0 ] && [ -s "$tmp/said" ] ;;
	esac
}

ok 'there are examples' extract
while read -r conf; do
	ok "$(basename "$conf")" key_file "$conf"
done <"$tmp/confs"

ok 'a series' generate ima "$tree" --out="$tmp/repository/out"
ok 'the first one' generate net "$base" --out="$tmp/repository/out"
(cd "$tmp/repository" && git init -q && git add -A &&
	git -c user.name=x -c user.email=x@localhost commit -qm x)
cp -a "$tmp/repository/out" "$tmp/last-week"
while read -r line; do
	ok "$line" example "$line"
done <"$tmp/commands"
done_testing
