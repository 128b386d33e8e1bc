#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The audit on real trees: does it find every site, what else does it print, and does it notice a
# missing hook? Then the audit of invalid trees.

# Use the fast nsgen: the sanitized one takes too long for many runs on whole trees;
# tests/sanitized.t covers it.
NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
[ "${NSGEN_TIER:-full}" = full ] || NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh

audit() { # tree, options
	audit_tree=$1
	shift
	"$NSGEN" audit --home "$top" --kernel="$audit_tree" "$@"
}

printed() { # json: "file | construct" of each row
	jq -r '.sites[] | "\(.file // "") | \(.construct)"' "$1"
}

# Every row of the table that applies to this kind of tree.
recall() { # json, release, table
	printed "$1" >"$tmp/printed"
	[ -s "$tmp/printed" ] || return 1
	checked=0 missed=0
	while IFS='|' read -r row trees file construct; do
		case $row in '#'*) continue ;; esac
		trees=${trees# } trees=${trees% }
		file=${file# } file=${file% } construct=${construct# }
		# shellcheck disable=SC2254 # a pattern is meant
		case $2 in $trees) ;; *) continue ;; esac
		checked=$((checked + 1))
		grep -qxF -- "$file | $construct" "$tmp/printed" && continue
		echo "row $row: no $file | $construct"
		missed=$((missed + 1))
	done <"$3"
	echo "$2: $checked rows, $missed missed"
	[ "$missed" -eq 0 ] && [ "$checked" -ge 30 ]
}

recall_is_strict() { # json, release: a row that is not there is missed
	sed 's/free_nsproxy()/free_nsproxies()/; s/nsproxy_free()/nsproxies_free()/' \
		tests/audit/rows >"$tmp/wrong"
	! recall "$1" "$2" "$tmp/wrong"
}

noise() { # json, judged
	printed "$1" | awk -F ' [|] ' 'NR == FNR { verdict[$2 " | " $3] = $1; next }
		{ rows++ } verdict[$0] != "site" { noise++; print }
		END { printf "%d of %d rows are noise\n", noise, rows;
		exit !(rows > 30 && noise * 10 <= rows) }' "$2" -
}

noise_is_strict() { # json
	sed 's/^site | \(kernel\/\)/noise | \1/' tests/audit/judged >"$tmp/wrong"
	! noise "$1" "$tmp/wrong"
}

explained() { # json: each has a hook or a reason, and all of the tree's namespaces were learnt
	jq -e '(.uncovered == 0) and all(.sites[]; .covered != "uncovered" and
		((.hooks | length > 0) or (.why | length > 10))) and
		([.namespaces[].name] |
		sort == ["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"])' "$1"
}

# Only the files that hooks look at, so that twenty trees can be made and audited in a minute.
small_tree() { # tree, copy
	(cd "$1" && find Makefile MAINTAINERS init kernel ipc fs include Documentation/admin-guide \
		tools/testing/selftests/Makefile tools/testing/selftests/lib.mk \
		tools/testing/selftests/kselftest_harness.h \
		tools/testing/selftests/namespaces/wrappers.h tools/testing/selftests/pidfd \
		-type f ! -name '.*' | cpio -pdl --quiet "$2")
}

# nsgen's own files, without the hooks of one site.
home_without() { # site, directory
	rm -rf "$2" && mkdir "$2" && cp -r cocci namespaces "$2" || return 1
	# What names no site in its header has that of its path.
	"$NSGEN" list --home "$top" | awk -v site="$1" '$2 == site { print $1 }' >"$tmp/of-site"
	[ -s "$tmp/of-site" ] && (cd "$2" && xargs -d '\n' rm) <"$tmp/of-site" || return 1
	# Others may come after it.
	find "$2/cocci" -type f -exec sed -i "\,^// After: $1\$,d" {} +
}

# Generate without a site's hooks: is the site that is missing named? Then generate all the same:
# does the audit, which does not have the hooks either, name it? A site that fewer than three
# namespaces share is only named once the hook is back.
planted() { # tree, site, file
	home_without "$2" "$tmp/home" || return 1
	echo 'generic | * | * | to see what the audit says' >"$tmp/except"
	rm -rf "$tmp/out"
	set -- "$1" "$2" "$3" --home "$tmp/home" --name=ima --kernel="$1" --out="$tmp/out"
	if ! "$NSGEN" generate "$4" "$5" "$6" "$7" "$8" >/dev/null 2>"$tmp/log"; then
		cat "$tmp/log"
		# What another file needs is an error in any case, and names that file.
		if ! grep -q 'but no hook covers it' "$tmp/log"; then
			grep -qE '^nsgen: [^ ]+:[0-9]+: ' "$tmp/log"
			return
		fi
		{ [ "$3" = new ] || grep -qF "$3:" "$tmp/log"; } &&
			"$NSGEN" generate "$4" "$5" "$6" "$7" "$8" --except="$tmp/except" ||
			return 1
	fi
	status=0
	"$NSGEN" audit --home "$tmp/home" --name=ima --kernel="$1" --out="$tmp/out" --json \
		>"$tmp/lost.json" 2>"$tmp/log" ||
		status=$?
	if [ "$status" -eq 1 ]; then
		jq -r '.sites[] | select(.state == "missing") |
			"\(.file // "(family)"): \(.construct)"' \
			"$tmp/lost.json" >"$tmp/lost"
		if grep -qF "$3: " "$tmp/lost" ||
			{ [ "$3" = new ] && grep -qF '(family): ' "$tmp/lost"; }; then
			return 0
		fi
	fi
	case $2 in
	selftest/* | skeleton/selftest* | docs/index | skeleton/page) ;;
	*) echo "$2: status $status, and not $3 but:"; cat "$tmp/lost" "$tmp/log"; return 1 ;;
	esac
	status=0
	audit "$1" --name=ima --out="$tmp/out" --json >"$tmp/lost.json" 2>"$tmp/log" || status=$?
	[ "$status" -eq 1 ] && jq -e --arg site "$2" \
		'[.unseen[] | select(.state == "lost")] | length == 1' "$tmp/lost.json"
}

# The hooks that fit a tree, as "site file", without those that are only for who asks for them: what
# was not asked for is not missing.
fitting() { # tree
	"$NSGEN" list --home "$top" --kernel="$1" |
		awk '$1 == "yes" { print $2, $3 }' | while read -r hook site; do
		file=$(sed -n 's,^// File: ,,p' "$hook")
		case $file in
		@kconfig@) file=init/Kconfig ;;
		@makefile@) file=kernel/Makefile ;;
		*@*) file=new ;;
		esac
		grep -q '^// Level:.*full' "$hook" && ! grep -q '^// Asked:' "$hook" &&
			echo "$site $file"
	done | sort -u
}

hostile() {
	rm -rf "$tmp/bad" "$tmp/outside"
	cp -r "$base" "$tmp/bad" && mkdir "$tmp/outside" || return 1
	sites='int f(int flags)\n{\n\treturn flags & (CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS);\n}\n'
	# shellcheck disable=SC2059 # it is a format
	printf "$sites" >"$tmp/outside/outside.c"
	ln -s "$tmp/outside" "$tmp/bad/kernel/out"
	ln -s "$tmp/outside/outside.c" "$tmp/bad/kernel/link.c"
	ln -s . "$tmp/bad/kernel/loop"
	mkfifo "$tmp/bad/kernel/fifo.c"
	cd "$tmp/bad/kernel" || return 1
	# shellcheck disable=SC2059
	{
		printf "$sites" >sane.c
		{ printf "$sites"; printf '/* CLONE_NEWUTS CLONE_NEWIPC'; } >comment.c
		{ printf "$sites"; printf '#define X "CLONE_NEWUTS CLONE_NEWIPC \134'; } >define.c
		{ printf "$sites"; printf \
			'int g(void) { switch (CLONE_NEWUTS) { case CLONE_NEWIPC: x = { ((('; } \
			>brace.c
		{ printf "$sites"; printf '}}}}))); ] = { = } #define\n#include\n# \n#if\n"'; } \
			>close.c
		{ printf "$sites"; printf 'uts_ns ipc_ns mnt_ns \377\376\000 tail'; } >zero.c
		{ printf "$sites"; printf 'int \303\050 uts_ns\377; char *s = "\377ipc_ns";\n'; } \
			>latin.c
	}
	perl -e 'print "int h(void)\n{\n\treturn ",
		"CLONE_NEWUTS|CLONE_NEWIPC|CLONE_NEWNS|" x 100000, "0;\n}\n"' >long.c
	perl -e 'print "int h(void)\n", "{ switch (uts_ns) { x = " x 100000' >deep.c
	perl -e 'print "int uts_ns", "_x" x 1000000, ";\n";
		print "#define UTS_NS", "S" x 300, "\n"' >word.c
	perl -e 'for (1 .. 3000) {
		print "int f$_(void)\n{\n\treturn CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNS;\n}\n"
	}' >many.c
	perl -e 'print "uts_ns ipc_ns mnt_ns ", "=" x 100000, "\n", "=" x 5000, "\n"' >title.rst
	printf 'CLONE_NEWUTS ipc_ns' >short.c
	: >empty.c
	chmod 0 empty.c
	cd "$top" || return 1
	status=0
	timeout 120 "$NSGEN" audit --home "$top" --kernel="$tmp/bad" --json \
		>"$tmp/json" 2>"$tmp/log" || status=$?
	if [ "$status" -ne 1 ] || ! grep -q 'sites not covered by any hook' "$tmp/log"; then
		cat "$tmp/log"
		return 1
	fi
	printed "$tmp/json" >"$tmp/printed"
	for file in sane comment define brace close latin; do
		grep -qxF "kernel/$file.c | f() mask" "$tmp/printed" ||
			{ echo "lost kernel/$file.c"; return 1; }
	done
	grep -qF 'kernel/long.c | h() mask' "$tmp/printed" &&
		[ "$(grep -c '^kernel/many.c | ' "$tmp/printed")" -eq 3000 ] &&
		! grep -E 'out|link|loop|zero' "$tmp/printed"
}

hostile_names() { # a tree whose list of namespaces is none, or endless
	rm -rf "$tmp/bad" && cp -r "$base" "$tmp/bad" || return 1
	printf 'struct nsproxy {\n' >"$tmp/bad/include/linux/nsproxy.h"
	refused 3 'struct nsproxy not found' audit "$tmp/bad" || return 1
	printf 'struct nsproxy {\n\tstruct a *b;\n};\n' >"$tmp/bad/include/linux/nsproxy.h"
	: >"$tmp/bad/include/linux/sched.h"
	refused 3 'fewer than three namespaces found' audit "$tmp/bad" || return 1
	perl -e 'print "struct nsproxy {\n";
		print "\tstruct n${_}_namespace *n${_}_ns;\n" for 1 .. 500; print "};\n"' \
		>"$tmp/bad/include/linux/nsproxy.h"
	audit "$tmp/bad" >/dev/null || [ $? -eq 1 ]
}

no_series() {
	refused 2 'series not found' audit "$base" --name=ima --out="$tmp/nothing" &&
		refused 2 'no kernel tree given' "$NSGEN" audit --home "$top" &&
		refused 2 'invalid namespace name' audit "$base" --name='../x' --patched
}

foreign_series() { # paths that lead out of the tree
	rm -rf "$tmp/out" "$tmp/evil" && mkdir -p "$tmp/out/ima/2.6.19-rc6-mm2" || return 1
	printf -- '--- a/../../evil\n+++ b/../../evil\n@@ -0,0 +1 @@\n+x\n' \
		>"$tmp/out/ima/2.6.19-rc6-mm2/0001-x.patch"
	refused 2 'invalid path in the series' audit "$base" --name=ima --out="$tmp/out" || return 1
	printf -- \
		'--- a/kernel/nsproxy.c\n+++ b/kernel/nsproxy.c\n@@ -1 +1 @@\n-no such line\n+x\n' \
		>"$tmp/out/ima/2.6.19-rc6-mm2/0001-x.patch"
	refused 3 'does not apply' audit "$base" --name=ima --out="$tmp/out"
}

# A future tree: a site that no hook covers is an error, and what an audit finds.
new_site() {
	rm -rf "$tmp/new" "$tmp/out" && cp -r "$base" "$tmp/new" || return 1
	printf 'struct x {\n\tstruct uts_namespace *a;\n\tstruct ipc_namespace *b;\n\tstruct mnt_namespace *c;\n};\n' \
		>"$tmp/new/kernel/new.h"
	audit "$base" >/dev/null || return 1
	# Both in make's spelling.
	! make -s SETUP=no NS=net KERNEL="$tmp/new" OUT="$tmp/out" >"$tmp/log" 2>&1 || return 1
	cat "$tmp/log"
	grep -qF "nsgen: kernel/new.h:1: struct x lists 3 namespaces, but no hook covers it; list them with 'make audit', and those that need no edit in EXCEPT=FILE" \
		"$tmp/log" && [ ! -e "$tmp/out" ] || return 1
	! audit "$tmp/new" >/dev/null 2>"$tmp/log" &&
		grep -q '1 site not covered by any hook' "$tmp/log"
}

# A site that the user excepts is no error, but the series gives the reason.
excepted() {
	rm -rf "$tmp/out"
	echo 'generic | kernel/new.h | struct x | x counts only what it had' >"$tmp/except"
	generate ima "$tmp/new" --except="$tmp/except" >"$tmp/log" 2>&1 || return 1
	cat "$tmp/log"
	! grep -q warning "$tmp/log" || return 1
	reason='kernel/new.h:1: struct x: x counts only what it had'
	tr -s '\n ' ' ' <"$(patches_of ima)" | grep -qF "$reason" || return 1
	jq -e '.sites[] | select(.state == "not wired, by exception") | .file == "kernel/new.h" and
		.line == 1 and .site == "struct x" and .why == "x counts only what it had"' \
		"$(series_of ima)/report.json" || return 1
	"$NSGEN" review --name=ima --out="$tmp/out" | grep 'struct x: not wired, by exception, ' &&
		audit "$tmp/new" --except="$tmp/except" | grep -F 'x counts only what' ||
		return 1
	# The exception is an answer, and is kept.
	cp -a "$tmp/out" "$tmp/excepted" && refused 3 'no hook covers it' generate ima \
		"$tmp/new" && generate ima "$tmp/new" --reuse &&
		diff -r "$tmp/excepted" "$tmp/out"
}

except_file() { # text, words
	printf '%b' "$1" >"$tmp/except"
	refused 2 "$2" generate net "$tmp/new" --except="$tmp/except" --out="$tmp/none"
}

bad_excepts() {
	except_file 'generic | kernel/new.h | struct x\n' \
		"except:1: invalid line (expected 'generic | FILE" &&
		except_file '# why\ngeneric | kernel/new.h | struct x | \n' \
			'except:2: invalid line' &&
		except_file 'special | kernel/new.h | struct x | why\n' 'except:1: invalid line' &&
		except_file 'generic | a | b | \0377\n' 'except:1: invalid line' &&
		except_file 'generic | a\0 | b | c\n' 'contains a NUL byte' &&
		refused 2 'file not found' generate net "$tmp/new" --except="$tmp/missing" &&
		mkfifo "$tmp/except.fifo" && refused 2 'not a regular file' timeout 20 "$NSGEN" \
		generate --home "$top" --name=net --kernel="$tmp/new" --out="$tmp/none" \
		--except="$tmp/except.fifo" || return 1
	# An exception without a site, or for one that a hook covers, has no effect, and nsgen says
	# so.
	printf 'generic | kernel/%s | x | why\n' nsproxy.c new.c >"$tmp/except"
	echo 'generic | kernel/new.h | struct x | why' >>"$tmp/except"
	rm -rf "$tmp/out"
	generate net "$tmp/new" --except="$tmp/except" 2>&1 | grep -c 'no uncovered site of Linux' |
		grep -qx 2
}

same() { # with one processor or all, the same bytes
	audit "$1" --json >"$tmp/one" &&
		taskset -c 0 "$NSGEN" audit --home "$top" --kernel="$1" --json >"$tmp/two" &&
		cmp "$tmp/one" "$tmp/two"
}

for tree in build/linux-*; do
	case $tree in
	*.package) continue ;;
	esac
	release=${tree#build/linux-}
	ok "$release: audit" audit "$tree" --json
	cp "$tmp/.out" "$tmp/json.$release"
	ok "$release: every row of the table that it has is found" \
		recall "$tmp/json.$release" "$release" tests/audit/rows
	ok "$release: one that is not there is missed" \
		recall_is_strict "$tmp/json.$release" "$release"
	ok "$release: at most a tenth is noise" noise "$tmp/json.$release" tests/audit/judged
	ok "$release: noise is seen" noise_is_strict "$tmp/json.$release"
	ok "$release: each site has a hook or a reason" explained "$tmp/json.$release"
done

# The newest available tree, with its sites in an order that depends on the seed.
tree=$(find build -maxdepth 1 -name 'linux-*' ! -name '*.package' | sort -V | tail -n 1)
mkdir "$tmp/small"
ok "the part of $tree that hooks look at" small_tree "$tree" "$tmp/small"
rm -rf "$tmp/out"
ok 'nothing is missing when no hook is' \
	sh -c '"$1" generate --home "$2" --name=ima --kernel="$3/small" --out="$3/out" &&
	"$1" audit --home "$2" --name=ima --kernel="$3/small" --out="$3/out"' \
	x "$NSGEN" "$top" "$tmp"
seed=${NSGEN_TEST_SEED:-$$}
# Each is a run of nsgen: do five if there is no time for twenty.
times=5
! full || times=20
echo "# NSGEN_TEST_SEED=$seed"
fitting "$tmp/small" | perl -e 'srand(shift); $n = shift; @all = <STDIN>;
	for (1 .. $n) { print splice(@all, int(rand(@all)), 1) if @all }' \
	"$seed" "$times" >"$tmp/planted"
while read -r site file; do
	ok "without the hook for $site: $file is named" planted "$tmp/small" "$site" "$file"
done <"$tmp/planted"
ok "$times were tried" [ "$(wc -l <"$tmp/planted")" -eq "$times" ]
ok 'the same on one processor' same "$tmp/small"
ok 'the tree with a site that no hook knows' new_site
ok 'a site that the user leaves alone' excepted
ok 'files of such sites that are none' bad_excepts
ok 'a tree full of traps' hostile
ok 'a tree whose namespaces cannot be read' hostile_names
ok 'no series, no tree, no name' no_series
ok 'a series that is not for the tree' foreign_series
done_testing
