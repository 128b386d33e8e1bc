#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# The rooms: which files may include and call which, and that Documentation/architecture.md matches
# the files. Each check is also run on a copy that violates it.

# shellcheck source=tests/lib.sh
. tests/lib.sh

sources() { # root
	# What is planted for the lints is not a program.
	(cd "$1" && find scripts checks -path checks/lints/planted -prune -o \
		-name '*.[ch]' -print | sort)
}

rooms_of() { # root
	sed -n 's/^ROOMS := //p' "$1/Makefile"
}

# "FROM TO" for each #include of ours, without suffixes: a header and its source are one.
includes() { # root
	(cd "$1" && sources . | xargs grep -H '^#include "') | awk '
		{
			from = to = $0
			sub(/:.*/, "", from)
			sub(/^[^"]*"/, "", to)
			sub(/".*/, "", to)
			dir = from
			sub(/\/[^\/]*$/, "", dir)
			to = (to ~ /\// ? "scripts" : dir) "/" to
			sub(/\.[ch]$/, "", from)
			sub(/\.[ch]$/, "", to)
			if (from != to)
				print from, to
		}' | sort -u
}

# The symbols that the objects define and use, "FILE: SYMBOL TYPE …". Ignore leftover objects of
# deleted sources.
symbols() { # root, where objects are
	# The programs of checks/boot and the stub's harness are compiled by rungs, separately.
	sources "$1" | grep -v '^checks/boot/\|/stub\.c$' | sed -n 's/\.c$/.o/p' >"$tmp/wanted"
	while read -r object; do
		[ -f "$2/$object" ] || { echo "$object is not built" >&2; return 1; }
		printf '%s\n' "$object"
	done <"$tmp/wanted" >"$tmp/objects" && (cd "$2" && xargs nm -A -P -g) <"$tmp/objects"
}

# "FROM TO SYMBOL" for each call.
calls() { # symbols
	awk '
		{ file = $1; sub(/\.o:$/, "", file) }
		$3 == "U" { wants[file " " $2] = 1; next }
		{ has[$2] = has[$2] " " file }
		END {
			for (want in wants) {
				split(want, part, " ")
				count = split(has[part[2]], files, " ")
				# Each program has a main().
				if (count == 1 && files[1] != part[1])
					print part[1], files[1], part[2]
			}
		}' "$1" | sort
}

order() { # rooms, edges: none leads up, and none out of a directory that is no room
	awk -v rooms="$1" '
		BEGIN {
			count = split(rooms, list, " ")
			for (i = 1; i <= count; i++)
				rank[list[i]] = i
		}
		function rank_of(file,  part) {
			if (split(file, part, "/") == 2 || part[1] != "scripts")
				return count + 1
			if (!(part[2] in rank)) {
				print part[2] " is no room of the Makefile"
				bad = 1
			}
			return rank[part[2]]
		}
		rank_of($2) > rank_of($1) { print $1 " -> " $2 " " $3; bad = 1 }
		END { exit bad || !NR }' "$2"
}

circles() { # edges
	[ -s "$1" ] || return 1
	cut -d ' ' -f 1,2 "$1" | { tsort >/dev/null; } 2>&1
}

includes_order() { # root
	includes "$1" >"$tmp/edges" && order "$(rooms_of "$1")" "$tmp/edges"
}

includes_circle() { # root
	includes "$1" >"$tmp/edges" && circles "$tmp/edges"
}

calls_order() { # root, symbols
	calls "$2" >"$tmp/edges" && order "$(rooms_of "$1")" "$tmp/edges"
}

calls_circle() { # symbols
	calls "$1" >"$tmp/edges" && circles "$tmp/edges"
}

# The environment must not change while threads read it; see getenv(3).
environment() { # symbols
	[ -s "$1" ] || return 1
	! grep -E ' (g_)?(un)?setenv U| (putenv|clearenv) U' "$1"
}


entries() { # root
	(cd "$1" && find scripts checks -type d | while read -r dir; do
		count=$(find "$dir" -mindepth 1 -maxdepth 1 | wc -l)
		[ "$count" -le 24 ] || echo "$dir: $count entries"
	done) >"$tmp/crowded"
	cat "$tmp/crowded"
	[ ! -s "$tmp/crowded" ]
}

# File names are unique, because errors and backtraces only have the name; but files of builtin/ are
# named after their commands.
names() { # root
	sources "$1" | grep '\.c$' | grep -v '^scripts/builtin/' | sed 's,.*/,,' |
		sort >"$tmp/names"
	[ -s "$tmp/names" ] && uniq -d <"$tmp/names" >"$tmp/twice" || return 1
	cat "$tmp/twice"
	[ ! -s "$tmp/twice" ]
}

# A header's guard has the header's name; after a move the old one could be another's.
guards() { # root
	(cd "$1" && find scripts -name '*.h' | sort) >"$tmp/headers"
	[ -s "$tmp/headers" ] || return 1
	while read -r header; do
		want=NSGEN_$(basename "$header" .h | tr a-z- A-Z_)_H
		grep -qx "#ifndef $want" "$1/$header" ||
			{ echo "$header: no #ifndef $want"; return 1; }
	done <"$tmp/headers"
}

# Each room is a row, "- **ROOM/** …", and the words in it are exactly its files.
page_rooms() { # root
	awk '
		/^- \*\*[a-z\/]+\/\*\* / { room = $2; gsub(/[*]/, "", room) }
		/^$/ || /^#/ { room = "" }
		room {
			count = split($0, part, "`")
			for (i = 2; i <= count; i += 2)
				print room part[i]
		}' "$1/Documentation/architecture.md" | sort >"$tmp/said"
	[ -s "$tmp/said" ] || return 1
	(cd "$1/scripts" && find . -mindepth 2 -type f) | sed 's,^\./,,; s,\.[ch]$,,' |
		sort -u >"$tmp/there"
	diff "$tmp/said" "$tmp/there" || return 1
	for room in $(rooms_of "$1"); do
		printf '%s/\n' "$room"
	done >"$tmp/order"
	sed -n 's,^- \*\*\([a-z]*/\)\*\* .*,\1,p' "$1/Documentation/architecture.md" |
		grep -v '^sh/$' | diff "$tmp/order" -
}

# The paths that the page names, and its links. A room's file is named without its suffix.
page_files() { # root
	page=$1/Documentation/architecture.md
	{
		grep -o '`[^` ]*/[^` ]*`' "$page" | tr -d '`' | while read -r file; do
			[ ! -f "$1/scripts/$file.c" ] || file=scripts/$file.c
			printf '%s\n' "$file"
		done
		sed -n 's/.*](\([^)]*\)).*/Documentation\/\1/p' "$page"
	} | sort -u >"$tmp/named"
	[ "$(wc -l <"$tmp/named")" -gt 20 ] || return 1
	while read -r file; do
		[ -e "$1/$file" ] || { echo "there is no $file"; return 1; }
	done <"$tmp/named"
}

page_linked() { # root
	grep -qF '](Documentation/architecture.md)' "$1/README.md"
}

page_width() { # root
	! awk 'length > 80' "$1/Documentation/architecture.md" | grep .
}

# A copy with a mistake, and the words that the check must print for it.
broken() { # words, how, check …
	words=$1 how=$2
	shift 2
	rm -rf "$tmp/copy"
	mkdir -p "$tmp/copy/Documentation" || return 1
	for dir in cocci tests review; do
		ln -s "$top/$dir" "$tmp/copy/$dir" || return 1
	done
	cp -r scripts checks Makefile README.md "$tmp/symbols" "$tmp/copy" &&
		cp Documentation/*.md Documentation/*.txt "$tmp/copy/Documentation" || return 1
	"$@" || { echo 'wrong before it was broken'; return 1; }
	(cd "$tmp/copy" && eval "$how") || return 1
	if "$@" >"$tmp/said-of-it" 2>&1; then
		echo "content with: $how"
		return 1
	fi
	grep -qF -- "$words" "$tmp/said-of-it" && return
	echo "no '$words' in:"
	cat "$tmp/said-of-it"
	return 1
}

ok 'objects' eval 'symbols . build/obj >"$tmp/symbols"'
ok '#include: rooms' includes_order .
ok '#include: no circle' includes_circle .
ok 'nm: rooms' calls_order . "$tmp/symbols"
ok 'nm: no circle' calls_circle "$tmp/symbols"
ok 'nobody changes the environment' environment "$tmp/symbols"
ok 'directories' entries .
ok 'names of files' names .
ok 'include guards' guards .
ok 'architecture.md: rooms' page_rooms .
ok 'architecture.md: files' page_files .
ok 'architecture.md: width' page_width .
ok 'architecture.md: README links to it' page_linked .

copy=$tmp/copy
# shellcheck disable=SC2016 # for the copy
{
	ok 'an #include that goes up' broken 'scripts/lib/text -> scripts/spec/spec' \
		'echo "#include \"spec/spec.h\"" >>scripts/lib/text.h' includes_order "$copy"
	ok 'a directory that is no room' broken 'attic is no room' \
		'mkdir scripts/attic && echo "#include \"lib/text.h\"" >scripts/attic/old.c' \
		includes_order "$copy"
	ok 'two files that include each other' broken 'scripts/lib/diff' \
		'echo "#include \"lib/diff.h\"" >>scripts/lib/text.h &&
			echo "#include \"lib/text.h\"" >>scripts/lib/diff.c' includes_circle "$copy"
	ok 'a circle of three' broken 'checks/static/c' \
		'for pair in a:b b:c c:a; do
			echo "#include \"${pair#*:}.h\"" >"checks/static/${pair%:*}.h"
		done' includes_circle "$copy"
	ok 'a call that goes up' broken 'scripts/lib/text -> scripts/spec/spec spec_new' \
		'echo "scripts/lib/text.o: spec_new U" >>symbols' \
		calls_order "$copy" "$copy/symbols"
	ok 'two files that call each other' broken 'scripts/hook/hook' \
		'echo "scripts/hook/hook.o: plan_make U" >>symbols' calls_circle "$copy/symbols"
	ok 'a change of the environment' broken 'scripts/lib/run.o: g_setenv U' \
		'echo "scripts/lib/run.o: g_setenv U" >>symbols' environment "$copy/symbols"
	ok 'an object that was not built' broken 'scripts/lib/late.o is not built' \
		'touch scripts/lib/late.c' symbols "$copy" build/obj
	ok 'a crowded directory' broken 'checks/lints: 25 entries' \
		'for n in $(seq $((25 - $(ls checks/lints | wc -l)))); do
			touch "checks/lints/x$n.cocci"
		done' entries "$copy"
	ok 'two files of one name' broken 'layout.c' 'touch scripts/spec/layout.c' names "$copy"
	ok 'another file'"'"'s include guard' broken 'lib/seen.h: no #ifndef' \
		'sed -i s/NSGEN_SEEN_H/NSGEN_OTHER_H/ scripts/lib/seen.h' guards "$copy"
	ok 'a file that the page lacks' broken 'spec/layout' 'touch scripts/spec/layout.c' \
		page_rooms "$copy"
	ok 'a file that went away' broken 'lib/seen' 'rm scripts/lib/seen.[ch]' page_rooms "$copy"
	ok 'a room that the page lacks' broken 'attic/' \
		'sed -i "s/^ROOMS := lib/& attic/" Makefile' page_rooms "$copy"
	ok 'rooms in another order' broken 'spec/' \
		'sed -i "s/^ROOMS := lib c tree spec/ROOMS := lib c spec tree/" Makefile' \
		page_rooms "$copy"
	ok 'a file that the page names' broken 'there is no checks/ladder' 'rm checks/ladder' \
		page_files "$copy"
	ok 'a page that is linked' broken 'there is no Documentation/audit.md' \
		'rm Documentation/audit.md' page_files "$copy"
}
done_testing
