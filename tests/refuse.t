#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What a refusal says: all sites that refuse, each in a line, with the place that comes nearest.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

base=tests/base/2.6.19-rc6-mm2
tree=$tmp/tree

# Each line of stderr, without "nsgen: ", against those given; nothing is written.
refuses() { # options of generate, --, the beginning of each line, in order
	set -- "$@" END
	options=
	while [ "$1" != -- ]; do
		options="$options $1"
		shift
	done
	shift
	rm -rf "$tmp/out"
	status=0
	# shellcheck disable=SC2086 # one word an option
	"$NSGEN" generate --home "$top" --name=ima --kernel="$tree" --out="$tmp/out" $options \
		>/dev/null 2>"$tmp/said" || status=$?
	cat "$tmp/said"
	[ "$status" -eq 3 ] && [ ! -e "$tmp/out" ] || return 1
	while IFS= read -r line; do
		case $line in
		"nsgen: $1"*) ;;
		*) echo "expected: nsgen: $1"; return 1 ;;
		esac
		shift
	done <"$tmp/said"
	[ "$*" = END ] || { echo "not said: $1"; return 1; }
	! grep -i author "$tmp/said"
}

fresh() {
	rm -rf "$tree" && cp -r "$base" "$tree"
}

edit() { # file, what to sed
	sed -i "$2" "$tree/$1" && ! cmp -s "$tree/$1" "$base/$1"
}

line_of() { # file, pattern: of its first match
	grep -nm1 -e "$2" "$tree/$1" | cut -d: -f1
}

everywhere() { # a file without a hook that fits, two hooks that fail in one file, and a Makefile
	fresh && edit include/linux/nsproxy.h 's/^struct nsproxy {/struct nsprox {/' &&
		edit kernel/nsproxy.c 's/^\tif (ns) {/\tif (ns != NULL) {/; s/^out_pid:/no_pid:/' &&
		edit kernel/Makefile '/_NS)/d' || return 1
	refuses -- 'include/linux/nsproxy.h: no hook fits site nsproxy/field (looked for ' \
		'kernel/Makefile: cocci/kbuild/object.makefile: site not found' \
		"kernel/nsproxy.c:$(line_of kernel/nsproxy.c '^struct nsproxy \*dup_namespaces'): cocci/nsproxy/dup.cocci: site not found" \
		"kernel/nsproxy.c:$(line_of kernel/nsproxy.c '^int copy_namespaces'): cocci/nsproxy/copy-dup.cocci: site not found"
}
ok 'all sites that refuse' everywhere

second() { # a second place of the same kind
	hook=cocci/nsproxy/free-tested.cocci
	fresh && edit kernel/nsproxy.c \
		'$a\\nvoid free_two(struct nsproxy *ns)\n{\n\tkfree(ns);\n}' || return 1
	one=$(line_of kernel/nsproxy.c 'kfree(ns)')
	two=$(grep -n 'kfree(ns)' "$tree/kernel/nsproxy.c" | sed -n '2s/:.*//p')
	refuses -- "kernel/nsproxy.c:$two: ambiguous site for $hook: line $one matches as well"
}
ok 'the second of two places' second

unparsed() { # the function that spatch cannot parse, and its line
	fresh && edit kernel/nsproxy.c \
		's/^\tif (ns) {/\tif (ns)) {/' || return 1
	! refuses -- END >"$tmp/log" || return 1
	cat "$tmp/said"
	line=$(line_of kernel/nsproxy.c 'if (ns)) {')
	grep -q "cannot parse dup_namespaces() in line $line" "$tmp/said"
}
ok 'a function that spatch cannot parse' unparsed

json() { # all of them are in the object, too
	everywhere || return 1
	"$NSGEN" generate --home "$top" --name=ima --kernel="$tree" --out="$tmp/out" --json \
		>"$tmp/json" 2>"$tmp/said"
	jq -r .error "$tmp/json" | sed 's/^/nsgen: /' | diff - "$tmp/said"
}
ok 'for a program' json

done_testing
