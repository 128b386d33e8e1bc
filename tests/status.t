#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A command that fails inside a rung must not give "ok", and a program that could not check is not a
# failure of the series.
#
# The tree is a small one whose Makefile imitates kbuild, with faults selected by FAULT; the rungs
# are copies next to fake programs that exit as a test requests.

# shellcheck source=tests/lib.sh
. tests/lib.sh

tree=$tmp/tree series=$tmp/series
fake=$tmp/top/checks

make_tree() {
	mkdir -p "$tree/kernel" "$tree/arch" "$tree/init" "$tree/include/linux" \
		"$tree/scripts/kconfig" "$series" "$tmp/top/build" "$tmp/bin"
	cp -r checks "$tmp/top"
	cat >"$tree/Makefile" <<-'END'
		MAKEFLAGS += -r
		.RECIPEPREFIX := >
		tinyconfig:
		>@: >'$(O)/.config'
		>@test '$(FAULT)' != tinyconfig
		olddefconfig:
		>@test '$(FAULT)' != olddefconfig || grep -q CONFIG_UTS_NS=y '$(O)/.config'
		>@test '$(FAULT)' != forced || grep -q CONFIG_UTS_NS=y '$(O)/.config' || \
		>	echo CONFIG_UTS_NS=y >>'$(O)/.config'
		prepare:
		>@test '$(FAULT)' != prepare || grep -q CONFIG_UTS_NS=y '$(O)/.config'
		modules_prepare:
		%.o: FORCE
		>@test '$(FAULT)' != object
		>@mkdir -p '$(O)/$(@D)'
		>@gcc -Wall -c -o '$(O)/$@' $(@:.o=.c)
		FORCE:
	END
	printf '#!/bin/sh\ngrep "^CONFIG_[UIPN].*_NS=y" "$5" >>"$4"\n' \
		>"$tree/scripts/kconfig/merge_config.sh"
	printf '%s\n' '#!/bin/sh' 'sed -i "/^CONFIG_$4=/d" "$2"' \
		'[ "$5" = n ] || echo "CONFIG_$4=$5" >>"$2"' >"$tree/scripts/config"
	chmod +x "$tree/scripts/kconfig/merge_config.sh" "$tree/scripts/config"
	touch "$tree/init/main.c"
	echo 'int a;' >"$tree/kernel/a.c"
	echo '{ "name": "a", "level": "framework", "spec": { "config": "A_NS" } }' \
		>"$series/report.json"
	adds 'int a1;'
	ends boot/kernel-build 'echo kernel >"$2.image" && echo "$2.image"'
	ends boot/boot-qemu 'cat "$1" >&2; printf "ok 1 - x\n"'
}

adds() { # line that the series adds to kernel/a.c
	printf '%s\n' 'diff --git a/kernel/a.c b/kernel/a.c' '--- a/kernel/a.c' '+++ b/kernel/a.c' \
		'@@ -1 +1,2 @@' ' int a;' "+$1" >"$series/0001-a.patch"
}

# Add a second patch that fixes the first one.
takes_back() { # line
	printf -- 'diff --git a/kernel/a.c b/kernel/a.c\n--- a/kernel/a.c\n+++ b/kernel/a.c\n@@ -1,2 +1,2 @@\n int a;\n-%s\n+int a3;\n' \
		"$1" >"$series/0002-a.patch"
}

ends() { # program, what it does
	printf '#!/bin/sh\n%s\n' "$2" >"$fake/$1"
	chmod +x "$fake/$1"
}

# Check the rung's status, its output and the recorded results.
rung() { # status, words, jq expression that holds for its results, rung; WORK is $work
	status=0
	FAULT=${FAULT:-} "$fake/rungs/$4" "$series" "$tree" "${work:-$tmp/kept}" \
		>"$tmp/lines" 2>&1 || status=$?
	cat "$tmp/lines" "${work:-$tmp/kept}/$4.json"
	[ "$status" -eq "$1" ] || { echo "status $status, not $1"; return 1; }
	grep -q -- "$2" "$tmp/lines" || { echo "no '$2'"; return 1; }
	jq -e "$3" "${work:-$tmp/kept}/$4.json"
}

# Use a new WORK, so that nothing is kept from another test.
anew() { # as rung
	rm -rf "$tmp/kept"
	rung "$@"
}

faulty() { # FAULT, as rung
	FAULT=$1
	shift
	anew "$@"
	set -- $?
	FAULT=
	return "$1"
}

all_pass='all(.[]; .status != "fail")'
fails() { # tool
	printf '[.[] | select(.status == "fail") | .tool] == ["%s"]' "$1"
}

# If the kernel does not build, do not boot that of an earlier series.
stale() {
	anew 0 'ok  *boot: ' "$all_pass" boot || return 1
	adds 'int a2;'
	ends boot/kernel-build 'exit 1'
	rung 1 'FAIL boot: .* does not build' "length == 2 and all(.[]; .status == \"fail\")" boot
}

# The objects of the previous run are reused.
vmlinux() { # what kernel-build does, as rung
	ends boot/kernel-build "$1"
	shift
	rung "$@"
}

booted() { # what boot-qemu does, as rung
	ends boot/kernel-build 'echo kernel >"$2.image" && echo "$2.image"'
	ends boot/boot-qemu "$1"
	shift
	anew "$@"
}

# Each patch is compiled by itself, for bisecting.
alone() { # line of the first patch that the second takes back, as rung
	ends boot/kernel-build 'echo kernel >"$2.image" && echo "$2.image"'
	adds "$1"
	takes_back "$1"
	shift
	anew "$@"
	set -- $?
	rm "$series/0002-a.patch"
	return "$1"
}

# If only the patch's message has changed, as after record, it is not compiled again; if its code
# has changed, it is.
said() { # line of the patch's message, line of its code, is it as it was?
	adds "$2"
	sed -i "1i $1" "$series/0001-a.patch"
	rung 0 'ok  *objects: ' "$all_pass" build || return 1
	looked=no
	! grep -q '^as it was' "$tmp/kept/logs/build-objects.log" || looked=yes
	[ "$looked" = "$3" ] || { cat "$tmp/kept/logs/build-objects.log"; return 1; }
}

# A path may contain characters that are special to sed.
odd_path() {
	adds 'static int unused;'
	work="$tmp/a,b[c*d"
	rung 1 "FAIL objects: off: kernel/a.c: warning: .unused" "$(fails objects)" build
	set -- $?
	work=
	return "$1"
}

# check-static is broken: use a real series, so that the apply check passes first.
reader() { # what it does, status, words
	printf '#!/bin/sh\n%s\n' "$1" >"$tmp/top/build/check-static"
	chmod +x "$tmp/top/build/check-static"
	generate net "$base" || return 1
	status=0
	nsgen_first=1 "$fake/rungs/static" "$(series_of net)" "$base" "$tmp/read" \
		>"$tmp/lines" 2>&1 || status=$?
	cat "$tmp/lines"
	[ "$status" -eq "$2" ] && grep -qa -- "$3" "$tmp/lines" || return 1
	[ "$2" -eq 1 ] || { jq -e "$all_pass" "$tmp/read/static.json"; return; }
	jq -e 'any(.[]; .status == "fail" and .tool == "hooks")' "$tmp/read/static.json"
}

# Simulate grep's message for a read error.
unread() {
	printf '#!/bin/sh\ncase "$*" in\n*-rlE*) echo "grep: tree/kernel/b.c: Input/output error" >&2; exit 2 ;;\nesac\nexec %s "$@"\n' \
		"$(command -v grep)" >"$tmp/bin/grep"
	chmod +x "$tmp/bin/grep"
	refused 3 'lint: kernel/b.c: Input/output error' env \
		PATH="$tmp/bin:$PATH" checks/lint "$tree"
}

make_tree
ok 'a symbol that cannot be off' \
	faulty forced 1 'FAIL objects: on, UTS_NS off: error: CONFIG_UTS_NS=n cannot be set' \
	"$(fails objects)" build
ok 'olddefconfig fails' \
	faulty olddefconfig 1 'FAIL objects: on, UTS_NS off' "$(fails objects)" build
ok 'prepare fails' faulty prepare 1 'FAIL objects: on, UTS_NS off' "$(fails objects)" build
ok 'tinyconfig fails: not a usage error' faulty tinyconfig 1 'FAIL objects' "$(fails objects)" build
ok 'a tree that does not compile by itself' \
	faulty object 3 "the tree fails 'objects--' even without the series" '. == []' build
ok 'build: all is well' anew 0 'ok  *vmlinux: links' "$all_pass" build
ok 'and with each neighbour off' \
	sh -c 'grep -q "^== on, UTS_NS off" "$1"' x "$tmp/kept/logs/build-objects.log"
ok 'a kernel that does not build is no vmlinux' \
	vmlinux 'exit 1' 1 'FAIL vmlinux: CONFIG_A_NS=n does not build' "$(fails vmlinux)" build
ok 'nor is one that is not there' \
	vmlinux 'echo /nonexistent' 1 'FAIL vmlinux' "$(fails vmlinux)" build
ok 'a kernel-build that says usage has not built' \
	vmlinux 'echo "nsgen: no tool" >&2; exit 2' 2 'no tool' "$all_pass" build
ok 'one that crashes is broken' \
	vmlinux 'kill -SEGV $$; sleep 9' 5 'exited with status 139' "$all_pass" build
ok 'boot: all is well' booted 'printf "ok 1 - x\n"' 0 'ok  *boot: ' "$all_pass" boot
ok 'boot: the machine is missing' \
	booted 'echo "nsgen: no qemu" >&2; exit 2' 2 'no qemu' "$all_pass" boot
ok 'boot: a test fails' \
	booted 'echo "not ok 1 - x"; exit 1' 1 'FAIL boot: .*1 tests failed' 'length == 2' boot
ends boot/boot-qemu 'printf "ok 1 - x\n"'
ends boot/kernel-build 'echo kernel >"$2.image" && echo "$2.image"'
ok 'boot: a kernel of an earlier run' stale
ends boot/kernel-build 'echo kernel >"$2.image" && echo "$2.image"'
ok 'two patches, each of which compiles' \
	alone 'int a2;' 0 'ok  *patches: 1 objects after each of the first 1 of 2' "$all_pass" build
ok 'two patches, of which the first one does not' \
	alone 'int a2 = none;' 1 'FAIL objects: off, after patch 1 of 2: error: .none. undeclared' \
	"$(fails patches)" build
ok 'or is warned of' alone 'static int a2;' 1 \
	'FAIL objects: off, after patch 1 of 2: kernel/a.c: warning: .a2. defined' \
	"$(fails patches)" build
ends boot/kernel-build 'echo kernel >"$2.image" && echo "$2.image"'
rm -rf "$tmp/kept"
ok 'built once' said 'Subject: a' 'int a4;' no
ok 'what says now how it was tested is not built again' said 'Tested: yes' 'int a4;' yes
ok 'what does another thing is' said 'Tested: yes' 'int a5;' no
ok 'a warning is new wherever WORK is' odd_path
ok 'what reads the files finds something' reader 'echo said; exit 1' 1 'FAIL hooks: said'
ok 'and is recorded when its last byte is half a letter' \
	reader "printf 'said\\303'; exit 1" 1 'FAIL hooks: said'
ok 'what reads the files says usage' reader 'echo said >&2; exit 2' 2 said
ok 'what reads the files crashes' reader 'kill -SEGV $$; sleep 9' 5 'exited with status 139'
ok 'lint: a file that cannot be read' unread
done_testing
