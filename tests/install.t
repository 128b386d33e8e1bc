#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# make install: what is installed works without the checkout, where its own files are read-only and
# for a user who owns none of them; make uninstall removes it.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh
chmod 755 "$tmp"

# The checkout that is installed from, with what make has built; it is gone afterwards.
source_copy() {
	mkdir -p "$tmp/source/build" && git ls-files -co --exclude-standard |
		grep -v '^generated/' | tar -cf - -T - | tar -xf - -C "$tmp/source" &&
		cp -a build/obj build/nsgen build/check-static "$tmp/source/build"
}

install_to() { # words of make
	make -s -C "$tmp/source" SETUP=no install "$@"
}

staged() { # DESTDIR is in front of every path, and in no file
	install_to DESTDIR="$tmp/stage" prefix=/usr &&
		[ -x "$tmp/stage/usr/bin/nsgen" ] && [ "$(ls "$tmp/stage")" = usr ] || return 1
	# A path in debugging information is not used.
	cp "$tmp/stage/usr/bin/nsgen" "$tmp/stripped" && strip "$tmp/stripped" || return 1
	! grep -F "$tmp" "$tmp/stripped" &&
		! grep -rlF -e "$tmp" "$tmp/stage/usr/share" || return 1
	# The checkout may be /nsgen, which is also the end of other paths.
	here=$(printf '%s' "$top" | sed 's,[^A-Za-z0-9_/-],\\&,g')
	! grep -rlE "(^|[^A-Za-z0-9_./~-])$here/(build|scripts|tests)\b" "$tmp/stage/usr/share"
}

from_environment() { # as packagers also give it; /usr/local must not be written to
	DESTDIR=$tmp/other install_to prefix=/opt/nsgen && [ -x "$tmp/other/opt/nsgen/bin/nsgen" ]
}

all_of_it() { # each hook and each rung
	for dir in cocci namespaces checks review; do
		diff -r $dir "$tmp/stage/usr/share/nsgen/$dir" || return 1
	done
}

refusals() {
	refused 2 'install: usr: not an absolute path' \
		env nsgen_prefix=usr scripts/sh/install install &&
		refused 2 'have to be bin, share and libexec of one directory' \
			env nsgen_destdir="$tmp/none" nsgen_bindir=/usr/games \
			scripts/sh/install install &&
		[ ! -e "$tmp/none" ]
}

# The prefix is read-only, the checkout is gone, and the user is nobody.
settle() {
	rm -rf "$tmp/source"
	mv "$tmp/stage/usr" "$tmp/prefix" && chmod -R a-w "$tmp/prefix" || return 1
	mkdir "$tmp/user" "$tmp/bin" && ln -s "$tmp/prefix/bin/nsgen" "$tmp/bin/nsgen" || return 1
	# What fetching the default kernel would leave there, as far as checkpatch.pl needs it.
	# shellcheck source=scripts/sh/default-release.sh
	. scripts/sh/default-release.sh
	kit=$tmp/user/cache/nsgen/linux-$nsgen_default_release
	style_copy "build/linux-$nsgen_default_release" "$kit" || return 1
	[ "$(id -u)" -ne 0 ] || chown -R nobody "$tmp/user"
}

as_user() { # words of nsgen
	set -- env -C "$tmp/user" HOME="$tmp/user" XDG_CACHE_HOME="$tmp/user/cache" \
		TMPDIR="$tmp/user" PATH="$tmp/bin:${path:-$PATH}" nsgen_setup=no nsgen "$@"
	[ "$(id -u)" -ne 0 ] ||
		set -- setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
	"$@"
}

cannot_write() { # else the cases below prove nothing
	if [ "$(id -u)" -eq 0 ]; then
		set -- setpriv --reuid=nobody --regid=nogroup --clear-groups
	else
		set --
	fi
	! "$@" touch "$tmp/prefix/share/nsgen/x" && ! "$@" touch "$tmp/prefix/bin/x" &&
		! "$@" touch "$tmp/x"
}

examples=$tmp/prefix/share/doc/nsgen/examples
net() { # as in 2006, into the user's own directory
	as_user generate --name=net --kernel="$examples/2.6.19-rc6-mm2" &&
		diff -r "$top/generated/reference/net" "$tmp/user/nsgen-out/net"
}

rungs() {
	as_user check --name=net --kernel="$examples/2.6.19-rc6-mm2" --rung=style >"$tmp/said" ||
		{ cat "$tmp/said"; return 1; }
	cat "$tmp/said"
	[ "$(grep -c '^  CHECK   static     ok ' "$tmp/said")" -ge 12 ] &&
		[ "$(grep -c '^  CHECK   style      ok ' "$tmp/said")" -eq 2 ] &&
		[ -d "$tmp/user/cache/nsgen/check" ] &&
		jq -e '[.checks[] | select(.status == "pass")] | length >= 14' \
			"$tmp/user/nsgen-out/net/2.6.19-rc6-mm2/report.json"
}

no_series() {
	refused 2 'series not found; generate it first' \
		as_user check --name=ipx --kernel="$examples/2.6.19-rc6-mm2"
}

commands() { # those that need files of nsgen's own
	as_user list >"$tmp/list" && [ "$(wc -l <"$tmp/list")" -gt 50 ] &&
		as_user review --name=net >"$tmp/review" &&
		grep -q '^# hunk 1 of' "$tmp/review" &&
		cp -r "$base" "$tmp/user/linux" && chmod -R a+rwX "$tmp/user/linux" &&
		as_user apply --name=net --kernel=linux &&
		as_user remove --name=net --kernel=linux &&
		diff -r "$base" "$tmp/user/linux" &&
		as_user smpl --name=net --kernel=linux &&
		[ -s "$tmp/user/nsgen-out/net/2.6.19-rc6-mm2.cocci/kernel-nsproxy.cocci" ]
}

# Of all texts of what is installed, none may send the user to make or to its variables; the program
# has those that front.c puts in their place.
no_make() {
	variables='BASE|BRANCH|ONTO|OUT|CONF|EXCEPT|SINCE|WHY|LEVEL|FORCE|REUSE|HTML|RUNG|PATCHED'
	variables="(NS|KERNEL|SETUP|RELEASE|$variables)=([. ;,'\"…]|\$)"
	strings "$tmp/prefix/bin/nsgen" "$tmp/prefix/libexec/nsgen/check-static" >"$tmp/texts" &&
		find "$tmp/prefix/share/nsgen" -type f ! -path '*/say.sh' -exec cat {} + |
		grep -vE '^[[:space:]]*(#|//|\*)|`' >>"$tmp/texts"
	grep -nE "'make [a-z]|$variables" "$tmp/texts" >"$tmp/bad"
	# Words that front.c puts in, and the environment of a script.
	grep -vE "'make help'|'make NS=|: KERNEL=\$|SETUP=\"\\$" "$tmp/bad" >"$tmp/worse"
	cat "$tmp/worse"
	[ "$(wc -l <"$tmp/texts")" -gt 5000 ] && [ ! -s "$tmp/worse" ]
}

# Messages of the ladder, as installed, and as make has them.
spelt() {
	cp -R "$base" "$tmp/user/there" && chmod -R a+rwX "$tmp/user/there" &&
		as_user apply --name=net --kernel=there || return 1
	refused 3 "run 'nsgen remove' first" \
		as_user check --name=net --kernel=there || return 1
	path=$tmp/few
	mkdir "$path"
	for tool in env nsgen setpriv dirname sh sed basename cat mkdir rm flock grep; do
		ln -s "$(command -v $tool)" "$path/$tool" 2>/dev/null
	done
	refused 2 'missing Debian packages: jq git; install them with apt-get' \
		as_user check --name=net --kernel="$examples/2.6.19-rc6-mm2"
	done=$?
	path=
	[ $done -eq 0 ] && (
		nsgen_options='RUNG:rung SIGNOFF:signoff' nsgen_switches=SIGNOFF NSGEN_FRONT=make
		. checks/say.sh
		said=$(spelt "run 'nsgen remove', --rung=boot, --rung, --signoff, nsgen_setup=no")
		echo "$said"
		[ "$said" = "run 'make remove', RUNG=boot, RUNG=, SIGNOFF=1, SETUP=no" ]
	)
}

# The page is made with modules that npm brings to the cache directory once.
page() {
	words='missing: npm modules of review/package-lock.json; omit nsgen_setup=no'
	refused 2 "$words, or omit --html" as_user review --name=net --html
}

# No page has a link that leads nowhere there.
links() {
	for page in "$tmp/prefix/share/doc/nsgen"/*.md "$tmp/prefix/share/doc/nsgen"/*/*.md; do
		grep -o '\](\.*[A-Za-z][^):]*)' "$page" | sed 's/^](//; s/[)#].*//' |
			while read -r link; do
				[ -e "${page%/*}/$link" ] || echo "$page: there is no $link"
			done
	done >"$tmp/dangling"
	cat "$tmp/dangling"
	[ ! -s "$tmp/dangling" ] && [ -f "$page" ]
}

untouched() {
	find "$tmp/prefix" -newer "$tmp/settled" >"$tmp/new"
	cat "$tmp/new"
	[ ! -s "$tmp/new" ]
}

opt() { # install or uninstall
	nsgen_destdir=$tmp/other nsgen_prefix=/opt/nsgen scripts/sh/install "$1"
}

uninstalled() {
	opt uninstall || return 1
	find "$tmp/other" ! -type d
	[ -z "$(find "$tmp/other" ! -type d)" ]
}

spares() { # what somebody else has put there
	mine=$tmp/other/opt/nsgen/share/nsgen/namespaces/mine.conf
	opt install && : >"$mine" && opt uninstall 2>"$tmp/stderr" || return 1
	grep -q '^nsgen: warning: .*/share/nsgen: not empty' "$tmp/stderr" &&
		[ "$(find "$tmp/other" -type f)" = "$mine" ]
}

ok 'a checkout' source_copy
ok 'make install DESTDIR=' staged
ok 'DESTDIR in the environment' from_environment
ok 'every hook, every rung' all_of_it
ok 'directories that nsgen could not be found from' refusals
ok 'a read-only prefix' settle
: >"$tmp/settled"
ok 'the user cannot write there' cannot_write
ok 'net, as in 2006' net
ok 'nsgen check --rung=style' rungs
ok 'nsgen check without a series' no_series
ok 'other commands' commands
ok 'no message names make' no_make
ok 'as each front spells it' spelt
ok 'nsgen review --html' page
ok 'links of what is installed' links
ok 'nothing was written there' untouched
ok 'make uninstall' uninstalled
ok 'make uninstall spares what is not ours' spares
done_testing
