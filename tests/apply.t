#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# make apply and make remove: all or nothing, and restored byte for byte. The trees are the parts of
# real trees that hooks look at; git provides the expected result of a series. tests/interrupt.t has
# the cases where nsgen is killed.

# Use the fast nsgen: the sanitized one takes too long for many runs on whole trees;
# tests/sanitized.t covers it.
NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

umask 022
out=$tmp/out

nsgen() { # command, name, tree, options
	nsgen_command=$1 nsgen_ns=$2 nsgen_tree=$3
	shift 3
	"$NSGEN" "$nsgen_command" --home "$top" --name="$nsgen_ns" \
		--kernel="$nsgen_tree" --out="$out" "$@"
}

# Make a full copy, so that nothing is ever written through a hard link.
copy() { # tree, copy
	rm -rf "$2"
	cp -a "$1" "$2"
}

# The state of a tree: every file and directory with its mode and contents.
picture() { # tree
	(cd "$1" && find . -path ./.git -prune -o -printf '%y %m %p\n' | sort &&
		find . -path ./.git -prune -o -type f -exec sha256sum {} + | sort -k 2)
}

same() { # tree, tree
	picture "$1" >"$tmp/one" && picture "$2" >"$tmp/two" &&
		[ -s "$tmp/one" ] && diff "$tmp/one" "$tmp/two"
}

# The result of a series according to git.
by_git() { # name, tree, copy
	copy "$2" "$3"
	for by_git in "$out/$1"/*/[0-9]*.patch; do
		case ${by_git##*/} in 0000-*) continue ;; esac
		git_apply "$3" "$by_git" || return 1
	done
}

put_in() { # name, tree, options
	put_name=$1 put_tree=$2
	shift 2
	nsgen generate "$put_name" "$put_tree" "$@" &&
		by_git "$put_name" "$put_tree" "$tmp/by-git" &&
		nsgen apply "$put_name" "$put_tree" &&
		same "$put_tree" "$tmp/by-git"
}

take_out() { # name, tree, tree as it shall be
	nsgen remove "$1" "$2" && same "$2" "$3"
}

nothing() { # command, name, tree, words: it says so and changes nothing
	copy "$3" "$tmp/kept"
	nsgen "$1" "$2" "$3" >"$tmp/said" && cat "$tmp/said" &&
		grep -q "$4 .*; nothing was changed" "$tmp/said" && same "$3" "$tmp/kept"
}

unchanged() { # status, words, command, name, tree: it is refused and changes nothing
	picture "$5" >"$tmp/then"
	refused "$1" "$2" nsgen "$3" "$4" "$5" && picture "$5" | diff "$tmp/then" -
}

numbers() { # name: as options, of its report
	jq -r '.spec | [["flag", .flag_value], ["inum", (.inum | rtrimstr("U"))],
		["id", .id], ["nr", .nr]][] |
		select(.[1] != "") | "--\(.[0])=\(.[1])"' "$out/$1"/*/report.json
}

# Apply names one after the other to a tree. Removing any one of them must give, byte for byte, what
# the others alone give with the same numbers.
rounds() { # level, tree, those that are taken out, names
	level=$1 tree=$2 leave=$3 work=$tmp/stack
	shift 3
	copy "$tree" "$work"
	rm -rf "$out"
	for name; do
		nsgen generate "$name" "$work" --level="$level" &&
			nsgen apply "$name" "$work" || return 1
	done
	copy "$work" "$tmp/all"
	rm -rf "$tmp/out.all" && cp -a "$out" "$tmp/out.all"
	for gone in $leave; do
		copy "$tmp/all" "$work"
		rm -rf "$out" && cp -a "$tmp/out.all" "$out"
		rm -rf "$tmp/alone" "$tmp/out.alone"
		copy "$tree" "$tmp/alone"
		for name; do
			[ "$name" != "$gone" ] || continue
			pins=
			[ "$level" = framework ] || pins=$(numbers "$name")
			# shellcheck disable=SC2086 # options
			"$NSGEN" generate --home "$top" --name="$name" --kernel="$tmp/alone" \
				--out="$tmp/out.alone" --level="$level" $pins &&
				"$NSGEN" apply --home "$top" --name="$name" \
					--kernel="$tmp/alone" --out="$tmp/out.alone" || return 1
		done
		nsgen remove "$gone" "$work" || return 1
		same "$work" "$tmp/alone" || { echo "$gone was taken out of $*"; return 1; }
		nothing remove "$gone" "$work" 'is not applied to' || return 1
		# The others can be removed too, beginning with the first.
		for name; do
			[ "$name" = "$gone" ] || nsgen remove "$name" "$work" || return 1
		done
		same "$work" "$tree" || return 1
		[ -z "$(find "$out" -name '.nsgen*')" ] || { find "$out"; return 1; }
	done
}

for tree in "$base" ${NSGEN_APPLY_TREES:-build/linux-*}; do
	case $tree in
	*.package) continue ;;
	esac
	release=${tree##*/} release=${release#linux-}
	level=full
	[ "$tree" != "$base" ] || level=framework
	tmp_tree=$tmp/$release
	hook_copy "$tree" "$tmp_tree"
	case $release in
	2.6.19-rc6-mm2 | 6.12) ;;
	*) full || continue ;;
	esac
	work="$tmp/a tree"
	copy "$tmp_tree" "$work"
	rm -rf "$out"
	ok "$release: apply does what git does with the series" put_in ima "$work" --level=$level
	ok "$release: again, there is nothing to do" nothing apply ima "$work" 'is already applied'
	ok "$release: remove gives the tree back" take_out ima "$work" "$tmp_tree"
	ok "$release: again, there is nothing to do" nothing remove ima "$work" 'is not applied to'
	ok "$release: and in again" put_in ima "$work" --level=$level
	[ $level = framework ] || full || continue
	ok "$release: two names, and the first is taken out" \
		rounds $level "$tmp_tree" ima ima syslog
	[ $level = framework ] ||
		ok "$release: level framework, too" rounds framework "$tmp_tree" ima ima syslog
	[ "$release" = 6.12 ] || continue
	ok "$release: three names, each taken out of the three" \
		rounds full "$tmp_tree" 'ima syslog vdev' ima syslog vdev
	ok "$release: the other order" rounds full "$tmp_tree" 'syslog ima' syslog ima
done

# From here on one modern tree is enough.
pristine=$tmp/6.12
work="$tmp/a 'quoted' tree"
fresh() { # names: a tree with these in it, made once and copied
	copy "$pristine" "$work"
	rm -rf "$out"
	done=
	for name; do
		before=$done
		done=$done.$name
		[ -d "$tmp/cache$done" ] || {
			[ -z "$before" ] || {
				copy "$tmp/cache$before/tree" "$work" &&
					copy "$tmp/cache$before/out" "$out" || return 1
			}
			nsgen generate "$name" "$work" && mkdir "$tmp/cache$done" &&
				nsgen apply "$name" "$work" &&
				copy "$work" "$tmp/cache$done/tree" &&
				copy "$out" "$tmp/cache$done/out" || return 1
		}
	done
	[ -z "$done" ] ||
		{ copy "$tmp/cache$done/tree" "$work" && copy "$tmp/cache$done/out" "$out"; }
}

# A tree for which ima is generated but not yet applied.
ready() {
	fresh ima && copy "$pristine" "$work"
}

all_in() { # the whole of a real tree, not only of a small one
	make_large && whole=$large/whole && tree_copy build/linux-6.12 "$whole" &&
		rm -rf "$out" && nsgen generate ima "$whole" && nsgen apply ima "$whole" &&
		nsgen generate syslog "$whole" && nsgen apply syslog "$whole" &&
		nsgen remove ima "$whole" &&
		grep -q syslog_ns "$whole/kernel/nsproxy.c" &&
		! grep -rq ima_ns "$whole/kernel" "$whole/include" &&
		nsgen remove syslog "$whole" && diff -r build/linux-6.12 "$whole"
}
! full || ok 'a whole tree, of hard links, and the other names of its files are as they were' all_in
rm -rf "$whole"

ok 'two names' fresh ima syslog
ok 'the second one comes out, and the first one stays' \
	sh -c '"$1" remove --home "$2" --name=syslog --kernel="$3" --out="$4" &&
	grep -q ima_ns "$3/kernel/nsproxy.c" &&
	! grep -rq syslog_ns "$3" && rm -rf "$4/syslog"' x "$NSGEN" "$top" "$work" "$out"
ok 'and then the first' take_out ima "$work" "$pristine"

rewoven() {
	fresh ima syslog || return 1
	pins=$(numbers syslog)
	nsgen remove ima "$work" || return 1
	# shellcheck disable=SC2086 # options
	"$NSGEN" generate --home "$top" --name=syslog --kernel="$pristine" \
		--out="$tmp/rewoven" $pins || return 1
	# The numbers are the same, but there they were set by hand, and here they keep their
	# reasons.
	diff -r -x report.json -x '0000-*' "$out/syslog" "$tmp/rewoven/syslog" &&
		grep -q 'set by hand' "$tmp/rewoven"/syslog/*/0000-*.patch &&
		! grep -q 'set by hand' "$out"/syslog/*/0000-*.patch
}
! full || ok 'the series of the name that stays is the one that generate makes' rewoven

# A signed series; when the lower name is removed, the upper one is generated again with the same
# options.
signed() {
	(
		git config --file "$tmp/gitconfig" user.name 'Jane Doe' &&
			git config --file "$tmp/gitconfig" user.email jane@example.org || exit 1
		GIT_CONFIG_GLOBAL=$tmp/gitconfig
		export GIT_CONFIG_GLOBAL
		copy "$pristine" "$work"
		rm -rf "$out"
		for name in ima syslog; do
			nsgen generate "$name" "$work" --why='Tests need a purpose.' \
				--signoff --squash && nsgen apply "$name" "$work" || exit 1
		done
		nsgen remove ima "$work" &&
			jq -e '.options.signoff and .options.squash' "$out"/syslog/*/report.json &&
			grep -qx 'Signed-off-by: Jane Doe <jane@example.org>' \
				"$out"/syslog/*/0001-*.patch && take_out syslog "$work" "$pristine"
	)
}
! full || ok 'signed, and as one patch' signed

# Each series keeps its own date, whenever the one below it is removed.
dated() {
	copy "$pristine" "$work"
	rm -rf "$out"
	nsgen generate ima "$work" --level=framework && nsgen apply ima "$work" &&
		(SOURCE_DATE_EPOCH=86400 && export SOURCE_DATE_EPOCH &&
		nsgen generate syslog "$work" --level=framework) &&
		nsgen apply syslog "$work" && nsgen generate audit "$work" --level=framework &&
		nsgen apply audit "$work" || return 1
	(SOURCE_DATE_EPOCH=5 && export SOURCE_DATE_EPOCH && nsgen remove ima "$work") &&
		grep -qx 'Date: Fri, 2 Jan 1970 00:00:00 +0000' "$out"/syslog/*/0001-*.patch &&
		grep -qx 'Date: Mon, 17 Sep 2001 00:00:00 +0000' \
			"$out"/audit/*/0001-*.patch || return 1
	[ "$(jq -r .options.SOURCE_DATE_EPOCH "$out"/syslog/*/report.json)" = 86400 ] &&
		jq -e '.options | has("SOURCE_DATE_EPOCH") | not' "$out"/audit/*/report.json
}
ok 'each with its own date' dated

# File modes, and other properties of a tree.
modes() {
	copy "$pristine" "$work"
	chmod 600 "$work/kernel/fork.c" && chmod 755 "$work/init/Kconfig" &&
		chmod 444 "$work/kernel/Makefile"
	copy "$work" "$tmp/modes"
	rm -rf "$out"
	copy "$tmp/cache.ima/out" "$out" && nsgen apply ima "$work" &&
		[ "$(stat -c %a "$work/kernel/fork.c")" = 600 ] &&
		[ "$(stat -c %a "$work/init/Kconfig")" = 755 ] &&
		[ "$(stat -c %a "$work/kernel/Makefile")" = 444 ] &&
		take_out ima "$work" "$tmp/modes"
}
ok 'modes are kept' modes

in_git() {
	copy "$pristine" "$work"
	rm -rf "$out"
	(
		cd "$work" || exit 1
		GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
		export GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM
		git init -q . && git add -f -A &&
			git -c user.name=x -c user.email=x commit -q -m x &&
			sleep 1 && git status >/dev/null || exit 1
		sha256sum .git/index .git/HEAD >"$tmp/index"
		copy "$tmp/cache.ima/out" "$out" && nsgen apply ima "$work" || exit 1
		sha256sum -c --quiet "$tmp/index" || exit 1
		git status --porcelain -uall | sed 's/^ M //; s/^?? //' | sort >"$tmp/status"
		jq -r '.files[].path' "$out"/ima/*/report.json |
			sort | diff - "$tmp/status" || exit 1
		git add -f -A -N . && git diff >"$tmp/is"
		git reset -q --hard && git clean -f -d -x -q || exit 1
		for patch in "$out"/ima/*/[0-9]*.patch; do
			case ${patch##*/} in 0000-*) continue ;; esac
			git apply "$patch" || exit 1
		done
		git add -f -A -N . && git diff | diff "$tmp/is" - && [ -s "$tmp/is" ] || exit 1
		git reset -q && nsgen remove ima "$work" && [ -z "$(git status --porcelain)" ]
	)
}
ok 'a git tree: index and HEAD as they were, git status and git diff say what the series says' \
	in_git

out="$tmp/an out with 'quotes'"
copy "$pristine" "$work"
ok 'OUT elsewhere' put_in ima "$work"
by_make() { # target, words
	make -s SETUP=no "$1" NS=ima KERNEL="$work" OUT="$out" >"$tmp/said" &&
		cat "$tmp/said" && grep -q "$2" "$tmp/said"
}
ok 'make apply' by_make apply 'is already applied'
ok 'make remove' by_make remove 'removed from Linux'
ok 'gives the tree back' same "$work" "$pristine"
ok 'make apply puts it in again' by_make apply 'ima applied to'
ok 'make apply wants a name' sh -c '! make -s SETUP=no apply KERNEL=x 2>&1 |
	tee /dev/stderr | grep -q "no namespace given" && exit 1; exit 0'
ok 'nothing of it is executed' sh -c '
	! make -s SETUP=no remove NS="\$(shell touch $1/pwned)" KERNEL="\`touch $1/pwned\`" \
		OUT="\$(shell touch $1/pwned)" && [ ! -e "$1/pwned" ]' x "$tmp"
out=$tmp/out

# A tree that is not the expected one.
changed() { # what a human did, in the tree; then status, words, command, name
	fresh ima syslog || return 1
	(cd "$work" && sh -c "$1") || return 1
	unchanged "$2" "$3" "$4" "$5" "$work" || return 1
	# The error must contain the actual and the expected digest.
	has='has [0-9a-f]{64}'
	grep -qE "sha256 is [0-9a-f]{64}.* ($has|has no such file)|file not found.*$has" \
		"$tmp/stderr"
}
ok 'state added to the new file: remove leaves it' changed \
	'echo "int x;" >>kernel/ima_namespace.c' 3 'kernel/ima_namespace.c: sha256 is' remove ima
ok 'a change under the name on top' \
	changed 'echo "/* x */" >>kernel/nsproxy.c' 3 'kernel/nsproxy.c: sha256 is' remove ima
ok 'the one on top itself' \
	changed 'echo "/* x */" >>kernel/nsproxy.c' 3 'kernel/nsproxy.c: sha256 is' remove syslog
ok 'a file that has gone' changed 'rm kernel/syslog_namespace.c' \
	3 'kernel/syslog_namespace.c: file not found' remove ima
ok 'a change where only the one below was' changed 'echo x >>tools/testing/selftests/imans/config' \
	3 'tools/testing/selftests/imans/config: sha256 is' remove ima
not_fit() { # what a human did, words
	ready && (cd "$work" && sh -c "$1") || return 1
	unchanged 3 "$2" apply ima "$work"
}
ok 'apply: a file has changed since' \
	not_fit 'echo "/* x */" >>kernel/fork.c' 'kernel/fork.c: sha256 is'
ok 'apply: a new file is there' \
	not_fit 'echo >kernel/ima_namespace.c' 'kernel/ima_namespace.c: sha256 is'
ok 'apply: a file is gone' not_fit 'rm kernel/fork.c' 'kernel/fork.c: file not found'
ok 'apply: a file is a directory' \
	not_fit 'mkdir kernel/ima_namespace.c' 'kernel/ima_namespace.c: not a regular file'
ok 'apply: a file is a FIFO' \
	not_fit 'mkfifo kernel/ima_namespace.c' 'kernel/ima_namespace.c: not a regular file'
other_first() {
	ready && nsgen generate syslog "$work" && nsgen apply ima "$work" &&
		unchanged 3 'sha256 is' apply syslog "$work"
}
ok 'apply: another name came in between' other_first

# Links that lead out of the tree.
linked() { # what to replace by a link, words
	rm -rf "$tmp/elsewhere"
	ready && mv "$work/$1" "$tmp/elsewhere" && ln -s "$tmp/elsewhere" "$work/$1" || return 1
	picture "$tmp" | grep -v '/\.out\|/then\|/std' >"$tmp.before"
	refused 3 "$2" nsgen apply ima "$work" || return 1
	[ -L "$work/$1" ] && picture "$tmp" | grep -v '/\.out\|/then\|/std' |
		diff "$tmp.before" - && rm -f "$tmp.before"
}
ok 'a linked file' linked kernel/nsproxy.c 'kernel/nsproxy.c: symbolic link, whose target'
ok 'a linked directory' linked kernel 'symbolic link, whose target'
ok 'a link to nowhere where a new file comes' not_fit "ln -s $tmp/nowhere kernel/ima_namespace.c" \
	'kernel/ima_namespace.c: symbolic link, whose target'
ok 'and nothing came to be there' test ! -e "$tmp/nowhere"
through_link() { # the tree's own path may be one
	ready && ln -sfn "$work" "$tmp/link" && nsgen apply ima "$tmp/link" &&
		nsgen remove ima "$tmp/link" && same "$work" "$pristine"
}
ok 'KERNEL itself may be a link' through_link

# A tree that has only half of the series.
half_in() { # command, tree as it shall be
	fresh ima || return 1
	copy "$work" "$tmp/done"
	cp "$pristine/kernel/fork.c" "$work/kernel/fork.c" &&
		rm "$work/kernel/ima_namespace.c" && nsgen "$1" ima "$work" && same "$work" "$2"
}
ok 'half of it is there: apply does the rest' half_in apply "$tmp/done"
ok 'half of it is there: remove takes that out' half_in remove "$pristine"
built_in() { # what a build has left in a directory that apply made stays
	fresh ima && : >"$work/tools/testing/selftests/imans/imans_test" &&
		nsgen remove ima "$work" &&
		[ "$(ls -A "$work/tools/testing/selftests/imans")" = imans_test ] &&
		rm -r "$work/tools/testing/selftests/imans" && same "$work" "$pristine"
}
ok 'a directory is not removed with what somebody built there' built_in

# A series that has been edited.
tampered() { # what to do in its directory, words
	ready && (cd "$out"/ima/* && sh -c "$1") || return 1
	unchanged 2 "$2" apply ima "$work"
}
ok 'no series' unchanged 2 'series of vdev for Linux' apply vdev "$work"
ok 'an edited patch' tampered 'sed -i "s/^+#define.*/+x/" 0001-*.patch' 'was edited'
ok 'a patch less' tampered 'rm 0001-*.patch' 'file not found'
ok 'a patch more' tampered 'cp 0001-*.patch 0009-x.patch' 'not written by nsgen'
ok 'a report with another digit' \
	tampered 'sed -i "s/\"nsgen\" : \"0/\"nsgen\" : \"1/" report.json' 'was edited'
ok 'no report' tampered 'rm report.json' 'series of ima for Linux'

# A forged report has a valid digest at its end.
forged() { # what jq is to do, words
	ready || return 1
	report=$(find "$out/ima" -name report.json)
	jq "$1" "$report" >"$tmp/forged" || return 1
	FORGED=$tmp/forged perl -MDigest::SHA=sha256_hex -0777 \
		-e 'open(F, "<", $ENV{FORGED}); $_ = <F>; $none = "0" x 64;
		s/"digest": "[0-9a-f]{64}"\n\}\n$/"digest" : "$none"\n}\n/ or die;
		$sum = sha256_hex($_); s/0{64}"\n\}\n$/$sum"\n}\n/; print' >"$report"
	unchanged 2 "$2" apply ima "$work" || return 1
	! grep -q 'was edited' "$tmp/stderr" || { echo 'the forgery is no good'; return 1; }
}
ok 'a report about another name' forged '.name = "net"' 'belongs to another series'
ok 'a report with a path out of the tree' \
	forged '.files[0].path = "../x"' 'without a path in the tree'
ok 'a report whose digest is none' forged '.files[0].after = 1' 'without its digests'
ok 'a report that leaves new files out' \
	forged 'del(.files[] | select(.state == "new"))' 'files that are not in the report'
ok 'a report that leaves a changed file out' \
	forged 'del(.files[] | select(.path == "kernel/fork.c"))' 'kernel/fork.c: No such file'
ok 'a report with another result' forged '.files[0].after = ("0" * 64)' 'the patches do not change'
ok 'a report without patches' forged '.patches = []' 'not written by nsgen'
ok 'a report with a directory out of the tree' \
	forged '.directories = ["../x"]' 'lists a directory outside the tree'
ok 'a report that is none' tampered 'echo "[]" >report.json' 'report.json'
ok 'a report that is cut' tampered 'head -c 2000 report.json >x && mv x report.json' 'report.json'
other_broken() { # a broken series of another name is none of our business
	fresh ima && mkdir -p "$out/vdev" && cp -r "$out"/ima/* "$out/vdev" &&
		mkdir -p "$out/Not A Name" && nsgen remove ima "$work" && same "$work" "$pristine"
}
ok 'a broken series of another name' other_broken

# After a change of nsgen, what it would generate for the remaining names differs from the tree.
unlearnt() {
	fresh ima syslog || return 1
	rm -rf "${tmp:?}/ours"
	mkdir "$tmp/ours" && cp -r cocci namespaces "$tmp/ours"
	for skel in "$tmp"/ours/cocci/skeleton/*.skel; do
		sed -i 's,^#include <linux/slab.h>$,&\n#include <linux/slab.h>,' "$skel"
	done
	picture "$work" >"$tmp/then"
	refused 3 'this nsgen generates it differently' "$NSGEN" remove \
		--home "$tmp/ours" --name=ima --kernel="$work" --out="$out" || return 1
	picture "$work" | diff "$tmp/then" - || return 1
	# Removing the topmost name needs no weaving.
	"$NSGEN" remove --home "$tmp/ours" --name=syslog --kernel="$work" --out="$out" &&
		rm -r "$out/syslog" && take_out ima "$work" "$pristine"
}
ok 'what nsgen would make otherwise now is left alone' unlearnt

# Places that cannot be written.
unwritable() {
	chmod 755 "$tmp"
	ready && copy "$work" "$tmp/closed" && chmod -R a-w "$tmp/closed" || return 1
	if [ "$(id -u)" -eq 0 ]; then
		refused 2 'cannot be written' setpriv --reuid=65534 --clear-groups "$NSGEN" apply \
			--home "$top" --name=ima --kernel="$tmp/closed" --out="$out"
	else
		refused 2 'cannot be written' nsgen apply ima "$tmp/closed"
	fi || return 1
	# One directory belongs to another user.
	chmod u+w "$tmp/closed" && chmod -R u+w "$tmp/closed/kernel" || return 1
	if [ "$(id -u)" -eq 0 ]; then
		chown -R 65534 "$tmp/closed" && chown 0 "$tmp/closed/fs/proc" &&
			refused 2 'cannot be replaced' setpriv \
				--reuid=65534 --clear-groups "$NSGEN" apply \
				--home "$top" --name=ima --kernel="$tmp/closed" --out="$out"
	else
		refused 2 'cannot be replaced' nsgen apply ima "$tmp/closed"
	fi
	[ ! -e "$tmp/closed/.nsgen-apply" ] && [ ! -e "$tmp/closed/kernel/ima_namespace.c" ] &&
		cmp "$tmp/closed/kernel/fork.c" "$pristine/kernel/fork.c"
}
if [ "$(id -u)" -ne 0 ] || setpriv --reuid=65534 --clear-groups test -x "$NSGEN" 2>/dev/null; then
	ok 'a tree that is not ours' unwritable
fi
keeps_owner() {
	ready && chown -R 65534:65534 "$work" && nsgen apply ima "$work" &&
		[ "$(stat -c %u:%g "$work/kernel/fork.c")" = 65534:65534 ]
}
[ "$(id -u)" -ne 0 ] || ok "root leaves files to their owner" keeps_owner

too_large() { # no file may be larger than some that are to be replaced
	ready || return 1
	(ulimit -f "$1" && unchanged "$2" "$3" apply ima "$work")
}
# The scratch directory meets the limit first; on a small disk the tree does.
ok 'no file may be as large as one of the tree' too_large 100 5 'nsgen: '
small_disk() {
	mkdir "$tmp/disk" && mount -t tmpfs -o "size=$1" none "$tmp/disk" || return 1
	ready && cp -a "$work" "$tmp/disk/tree" && df -k "$tmp/disk" &&
		unchanged 2 'No space left on device' apply ima "$tmp/disk/tree"
	status=$?
	umount "$tmp/disk" && rmdir "$tmp/disk"
	return $status
}
if [ "$(id -u)" -eq 0 ] && mkdir "$tmp/try" && mount -t tmpfs none "$tmp/try" 2>/dev/null; then
	umount "$tmp/try"
	ok 'a disk that is nearly full' small_disk "$(($(du -sk "$pristine" | cut -f1) + 100))k"
else
	count=$((count + 1))
	echo "ok $count - a disk that is nearly full # SKIP needs to mount one"
fi

at_work() { # by flock, as another nsgen would
	fresh ima || return 1
	flock "$work" sh -c 'refused=0;
		"$1" remove --home "$2" --name=ima --kernel="$3" --out="$4" 2>"$5" ||
		refused=$?; cat "$5"; [ "$refused" -eq 2 ] && grep -q "is running here" "$5"' \
		x "$NSGEN" "$top" "$work" "$out" "$tmp/said" && nsgen remove ima "$work"
}
ok 'two at once: the second one is sent away' at_work
done_testing
