#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# tests/debian13 as far as it goes without root and network: what it lacks is named at once, and
# what it would run, and where. mmdebstrap, unshare and apt-get are scripts here.

# shellcheck source=tests/lib.sh
. tests/lib.sh

clone=$tmp/clone
mkdir -p "$clone/tests" "$tmp/bin" "$tmp/few"
cp tests/debian13 "$clone/tests"
(cd "$clone" && git init -q && git add -A &&
	git -c user.name=x -c user.email=x@localhost commit -qm x)
tool() { # name, script
	printf '#!/bin/sh\n%s\n' "$2" >"$tmp/bin/$1"
	chmod +x "$tmp/bin/$1"
}
tool mmdebstrap "echo \"mmdebstrap \$*\" >>'$tmp/called'
for word; do
	case \$word in *.tar) tar -cf \$word -C '$tmp' rootfs --transform=s,^rootfs,.,;; esac
done"
tool unshare "echo \"unshare \$*\" | paste -sd ' ' >>'$tmp/called'; exit \${UNSHARE_STATUS:-0}"
tool apt-get 'echo "http://mirror.invalid/debian/"; echo "http://mirror.invalid/debian-security/"'
tool apt-config "echo 'Acquire::http::Proxy \"http://proxy.invalid\";'"
tool chroot 'exit 0'
tool id 'echo "${TEST_ID:-0}"'
tool df 'echo head; echo "x 1 1 ${TEST_FREE:-99999999} 1% /"'
mkdir -p "$tmp/rootfs/etc/apt/apt.conf.d" "$tmp/rootfs/usr/local/share/ca-certificates" \
	"$tmp/rootfs/root"

run() { # variables, commands
	rm -f "$tmp/called"
	(cd "$clone" && env HOME="$tmp" PATH="$tmp/bin:$PATH" "$@")
}

lacks() {
	refused 2 'missing: root (for mounts and chroot), 6 GiB below build/ (0 GiB are free)' \
		run TEST_ID=1000 TEST_FREE=1000 tests/debian13 && [ ! -e "$tmp/called" ]
}

runs() {
	run CI=true tests/debian13 >"$tmp/log" 2>&1 || { cat "$tmp/log"; return 1; }
	cat "$tmp/log" "$tmp/called"
	grep -q '^mmdebstrap .* trixie .* http://mirror.invalid/debian/$' "$tmp/called" &&
		grep -q '^unshare --mount .*CI=true .*cd /nsgen && make$' "$tmp/called" &&
		grep -q '^unshare --mount .*cd /nsgen && make check$' "$tmp/called" &&
		[ ! -e "$clone/build/debian13/root" ]
}

again() { # what was downloaded is kept
	run tests/debian13 true >"$tmp/log" 2>&1 && ! grep mmdebstrap "$tmp/called" &&
		[ "$(grep -c '^unshare ' "$tmp/called")" -eq 1 ]
}

fails() {
	status=0
	run UNSHARE_STATUS=7 tests/debian13 make true >"$tmp/log" 2>&1 || status=$?
	cat "$tmp/log"
	[ "$status" -eq 1 ] && grep -q "^nsgen: debian13: 'make' failed with status 7" "$tmp/log" &&
		[ "$(grep -c '^unshare ' "$tmp/called")" -eq 1 ] &&
		[ ! -e "$clone/build/debian13/root" ]
}

ok 'what is missing is named at once' lacks
ok 'a clone in a root, and the commands of the README' runs
ok 'the second time' again
ok 'a command that fails' fails
done_testing
