#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# review.html in Debian's Chromium: tests/review/page.mjs has the tests. Screenshots are kept in
# build/review.

# Use the fast nsgen: the sanitized one takes too long for many runs on whole trees;
# tests/sanitized.t covers it.
NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

# The tree with the most hooks; runs without it use another.
release=7.2
[ -d "build/linux-$release" ] || release=6.12
make_page() {
	generate ima "build/linux-$release" &&
		"$NSGEN" review --home "$top" --name=ima --out="$tmp/out" --html
}
if ! make_page >"$tmp/log" 2>&1; then
	sed 's/^/# /' "$tmp/log"
	echo 'Bail out! there is no page'
	exit 1
fi
mkdir "$tmp/scratch"
node tests/review/page.mjs "$(dirname "$(find "$tmp/out" -name review.html)")" \
	"$tmp/scratch" build/review/pictures
