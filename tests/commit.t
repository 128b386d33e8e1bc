#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# --base, a commit of a git repository as the tree: the result is that of a checkout of the commit,
# byte for byte. A repository with contents that no kernel has gives an error of one line.
# tests/git.t has malicious repositories.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_CONFIG_GLOBAL GIT_CONFIG_NOSYSTEM
repo=$tmp/repo

in_repo() { # git's words
	# With many objects, git would start gc during the next test.
	git -C "$repo" -c user.name=x -c user.email=x -c gc.auto=0 "$@"
}

fresh() { # a repository with the small tree, and what the commands make of it
	rm -rf "$repo" "$tmp/bare"
	cp -r "$base" "$repo" && git -C "$repo" init -q -b main . || return 1
	[ $# -eq 0 ] || (cd "$repo" && "$@") || return 1
	in_repo add -f -A && in_repo commit -q -m x && git clone -q --bare "$repo" "$tmp/bare"
}

# Generate in both ways, with their output; paths in errors are normalised.
both() { # options
	rm -rf "$tmp/out" "$tmp/dir" "$tmp/commit"
	was=0 is=0
	set -- --home "$top" --out="$tmp/out" "$@"
	"$NSGEN" generate "$@" --kernel="$repo" >"$tmp/dir.said" 2>&1 || was=$?
	[ ! -d "$tmp/out" ] || mv "$tmp/out" "$tmp/dir"
	"$NSGEN" generate "$@" --kernel="$tmp/bare" --base=HEAD >"$tmp/commit.said" 2>&1 || is=$?
	[ ! -d "$tmp/out" ] || mv "$tmp/out" "$tmp/commit"
	sed "s,^nsgen: $repo: ,nsgen: TREE: ," "$tmp/dir.said" >"$tmp/dir.words"
	sed "s,^nsgen: $tmp/bare: commit [0-9a-f]*: ,nsgen: TREE: ," \
		"$tmp/commit.said" >"$tmp/words"
	diff "$tmp/dir.words" "$tmp/words" && [ "$was" -eq "$is" ]
}

same() { # options
	both "$@" && [ "$was" -eq 0 ] && diff -r "$tmp/dir" "$tmp/commit" &&
		grep -rqx "base-commit: $(in_repo rev-parse HEAD)" "$tmp/commit"
}

same_error() { # status, words, what is done to the tree, options
	want=$1 words=$2 change=$3
	shift 3
	fresh sh -c "$change" && both "$@" && [ "$is" -eq "$want" ] || return 1
	[ "$(wc -l <"$tmp/commit.said")" -eq 1 ] && grep -F -- "$words" "$tmp/commit.said"
}

# The same series for each change of this kind.
same_with() { # what is done to the tree, options
	change=$1
	shift
	fresh sh -c "$change" && same "$@"
}

# A commit that is not HEAD, while the index and the work tree differ from it.
dirty() {
	fresh && same --name=ima && first=$(in_repo rev-parse HEAD) || return 1
	in_repo tag -a -m x v1 && in_repo branch old || return 1
	echo 'no C' >"$repo/kernel/nsproxy.c" && in_repo commit -q -a -m y || return 1
	echo 'nor this' >"$repo/kernel/nsproxy.c" && in_repo add -A || return 1
	rm -r "$repo/include"
	set -- v1 "$(printf '%.9s' "$first")"
	! full || set -- "$@" HEAD~1 old main^ "$first" 'HEAD@{1}' refs/tags/v1
	for name; do
		rm -rf "$tmp/out"
		generate ima "$repo" --base="$name" || { echo "$name"; return 1; }
		diff -r "$tmp/commit" "$tmp/out" || return 1
	done
	rm -rf "$tmp/out"
	git -C "$repo" worktree add -q --no-checkout "$tmp/other" old &&
		generate ima "$tmp/other" --base=HEAD && diff -r "$tmp/commit" "$tmp/out"
}

no_commit() { # words, name
	refused 2 "$1" generate ima "$tmp/bare" --base="$2"
}

# The abbreviated name of several objects.
ambiguous_start() {
	whole=$(git -C "$tmp/bare" rev-parse 'HEAD^{tree}')
	for i in $(seq 600); do
		printf 'tree %s\nauthor x <x> %s +0000\ncommitter x <x> 0 +0000\n\nx\n' \
			"$whole" "$i" |
			git -C "$tmp/bare" hash-object -w -t commit --stdin
	done >"$tmp/commits"
	start=$(cut -c1-4 "$tmp/commits" | sort | uniq -d | head -n 1)
	[ "$start" ] || return 1
	refused 2 "commit '$start' not found" generate ima "$tmp/bare" --base="$start"
}

elsewhere() {
	refused 2 'not a git repository' generate ima "$base" --base=HEAD || return 1
	refused 2 'not a git repository' generate ima "$repo/kernel" --base=HEAD || return 1
	refused 2 'directory not found' generate ima "$tmp/nowhere" --base=HEAD || return 1
	for command in apply remove review check-name record; do
		refused 2 "--base: unknown option for '$command'" "$NSGEN" "$command" --name=ima \
			--base=HEAD || return 1
	done
	refused 2 '--base: no repository given' "$NSGEN" list --base=HEAD
}

# Each object of the commit is missing, empty, truncated or replaced by another: the result is an
# error of one line, unless the object is not needed.
damaged() { # how, every so many
	fresh && same --name=ima || return 1
	nth=0 seen=0
	in_repo rev-list --objects HEAD | cut -d ' ' -f 1 >"$tmp/objects"
	other=$(in_repo rev-parse HEAD:Makefile | sed 's,^..,&/,')
	while read -r object; do
		nth=$((nth + 1))
		[ $((nth % $2)) -eq 0 ] || continue
		file=$repo/.git/objects/$(printf '%s' "$object" | sed 's,^..,&/,')
		mv "$file" "$tmp/object"
		case $1 in
		missing) ;;
		empty) : >"$file" ;;
		cut) head -c 40 "$tmp/object" >"$file" ;;
		other)
			[ "$object" = "$(printf %s "$other" | tr -d /)" ] ||
				cp "$repo/.git/objects/$other" "$file"
			;;
		esac
		rm -rf "$tmp/out"
		is=0
		generate ima "$repo" --base=HEAD >"$tmp/said" 2>"$tmp/errors" </dev/null || is=$?
		rm -f "$file"
		mv "$tmp/object" "$file"
		case $is in
		0) diff -r "$tmp/commit" "$tmp/out" || return 1 ;;
		2 | 3)
			seen=$((seen + 1))
			cat "$tmp/errors"
			[ "$(wc -l <"$tmp/errors")" -eq 1 ] && grep -q '^nsgen: ' "$tmp/errors" ||
				return 1
			[ ! -e "$tmp/out" ] || return 1
			;;
		*) echo "status $is"; cat "$tmp/errors"; return 1 ;;
		esac
	done <"$tmp/objects"
	[ "$seen" -gt 1 ]
}

# A header that cannot be searched does not count as a header without the name.
unsearched() {
	fresh && object=$(in_repo rev-parse HEAD:include/linux/kref.h | sed 's,^..,&/,') || return 1
	rm -f "$repo/.git/objects/$object"
	refused 3 'cannot search' generate ima "$repo" --base=HEAD
}

# The real git, but each call is logged.
counted() {
	fresh && mkdir -p "$tmp/bin" && rm -rf "$tmp/out" || return 1
	cat >"$tmp/bin/git" <<-END
		#!/bin/sh
		echo "\$1" >>"$tmp/gits"
		exec "$(command -v git)" "\$@"
	END
	chmod +x "$tmp/bin/git"
	PATH="$tmp/bin:$PATH" generate ima "$tmp/bare" --base=HEAD &&
		printf '%s\n' -c ls-tree cat-file grep | diff - "$tmp/gits"
}

# If git does not answer, a signal must end both nsgen and git.
held() { # signal, status
	fresh && mkdir -p "$tmp/slow" "$tmp/scratch" && rm -rf "$tmp/out" "$tmp/pid" || return 1
	cat >"$tmp/slow/git" <<-END
		#!/bin/sh
		[ "\$1" != cat-file ] || { echo \$\$ >"$tmp/pid"; exec sleep 60; }
		exec "$(command -v git)" "\$@"
	END
	chmod +x "$tmp/slow/git"
	PATH="$tmp/slow:$PATH" TMPDIR="$tmp/scratch" "$NSGEN" generate --home "$top" --name=ima \
		--kernel="$tmp/bare" --base=HEAD --out="$tmp/out" >"$tmp/said" 2>&1 &
	pid=$!
	for i in $(seq 100); do
		[ ! -s "$tmp/pid" ] || break
		sleep 0.1
	done
	kill -"$1" "$pid"
	status=0
	wait "$pid" || status=$?
	[ "$status" -eq "$2" ] && ! kill -0 "$(cat "$tmp/pid")" 2>/dev/null || return 1
	[ ! -e "$tmp/out" ] && [ -z "$(ls -A "$tmp/scratch")" ]
}

commands() { # what others say of it
	fresh && same --name=ima && rm -rf "$tmp/out" && cp -r "$tmp/commit" "$tmp/out" || return 1
	for options in '' --name=ima --json; do
		for command in list audit; do
			[ "$command" = audit ] || [ -z "$options" ] || continue
			set -- "$command" --home "$top" ${options:+"$options"}
			[ "$command" != audit ] || set -- "$@" --out="$tmp/out"
			"$NSGEN" "$@" --kernel="$repo" >"$tmp/one" || return 1
			"$NSGEN" "$@" --kernel="$tmp/bare" --base=HEAD >"$tmp/two" || return 1
			[ -s "$tmp/one" ] && diff "$tmp/one" "$tmp/two" || return 1
		done
		full || break
	done
	printf '2.6.19-rc6-mm2\n%s\n' "$tmp/bare" >"$tmp/one"
	"$NSGEN" tree --kernel="$tmp/bare" --base=HEAD | diff "$tmp/one" -
}

refreshed() {
	fresh && rm -rf "$tmp/out" "$tmp/first" "$tmp/dir" &&
		generate ima "$tmp/bare" --base=HEAD || return 1
	cp -r "$tmp/out" "$tmp/first"
	sed -i 's/^EXTRAVERSION = .*/EXTRAVERSION = -rc7/' "$repo/Makefile" &&
		in_repo commit -q -a -m y || return 1
	set -- --home "$top" --name=ima --kernel="$repo" --out="$tmp/out"
	"$NSGEN" refresh "$@" >"$tmp/one" && mv "$tmp/out" "$tmp/dir" &&
		cp -r "$tmp/first" "$tmp/out" &&
		"$NSGEN" refresh "$@" --base=HEAD >"$tmp/two" && diff "$tmp/one" "$tmp/two" &&
		diff -r "$tmp/dir" "$tmp/out" && [ -d "$tmp/out/ima/2.6.19-rc7" ]
}

# get_maintainer.pl runs in a directory with the files, and tests whether each path is a directory.
with_script() {
	mkdir -p scripts drivers/a/b && echo x >drivers/a/b/c.c &&
		echo x@example.org >MAINTAINERS || return 1
	cat >scripts/get_maintainer.pl <<-'END'
		die unless -d "drivers/a/b" and -d "net/core" and not -d "drivers/a/c";
		open(F, "MAINTAINERS");
		print <F>;
	END
}

asked() {
	fresh with_script && same --name=ima --cc && grep -rq '^To: x@example.org' "$tmp/commit"
}

odd_names() { # in a header of each, what
	dir=$(printf 'include/a\n\tb "\\\351')
	mkdir -p "$dir" && echo "$1" >"$dir/x.h" && echo "$1" >"$dir/:(top)x.h" &&
		echo "$1" >include/HEAD:x.h
}

hidden() {
	mkdir -p include/.x .x && echo put_ima_ns | tee include/.x/x.h include/.x.h >.x/x.h &&
		echo 'config IMA_NS' >.x/Kconfig
}

# A submodule that is not cloned is an empty directory.
submodule() {
	git init -q include/sub && echo put_ima_ns >include/sub/x.txt &&
		git -C include/sub add x.txt &&
		git -C include/sub -c user.name=x -c user.email=x commit -q -m x
}

linked() { # what is read, and what is above it
	mv Makefile include/x.mk && ln -s y/./x.mk Makefile && ln -s kernel/../include y &&
		mv include/asm include/z && ln -s z include/asm
}

nearly() { # names that are not these
	mkdir -p drivers include/x && echo 'config IMA_NS_X' >drivers/Kconfig &&
		echo 'xput_ima_ns(' >include/x/x.h && echo put_ima_ns >include/x/x.c
}

same_after() { # function and its words, on a name
	fresh "$@" && same --name=ima
}

# A real tree: the part that hooks look at, and more.
real() { # release, level
	from=$(SETUP=no scripts/sh/get-kernel "$1" build) || return 1
	rm -rf "$repo" "$tmp/bare"
	mkdir "$repo" && (
		cd "$from" &&
			find include kernel fs net init Documentation tools lib ipc -name '.?*' \
				-prune -o -type f -print &&
			find . -name Kconfig\* -type f && echo Makefile
	) >"$tmp/files" && tar -C "$from" -cf - -T "$tmp/files" | tar -C "$repo" -xf - || return 1
	git -C "$repo" init -q -b main . && in_repo -c core.looseCompression=0 add -f -A &&
		in_repo commit -q -m x &&
		git clone -q --bare --shared "$repo" "$tmp/bare" && same --name=ima --level="$2"
}

ok 'framework, of a bare repository' same_after true
ok 'the patch of 2006' same_with true --name=net
ok 'a signature is of whom the repository names' same_with \
	'git config user.name "Jane Doe"; git config user.email jane@example.org' --name=ima
ok 'a commit that is not HEAD, and a work tree that is dirty' dirty
fresh
git -C "$tmp/bare" tag twice && git -C "$tmp/bare" branch twice
ok 'a name of a branch and of a tag' no_commit 'is ambiguous' twice
nobody=0000000000000000000000000000000000000000
for name in nope '' ' ' --all -h --output=x '^HEAD' HEAD..HEAD HEAD: HEAD:Makefile 'HEAD^{tree}' \
	'HEAD^{' "$nobody" deadbeefdeadbeefdeadbeefdeadbeefdeadbeef 'HEAD
HEAD'; do
	ok "no commit: $(printf %s "$name" | tr '\n' ' ')" no_commit "' not found (" "$name"
done
! full || ok 'a name that begins several' ambiguous_start
ok 'no repository, no tree, or a command that writes' elsewhere
ok 'a commit without a kernel' same_error 2 'not a kernel source tree' 'rm Makefile' --name=ima
ok 'a commit without nsproxy' same_error 3 'is not supported: no kernel/nsproxy.c' \
	'rm kernel/nsproxy.c' --name=ima
ok 'a name that a header has' same_error 3 \
	"include/x/y/z.h:2: the tree already uses the name 'put_ima_ns'" \
	'mkdir -p include/x/y; printf "\nput_ima_ns" >include/x/y/z.h' --name=ima
ok 'a symbol that a Kconfig has' same_error 3 'drivers/x/Kconfig.y:1: ' \
	'mkdir -p drivers/x; echo "config IMA_NS" >drivers/x/Kconfig.y' --name=ima
ok 'names that are not these' same_after nearly
ok 'names in what is hidden' same_after hidden
ok 'a zero byte' same_error 3 'kernel/Makefile: contains a NUL byte' \
	'printf "\0" >>kernel/Makefile' --name=ima
ok 'a file that is a link' same_after linked
ok 'a link to a header of the tree' same_error 3 \
	"include/a.h:1: the tree already uses the name 'put_ima_ns'" \
	'mkdir -p include/d; echo put_ima_ns >include/d/x.x; ln -s d/x.x include/a.h' --name=ima
ok 'a link to a directory, and to one above' same_with \
	'cd include; ln -s linux a.h; ln -s ../kernel b.h; ln -s ../kernel/Makefile Kconfig' \
		--name=ima
for to in nothing /etc/passwd ../../../x; do
	ok "a link to $to" same_error 3 \
		'include/a.h: symbolic link to a file outside this tree, or to none' \
		"ln -s $to include/a.h" --name=ima
done
ok 'a submodule' same_after submodule
ok 'odd names' same_after odd_names x
ok 'an odd name that has the word' same_error 3 'the tree already uses the name' \
	'd=$(printf "include/a\tb:"); mkdir -p "$d"; echo put_ima_ns >"$d/x.h"' --name=ima
! full || ok 'an executable file' same_with 'chmod +x kernel/nsproxy.c include/linux/nsproxy.h' \
	--name=ima
ok 'objects that are missing' damaged missing 7
for how in missing empty cut other; do
	! full || ok "every object: $how" damaged "$how" 1
done
ok 'a header that git cannot search' unsearched
ok 'four times git' counted
ok 'SIGTERM while git does not answer' held TERM 143
! full || ok 'SIGHUP while git does not answer' held HUP 129
ok 'list, audit and tree' commands
ok 'refresh' refreshed
ok 'CC=1' asked
! full || for release in 6.12 7.2; do
	ok "a real tree: $release, full" real "$release" full
	ok "a real tree: $release, framework" real "$release" framework
done
done_testing
