#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Invalid input: one line, the right status, nothing written. Unusual but valid input works.

# Use the fast nsgen for these many runs: the sanitized one takes five times as long, and only
# check-full uses it.
[ "${NSGEN_TIER:-full}" = full ] || NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

# As typed by a user. make adds its own "Error 2" after our line, whatever our status was.
make_refused() { # words, make's arguments
	words=$1
	shift
	before=$(find generated -type f -exec cksum {} + | sort)
	if make -s SETUP=no "$@" >"$tmp/stdout" 2>"$tmp/stderr"; then
		echo 'make was content'
		return 1
	fi
	[ "$(grep -vc '^make' "$tmp/stderr")" -eq 1 ] ||
		{ echo 'not one line:'; cat "$tmp/stderr"; return 1; }
	grep -q "^nsgen: .*$words" "$tmp/stderr" || { cat "$tmp/stderr"; return 1; }
	[ ! -s "$tmp/stdout" ] || { cat "$tmp/stdout"; return 1; }
	[ "$before" = "$(find generated -type f -exec cksum {} + | sort)" ] ||
		{ echo 'generated/ changed'; return 1; }
	[ ! -e "$tmp/pwned" ] || { echo 'the input was executed'; return 1; }
}

long=$(printf '%0200d' 0 | tr 0 a)
for name in 2net NET a-b a_b 'net;id' ../x "$long" "\$(shell touch $tmp/pwned)" \
	"\`touch $tmp/pwned\`" "\$(touch $tmp/pwned)" 'a b' "it's" \
	'a"b' '' 'nét' '-x' '%s%n' '*' 'x#y' 'x=y' "\$\$(touch $tmp/pwned)"; do
	words='invalid namespace name'
	[ -n "$name" ] || words='empty namespace name'
	ok "make NS='$name'" make_refused "$words" NS="$name" KERNEL="$base"
	ok "nsgen --name='$name'" refused 2 "$words" generate "$name" "$base"
done
for name in int while typeof struct virtual name field; do
	ok "reserved: $name" refused 2 'is a keyword' generate $name "$base"
done
ok 'a name with a line break' refused 2 'invalid namespace name' generate 'a
b' "$base"
ok 'NS of the environment is not ours' \
	env NS="\$(shell touch $tmp/pwned)" KERNEL=/nonexistent make -s SETUP=no OUT="$tmp/env"
ok 'and was not executed' test ! -e "$tmp/pwned"
ok 'hostile KERNEL' make_refused 'directory not found' NS=ima KERNEL="\$(shell touch $tmp/pwned)"
ok 'hostile RELEASE' \
	make_refused 'invalid kernel release' kernel RELEASE="\$(shell touch $tmp/pwned)"
ok 'RELEASE=6' make_refused 'invalid kernel release' kernel RELEASE=6
ok 'RELEASE=../6.1' make_refused 'invalid kernel release' kernel RELEASE=../6.1
ok 'a bad LEVEL' make_refused 'unknown level' NS=ima KERNEL="$base" LEVEL=none
# "yes" must not quietly mean no.
for switch in SERIES SIGNOFF CC FORCE HTML KEEP_GOING V; do
	ok "$switch=yes" \
		make_refused "$switch=yes: invalid value (expected 1 or 0)" \
		NS=ima KERNEL="$base" $switch=yes
done
ok 'SETUP=off' make_refused 'SETUP=off: invalid value (expected yes or no)' \
	NS=ima KERNEL="$base" SETUP=off
ok 'a hostile V' make_refused 'V=.*: invalid value (expected 1 or 0)' \
	NS=ima KERNEL="$base" V="\$(shell touch $tmp/pwned)\`touch $tmp/pwned\`"
ok 'a switch that is off' \
	make -s SETUP=no NS=ima KERNEL="$base" OUT="$tmp/off" FORCE=0 V=0 HTML=0 KEEP_GOING=0
ok 'try without its file' \
	refused 2 'file not found' "$NSGEN" try --name=foo cocci/nsproxy/field.cocci "$tmp/missing"
ok 'try without its hook' \
	refused 2 'file not found' "$NSGEN" try --name=foo "$tmp/missing" "$tmp/missing"
ok 'nsgen away from its hooks' refused 2 'with --home' "$NSGEN" generate \
	--home "$tmp" --name=ima --kernel="$base" --out="$tmp/out"
ok 'no command' refused 2 'no command given' "$NSGEN"
ok 'an unknown command' refused 2 'unknown command' "$NSGEN" frobnicate
ok 'an unknown option' refused 2 "unknown option for 'generate'" "$NSGEN" generate --frobnicate
ok 'no name' refused 2 'no namespace given' "$NSGEN" generate \
	--home "$top" --out "$tmp/out" --kernel="$base"
ok 'no tree' refused 2 'no kernel tree given' "$NSGEN" generate \
	--home "$top" --out "$tmp/out" --name=ima

ok 'a tree that is missing' refused 2 'directory not found' generate ima "$tmp/missing"
ok 'a tree that is a file' refused 2 'directory not found' generate ima "$top/Makefile"
ok 'a directory that is no kernel' refused 2 'not a kernel source tree' generate ima "$top/tests"
mkdir "$tmp/empty" && : >"$tmp/empty/Makefile"
ok 'an empty Makefile' refused 2 'not a kernel source tree' generate ima "$tmp/empty"
mkdir "$tmp/old" && printf 'VERSION = 2\nPATCHLEVEL = 6\nSUBLEVEL = 18\n' >"$tmp/old/Makefile"
ok 'a kernel before nsproxy' \
	refused 3 'is not supported: no kernel/nsproxy.c' generate ima "$tmp/old"

small_copy "$base" "$tmp/tree"
pointer() {
	cp -r "$tmp/tree" "$tmp/lfs" || return 1
	printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%064d\nsize 14000\n' 0 \
		>"$tmp/lfs/kernel/nsproxy.c"
	refused 3 'kernel/nsproxy.c: a Git LFS pointer' generate ima "$tmp/lfs"
}
ok 'a Git LFS pointer' pointer
assigned() {
	cp -r "$tmp/tree" "$tmp/assigned" &&
		sed -i 's/^SUBLEVEL = /SUBLEVEL := /' "$tmp/assigned/Makefile" &&
		"$NSGEN" tree --kernel="$tmp/assigned" >"$tmp/text" &&
		grep -q '2\.6\.19' "$tmp/text"
}
ok 'SUBLEVEL :=' assigned
unreadable() {
	# root can read everything, so try as another user.
	chmod 700 "$tmp" && chmod 755 "$tmp"
	cp -r "$tmp/tree" "$tmp/closed" && chmod 0 "$tmp/closed/Makefile"
	if [ "$(id -u)" -eq 0 ]; then
		refused 2 'kernel source tree cannot be read' setpriv --reuid=65534 \
			--clear-groups "$NSGEN" generate --home "$top" --name=ima \
			--kernel="$tmp/closed" --out="$tmp/out"
	else
		refused 2 'kernel source tree cannot be read' generate ima "$tmp/closed"
	fi
}
if [ "$(id -u)" -ne 0 ] || setpriv --reuid=65534 --clear-groups test -x "$NSGEN" 2>/dev/null; then
	ok 'a tree that cannot be read' unreadable
fi

# Trees that do not fit: each lacks one thing that a hook looks for.
broken() { # what to sed, file, words; the number of sites that refuse, each in a line
	rm -rf "$tmp/broken"
	cp -r "$tmp/tree" "$tmp/broken"
	sed -i "$1" "$tmp/broken/$2"
	! cmp -s "$tmp/tree/$2" "$tmp/broken/$2" || { echo 'the test broke nothing'; return 1; }
	lines=${4:-1}
	refused 3 "$3" generate ima "$tmp/broken"
	outcome=$?
	lines=1
	return $outcome
}
ok 'no struct nsproxy' broken 's/^struct nsproxy {/struct nsprox {/' \
	include/linux/nsproxy.h 'no hook fits site nsproxy/field'
ok 'no forward declaration' broken '/^struct .*_namespace;$/d' \
	include/linux/nsproxy.h 'no hook fits site nsproxy/forward'
ok 'no kfree in free_nsproxy' broken 's/^\tkfree(ns);/\tfree_it(ns);/' \
	kernel/nsproxy.c 'no hook fits site nsproxy/free' 2
ok 'no dup_namespaces' \
	broken 's/dup_namespaces/dup_them/' kernel/nsproxy.c 'no hook fits site nsproxy/dup' 4
ok 'a label that no copy goes to' broken 's/^out_pid:/pid_failed:/' \
	kernel/nsproxy.c 'cocci/nsproxy/copy-dup.cocci: site not found'
ok 'no if (ns) in dup_namespaces' broken 's/^\tif (ns) {/\tif (ns != NULL \&\& 1) {/' \
	kernel/nsproxy.c 'cocci/nsproxy/dup.cocci: site not found'
ok 'no INIT_IPC_NS in INIT_NSPROXY' broken '/^\tINIT_IPC_NS(ipc_ns)/d' \
	include/linux/init_task.h 'cocci/nsproxy/init-macro.list: site not found'
ok 'no namespace in init/Kconfig' \
	broken '/_NS$/d' init/Kconfig 'cocci/kbuild/config.kconfig: site not found'
ok 'no namespace in kernel/Makefile' \
	broken '/_NS)/d' kernel/Makefile 'cocci/kbuild/object.makefile: site not found'
ok 'no nsproxy.h' refused 3 'is not supported: no kernel/nsproxy.c' sh -c \
	'rm "$1/include/linux/nsproxy.h" &&
	exec "$2" generate --home "$3" --name=ima --kernel="$1" --out="$4"' \
	x "$tmp/broken" "$NSGEN" "$top" "$tmp/out"

# Names that the tree already has.
ok 'a namespace that the tree has' refused 3 'include/linux/nsproxy.h:' generate uts "$base"
mkdir -p "$tmp/tree/drivers/x" &&
	printf 'menu "x"\n\n\tconfig RPMSG_NS # x\n\ttristate\nendmenu\n' \
		>"$tmp/tree/drivers/x/Kconfig.debug"
ok 'a symbol that some Kconfig has' refused 3 \
	'drivers/x/Kconfig.debug:3: the tree already has this symbol' generate rpmsg "$tmp/tree"
: >"$tmp/tree/kernel/taken_namespace.c"
ok 'a file that is there' refused 3 'kernel/taken_namespace.c: the tree already has this file' \
	generate taken "$tmp/tree"

# Specs.
conf() { # text, words
	printf '%b' "$1" >"$tmp/x.conf"
	refused 2 "$2" generate ima "$base" --conf="$tmp/x.conf"
}
ok 'a .conf with an unknown key' conf '[namespace]\nfoo=1\n' "x.conf:2: unknown key 'foo'"
ok 'a .conf with a path out of the tree' \
	conf '[namespace]\nsource=../../etc/cron.d/x\n' 'expected a path inside the tree'
ok 'a .conf with an absolute path' \
	conf '[namespace]\nmakefile=/etc/passwd\n' 'expected a path inside the tree'
ok 'a .conf with a group too many' conf '[namespace]\n[x]\n' 'unknown group'
ok 'a .conf that is missing' refused 2 'cannot be read' generate ima "$base" --conf="$tmp/nope.conf"
mkfifo "$tmp/fifo.conf"
truncate -s 3G "$tmp/long.conf"
ok 'a .conf that is a FIFO' refused 2 'fifo.conf: not a regular file' \
	timeout 20 "$NSGEN" generate --home "$top" --name=ima --kernel="$base" \
	--conf="$tmp/fifo.conf"
ok 'a .conf without an end' refused 2 'larger than 1 MiB' \
	generate ima "$base" --conf="$tmp/long.conf"
ok 'a .conf with a key twice' conf '[namespace]\nprompt=a\nhelp=b\n prompt = c\n' \
	"x.conf:4: duplicate 'prompt '; keep one"
ok 'a .conf with a group twice' conf '[namespace]\nprompt=a\n[namespace]\nhelp=b\n' \
	"x.conf:3: duplicate '[namespace]'; keep one"
ok 'a .conf with a zero byte' conf '[namespace]\nprompt=a\0b\n' 'contains a NUL byte'
ok 'a .conf with the same key for two patches' refused 2 'unknown patch' sh -c \
	'printf "[namespace]\n[patch a]\nsubject=a\n[patch b]\nsubject=b\n" >"$5/y.conf";
	exec "$1" generate --home "$2" --name=ima --kernel="$3" --out="$4" --conf="$5/y.conf"' \
	x "$NSGEN" "$top" "$base" "$tmp/out" "$tmp"
ok 'a .conf that names a Makefile that is not there' refused 3 'lib/Makefile' sh -c \
	'printf "[namespace]\nsource=lib/ima.c\n" >"$5/y.conf";
	exec "$1" generate --home "$2" --name=ima --kernel="$3" --out="$4" --conf="$5/y.conf"' \
	x "$NSGEN" "$top" "$base" "$tmp/out" "$tmp"
ok 'a place for output that cannot be written' refused 2 'cannot be written' "$NSGEN" generate \
	--home "$top" --name=ima --kernel="$base" --out=/proc/x

# Files that are not source files.
odd_file() { # file, how it is made, status, words
	rm -rf "$tmp/broken"
	cp -r "$tmp/tree" "$tmp/broken"
	rm "$tmp/broken/$1"
	$2 "$tmp/broken/$1"
	refused "$3" "$4" timeout 20 "$NSGEN" generate --home "$top" --name=ima \
		--kernel="$tmp/broken" --out="$tmp/out"
}
for file in Makefile kernel/nsproxy.c init/Kconfig; do
	want=3
	[ $file != Makefile ] || want=2
	ok "$file is a FIFO" odd_file $file mkfifo $want "$file: not a regular file"
	ok "$file has no end" odd_file $file 'truncate -s 3G' $want "$file: larger than"
done

# Trees for which a patch would have been silently wrong, as found by an adversarial review.
ok 'a member of another type' \
	broken 's/^};$/\tvoid *ima_ns;\n};/' include/linux/nsproxy.h 'already has the namespace ima'
ok 'a second nsproxy' \
	broken 's/^struct nsproxy {/struct nsproxy {\n\tint x;\n};\nstruct nsproxy {/' \
	include/linux/nsproxy.h 'ambiguous site for'
ok 'a condition with a blank in front' \
	broken 's/^struct nsproxy {/ #ifdef CONFIG_X\nstruct nsproxy {/
	s/^extern struct nsproxy init_nsproxy;/#endif\n&/' \
	include/linux/nsproxy.h "inside ' #ifdef CONFIG_X'"
ok 'a guard in the middle of a file' \
	broken 's/^struct nsproxy {/#ifndef X\n#define X\nstruct nsproxy {/
	s/^extern struct nsproxy init_nsproxy;/#endif\n&/' \
	include/linux/nsproxy.h "inside '#ifndef X'"
ok 'an include behind the code' \
	broken '$a #include <linux/late.h>' kernel/nsproxy.c 'which needs it before'
ok 'carriage returns' broken 's/$/\r/' kernel/Makefile 'lines end in carriage returns'
unended() {
	rm -rf "$tmp/broken"
	cp -r "$tmp/tree" "$tmp/broken"
	printf '# end' >>"$tmp/broken/kernel/Makefile"
	refused 3 'no newline at end of file' generate ima "$tmp/broken"
}
ok 'no line break at the end' unended
ok 'a symbol in a directory with a dot' sh -c 'mkdir -p "$1/drivers/x.d" &&
	printf "config DOT_NS\n" >"$1/drivers/x.d/Kconfig"' x "$tmp/tree"
ok 'is seen' refused 3 'drivers/x.d/Kconfig:1' generate dot "$tmp/tree"
ok 'a word that a header has' sh \
	-c 'printf "#define get_proc_ns(inode) inode\n" >"$1/include/linux/proc_ns.h"' x "$tmp/tree"
ok 'is seen too' refused 3 \
	"include/linux/proc_ns.h:1: the tree already uses the name 'get_proc_ns'" \
	generate proc "$tmp/tree"
macro_as_member() { # a struct elsewhere may have such a member, but no macro this name
	printf 'struct odd {\n\tint a, odd_ns;\n};\n' >"$tmp/tree/include/linux/odd.h"
	generate odd "$tmp/tree" --out="$tmp/odd" || return 1
	printf '# \tdefine odd_ns vendor_ns\n' >>"$tmp/tree/include/linux/odd.h"
	refused 3 "include/linux/odd.h:4: the tree already uses the name 'odd_ns'" \
		generate odd "$tmp/tree"
}
ok 'a macro that has the name of our member' macro_as_member
ok 'a FIFO does not hold the scan' sh -c 'mkfifo "$1/init/Kconfig.fifo" &&
	timeout 20 "$2" generate --home "$3" --name=ima --kernel="$1" --out="$4/fifo"' \
	x "$tmp/tree" "$NSGEN" "$top" "$tmp"
ok 'a prompt that make would run' conf '[namespace]\nprompt=$(shell,touch x)\n' 'prompt'
ok 'a message that smuggles a diff' conf '[namespace]\nbody=x\\ndiff --git a/Makefile b/x\n' 'body'
ok 'a word too many' refused 2 'unexpected argument' "$NSGEN" generate ima --name=ima

# Files of the user are never deleted.
kept() { # what to put in the place of the result, words
	rm -rf "$tmp/kept"
	mkdir -p "$tmp/kept/out/ima" "$tmp/kept/precious" && echo keep >"$tmp/kept/precious/file"
	place=$tmp/kept/out/ima/2.6.19-rc6-mm2
	case $1 in
	link) ln -s "$tmp/kept/precious" "$place" ;;
	file) echo mine >"$place" ;;
	notes) mkdir "$place" && echo mine >"$place/notes" ;;
	esac
	find "$tmp/kept" -type f -exec cksum {} + >"$tmp/kept.before"
	refused 2 "$2" "$NSGEN" generate --home "$top" --name=ima \
		--kernel="$base" --out="$tmp/kept/out" || return 1
	find "$tmp/kept" -type f -exec cksum {} + | diff "$tmp/kept.before" -
}
ok 'a link in the place of the result' kept link 'not a directory'
ok 'a file in the place of the result' kept file 'not a directory'
ok 'notes beside the result' kept notes 'notes: not written by nsgen'

# Input that only looks invalid.
odd="$tmp/a 'quoted' \"tree\" \$HOME ; x"
mkdir "$odd"
cp -r "$base/." "$odd"
chmod -R a-w "$odd"
before=$(cd "$odd" && find . -exec stat -c '%n %Y %a' {} + | sort | cksum)
ok 'a read-only tree, with quotes and blanks in its path' generate ima "$odd"
ok 'is as it was' \
	test "$before" = "$(cd "$odd" && find . -exec stat -c '%n %Y %a' {} + | sort | cksum)"
ok 'the same by make, with such an OUT' make -s SETUP=no NS=ima KERNEL="$odd" OUT="$tmp/o 'u' t"
ok 'gives the same' diff -r "$tmp/out" "$tmp/o 'u' t"
mkdir "$tmp/h" && ln -s "$base" "$tmp/h/linux"
ok 'KERNEL=~/linux' env HOME="$tmp/h" make -s SETUP=no NS=ima KERNEL='~/linux' OUT="$tmp/h/out"
ok 'gives the same too' diff -r "$tmp/out" "$tmp/h/out"
done_testing
