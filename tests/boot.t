#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What the boot check refuses. The check itself needs a kernel, which takes minutes to build.

# shellcheck source=tests/lib.sh
. tests/lib.sh

battery() {
	gcc -std=gnu11 -D_GNU_SOURCE -static -O2 -Wall -Wextra -Werror -o "$tmp/battery" checks/battery.c
}

bails_out() { # words, arguments
	words=$1
	shift
	! "$tmp/battery" "$@" >"$tmp/log" || return 1
	grep -q "^Bail out! $words" "$tmp/log" || { cat "$tmp/log"; return 1; }
}

: >"$tmp/empty"
echo kernel >"$tmp/bzImage"
ok 'boot-qemu: no arguments' refused 2 usage checks/boot-qemu
ok 'boot-qemu: no kernel' refused 2 'no kernel' checks/boot-qemu "$tmp/empty" uts:0x04000000:0xEFFFFFFE
ok 'boot-qemu: a blank in a name' refused 2 'no list' checks/boot-qemu "$tmp/bzImage" 'uts init=/bin/sh'
ok 'boot-qemu: bad cycles' refused 2 cycles checks/boot-qemu "$tmp/bzImage" uts:0x04000000:0xEFFFFFFE '' 1x
ok 'kernel-build: no arguments' refused 2 usage checks/kernel-build
ok 'kernel-build: no tree' refused 2 'no kernel tree' checks/kernel-build "$tmp" "$tmp/obj"
ok 'kernel-build: no setting' refused 2 'no setting' checks/kernel-build "$tmp" "$tmp/obj" 'CONFIG_X=y;true'
ok 'kernel-build: a bad symbol' refused 2 'no setting' checks/kernel-build "$tmp" "$tmp/obj" 'CONFIG_X-Y=y'
ok 'the battery compiles' battery
ok 'battery: nothing to do' bails_out 'nothing to do'
ok 'battery: no inum' bails_out 'not NAME:FLAG' nsgen.names=uts:0x04000000
ok 'battery: no flag' bails_out 'not NAME:FLAG' nsgen.off=uts
ok 'battery: words behind a number' bails_out 'not NAME:FLAG' nsgen.names=uts:0x04000000:1x
ok 'battery: bad cycles' bails_out 'bad number' nsgen.cycles=0
done_testing
