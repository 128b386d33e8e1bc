#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Run each command once with ASan and UBSan, on the small tree; the other tests use the fast nsgen
# and cover the rest.

# shellcheck source=tests/lib.sh
. tests/lib.sh

tree=$tmp/tree
release=2.6.19-rc6-mm2

nsgen() { # command, name, options
	command=$1 name=$2
	shift 2
	"$NSGEN" "$command" --home "$top" --name="$name" --kernel="$tree" --out="$tmp/out" "$@" \
		>"$tmp/stdout" 2>"$tmp/stderr" && status=0 || status=$?
	cat "$tmp/stdout" "$tmp/stderr"
	! grep -q 'Sanitizer\|runtime error' "$tmp/stderr" || return 1
	return "$status"
}

fails() { # status, command, name, options
	want=$1
	shift
	nsgen "$@" && return 1
	[ "$status" -eq "$want" ]
}

result() {
	echo '[{"tool":"t","status":"pass","summary":"s","url":"","details":"","rung":"static"}]' \
		>"$tmp/result.json"
	"$NSGEN" record --name=net --release="$release" --out="$tmp/out" "$tmp/result.json" &&
		jq -e '.checks | length == 1' "$tmp/out/net/$release/report.json"
}

sanitized() {
	nm "$NSGEN" | grep -q __asan_init ||
		{ [ "$NSGEN" = "$top/build/nsgen" ] && echo 'run by hand with the quick one'; }
}

cp -R "$base" "$tree"
before=$(cd "$tree" && find . -type f -exec cksum {} + | sort)
ok 'nsgen is the sanitized one' sanitized
ok 'generate net' nsgen generate net
ok 'audit' nsgen audit net
ok 'audit, for programs' nsgen audit net --json
ok 'review' nsgen review net
ok 'record' result
ok 'apply net' nsgen apply net
ok 'apply net again' nsgen apply net
ok 'generate on top of it' nsgen generate ima
ok 'apply that' nsgen apply ima
ok 'remove net from under it' nsgen remove net
ok 'remove ima' nsgen remove ima
ok 'the tree is as it was' \
	test "$before" = "$(cd "$tree" && find . -type f -exec cksum {} + | sort)"
ok 'refresh' nsgen refresh ima
echo '/* by hand */' >>"$tree/kernel/nsproxy.c"
ok 'a tree that somebody has edited' fails 3 apply ima
ok 'nothing to remove' fails 3 remove ima
done_testing
