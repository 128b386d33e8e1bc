#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tier: quick
#
# Releases: one place has the version, and a tarball has what is committed, the same bytes each
# time.

# shellcheck source=tests/lib.sh
. tests/lib.sh

version=$(sed -n 's/^#define NSGEN_VERSION "\(.*\)"$/\1/p' scripts/lib/version.h)

one_place() {
	printf '%s\n' "$version" | grep -qx '[0-9]*\.[0-9]*' || return 1
	[ "$(git grep -l '^#define NSGEN_VERSION ')" = scripts/lib/version.h ] &&
		grep -q "^\(Since \)\{0,1\}$version" NEWS || return 1
	[ ! -f debian/changelog ] || head -n 1 debian/changelog | grep -qF "nsgen ($version) "
}

clone() { # name, umask
	(umask "$2" && git clone -q --no-hardlinks . "$tmp/$1")
}

# Two clones, at other times, with other masks, and with a configuration that git archive obeys.
twice() {
	clone one 022 && clone two 077 || return 1
	(cd "$tmp/one" && make -s SETUP=no dist) >"$tmp/one.sum" || return 1
	sleep 1
	(cd "$tmp/two" && umask 077 && TZ=Asia/Kathmandu XZ_OPT=-0 make -s SETUP=no dist) \
		>"$tmp/two.sum" || return 1
	cat "$tmp/one.sum" "$tmp/two.sum"
	grep -q "nsgen-$version.tar.xz\$" "$tmp/one.sum" && diff "$tmp/one.sum" "$tmp/two.sum" &&
		cmp "$tmp/one/build/nsgen-$version.tar.xz" "$tmp/two/build/nsgen-$version.tar.xz"
}

whole() {
	tar -tf "$tmp/one/build/nsgen-$version.tar.xz" | grep -v '/$' |
		sed "s,^nsgen-$version/,," | sort >"$tmp/have"
	git ls-files | sort | diff - "$tmp/have"
}

dirty() {
	echo >>"$tmp/one/README.md"
	(cd "$tmp/one" && refused 2 'not committed' scripts/sh/dist)
}

commands() { # each source, with words that compile it
	make -s SETUP=no compile_commands.json && jq -e 'length > 90 and all(.[];
		.directory and (.arguments | index("-Iscripts")) and .arguments[-1] == .file)' \
		compile_commands.json || return 1
	jq -r '.[].file' compile_commands.json | sort >"$tmp/have"
	find scripts checks/static -name '*.c' ! -name stub.c | sort | diff - "$tmp/have" ||
		return 1
	jq -r '.[] | select(.file == "scripts/lib/text.c") | .arguments | @sh' \
		compile_commands.json >"$tmp/command" &&
		eval "$(cat "$tmp/command") -o $tmp/text.o" && [ -s "$tmp/text.o" ]
}

formats() { # what has changed, and nothing else
	mkdir "$tmp/bin" && printf '#!/bin/sh\necho "$2" >>"%s/formatted"\n' "$tmp" \
		>"$tmp/bin/clang-format" && chmod +x "$tmp/bin/clang-format" || return 1
	(cd "$tmp/two" && echo >>scripts/nsgen.c && echo >scripts/lib/new.c &&
		PATH="$tmp/bin:$PATH" scripts/sh/format) || return 1
	printf '%s\n' scripts/nsgen.c scripts/lib/new.c | diff - "$tmp/formatted"
}

ok 'one version' one_place
ok 'make dist, twice' twice
ok 'it has what is committed' whole
ok 'it refuses what is not' dirty
ok 'make compile_commands.json' commands
ok 'make format' formats
done_testing
