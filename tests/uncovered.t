#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A tree with a site that no hook covers gets no series: each way in which a tree can have one more
# place that lists or counts its namespaces, and what only looks like one. Then the way out.

NSGEN=${NSGEN_FAST:-${NSGEN:-build/nsgen}}
# shellcheck source=tests/lib.sh
. tests/lib.sh
make_large

kernel=build/linux-6.12
tree=$large/tree

# What hooks read.
small_tree() { # tree, copy
	mkdir "$2" && (cd "$1" && find Makefile init kernel ipc fs include \
		Documentation/admin-guide tools/testing/selftests/Makefile \
		tools/testing/selftests/lib.mk tools/testing/selftests/kselftest_harness.h \
		tools/testing/selftests/namespaces tools/testing/selftests/pidfd \
		-type f ! -name '.*' | cpio -pdl --quiet "$2")
}

# The tree's files are links to those of the kernel, so they are replaced, never written to.
replace() { # file, new text on stdin
	cat >"$tmp/new-text" && cp "$tree/$1" "$tmp/kept" && rm -f "$tree/$1" &&
		cp "$tmp/new-text" "$tree/$1"
}

add() { # file, text: at its end
	{ cat "$tree/$1"; printf '\n%b' "$2"; } >"$tmp/longer" && replace "$1" <"$tmp/longer"
}

restore() { # file
	cp "$tmp/kept" "$tree/$1"
}

series() { # options
	rm -rf "$tmp/out"
	"$NSGEN" generate --home "$top" --name=ima --kernel="$tree" --out="$tmp/out" "$@" \
		>"$tmp/said" 2>&1
}

served() { # options: and nothing is said about sites
	series "$@" || { cat "$tmp/said"; return 1; }
	! grep '^nsgen: ' "$tmp/said"
}

# Refused with that place, with nothing written; served once it is excepted, at either level. Where
# there is not the time for all, refused at the last of the levels, and served with all the others.
uncovered() { # file, place, levels
	full || set -- "$1" "$2" "${3##* }"
	for level in $3; do
		status=0
		series --level="$level" || status=$?
		cat "$tmp/said"
		[ "$status" -eq 3 ] && [ ! -e "$tmp/out" ] && [ "$(wc -l <"$tmp/said")" -eq 1 ] &&
			grep -qE "^nsgen: $1:[0-9]+: " "$tmp/said" &&
			grep -qF ": $2 " "$tmp/said" &&
			grep -qF "list them with 'nsgen audit'" "$tmp/said" || return 1
		full || continue
		echo "generic | $1 | $2 | ours need no edit here" >"$tmp/except"
		excepted "$level"
	done
}

excepted() { # level
	served --level="$1" --except="$tmp/except" || return 1
	while IFS='|' read -r generic file site why; do
		jq -e --arg file "${file% }" --arg site "${site% }" 'any(.sites[];
			.state == "not wired, by exception" and " " + .file == $file and
			" " + .site == $site and .line > 0)' "$tmp"/out/ima/*/report.json ||
			{ echo "$generic|$file|$site|$why"; return 1; }
	done <"$tmp/except"
}

refuses() { # file, place, levels, text at the end of the file
	printf '%s | %s\n' "$1" "$2" >>"$tmp/places"
	printf '\n%b' "$4" >>"$tmp/$(basename "$1").places"
	add "$1" "$4" || return 1
	uncovered "$1" "$2" "$3"
	outcome=$?
	restore "$1"
	return $outcome
}

# All of them at once.
together() { # level
	cut -d'|' -f1 "$tmp/places" | sort -u | while read -r file; do
		cp "$tree/$file" "$tmp/kept.$(basename "$file")" && rm "$tree/$file" &&
			cat "$tmp/kept.$(basename "$file")" "$tmp/$(basename "$file").places" \
			>"$tree/$file" || exit 1
	done || return 1
	sed 's/.*/generic | & | ours need no edit here/' "$tmp/places" >"$tmp/except"
	excepted "$1"
	outcome=$?
	cut -d'|' -f1 "$tmp/places" | sort -u | while read -r file; do
		rm "$tree/$file" && cp "$tmp/kept.$(basename "$file")" "$tree/$file"
	done
	return $outcome
}

mask='CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET'
nsproxy=kernel/nsproxy.c

ok "a part of $kernel" small_tree "$kernel" "$tree"
ok 'as it is, at level full' served
ok 'as it is, at level framework' served --level=framework

ok 'a mask of all flags, written out' refuses kernel/fork.c 'v_all() mask' full \
	"bool v_all(u64 f)\n{\n\treturn f & ($mask);\n}\n"
ok 'one in a header' refuses include/linux/sched.h '#define V_ALL mask' full \
	"#define V_ALL ($mask)\n"
ok 'one in a file with a mask that a hook edits' refuses $nsproxy 'v_all() mask' full \
	"bool v_all(u64 f)\n{\n\treturn f & ($mask);\n}\n"
ok 'a second table' refuses kernel/ucount.c v_table full \
	'static const char *const v_table[] = {\n\t"max_uts_namespaces",\n\t"max_ipc_namespaces",\n\t"max_net_namespaces",\n};\n'
ok 'a second switch' refuses fs/nsfs.c 'v_type() switch (type)' full \
	'int v_type(int type)\n{\n\tswitch (type) {\n\tcase CLONE_NEWUTS:\n\tcase CLONE_NEWIPC:\n\tcase CLONE_NEWNET:\n\t\treturn 1;\n\t}\n\treturn 0;\n}\n'
ok 'a function that puts them all' refuses kernel/fork.c 'v_put()' 'full framework' \
	'void v_put(struct nsproxy *ns)\n{\n\tput_mnt_ns(ns->mnt_ns);\n\tput_uts_ns(ns->uts_ns);\n\tput_net(ns->net_ns);\n\tkmem_cache_free(nsproxy_cachep, ns);\n}\n'
ok 'one that copies an nsproxy, as OpenVZ has it' refuses kernel/fork.c 'v_dup()' \
	'full framework' \
	'struct nsproxy *v_dup(struct nsproxy *ns)\n{\n\tstruct nsproxy *new = create_nsproxy();\n\n\tget_uts_ns(ns->uts_ns);\n\tnew->uts_ns = ns->uts_ns;\n\tget_ipc_ns(ns->ipc_ns);\n\tnew->ipc_ns = ns->ipc_ns;\n\treturn new;\n}\n'
ok 'one that copies it whole' refuses $nsproxy 'v_copy()' 'full framework' \
	'void v_copy(struct nsproxy *new, struct nsproxy *old)\n{\n\t*new = *old;\n\tget_uts_ns(new->uts_ns);\n}\n'
ok 'one whose helpers take the references' refuses kernel/fork.c 'v_two()' \
	'full framework' \
	'static void v_uts(struct nsproxy *p)\n{\n\trefcount_inc(&p->uts_ns->ns.count);\n}\n\nstatic void v_ipc(struct nsproxy *p)\n{\n\tget_ipc_ns(p->ipc_ns);\n}\n\nvoid v_two(struct nsproxy *p)\n{\n\tv_uts(p);\n\tv_ipc(p);\n}\n'
ok 'all of them excepted' together full

twice_in_a_function() { # the second mask is not the one that the hook edits
	perl -0pe 's/(int copy_namespaces\(.*?\n\t\t)(return 0;)/$1if (flags & (CLONE_NEWNS |
		CLONE_NEWUTS | CLONE_NEWIPC))\n\t\t\t$2\n\t\t$2/s' "$tree/$nsproxy" |
		replace $nsproxy &&
		! cmp -s "$tmp/kept" "$tree/$nsproxy" || return 1
	status=0
	series --level=full || status=$?
	cat "$tmp/said"
	[ "$status" -eq 3 ] && [ ! -e "$tmp/out" ] && grep -q "^nsgen: $nsproxy:" "$tmp/said"
	outcome=$?
	restore $nsproxy
	return $outcome
}
ok 'a second mask in the function that a hook edits' twice_in_a_function

moved() { # the switch that a hook edits is in another file now
	perl -0pe 's/^(static int check_setns_flags.*?^\})/#include "setns_flags.h"/ms' \
		"$tree/$nsproxy" | replace $nsproxy &&
		perl -0ne 'print "$1\n" if /^(static int check_setns_flags.*?^\})/ms' "$tmp/kept" \
			>"$tree/kernel/setns_flags.h" || return 1
	[ -s "$tree/kernel/setns_flags.h" ] || return 1
	status=0
	series || status=$?
	cat "$tmp/said"
	[ "$status" -eq 3 ] && [ ! -e "$tmp/out" ] && served --level=framework
	outcome=$?
	restore $nsproxy && rm "$tree/kernel/setns_flags.h"
	return $outcome
}
ok 'a site that has moved' moved

several() { # each is named, in a line of its own
	for i in 1 2 3 4 5 6; do
		printf 'bool v%s(u64 f)\n{\n\treturn f & (%s);\n}\n' $i "$mask"
	done >"$tree/kernel/v.c"
	series && return 1
	cat "$tmp/said"
	line='kernel/v.c:[0-9]*: v[1-6]() mask lists 4 namespaces, but no hook covers it'
	[ "$(grep -cx "nsgen: $line" "$tmp/said")" -eq 5 ] &&
		grep -q "^nsgen: $line; list them with .*--except=FILE" "$tmp/said" &&
		"$NSGEN" audit --home "$top" --kernel="$tree" --json >"$tmp/json" \
		2>"$tmp/log"
	[ $? -eq 1 ] && jq -e '.uncovered == 6' "$tmp/json" &&
		grep -q 'has 6 sites not covered by any hook' "$tmp/log"
	outcome=$?
	rm "$tree/kernel/v.c"
	return $outcome
}
ok 'several, and the audit lists them' several

# ------------------------------------------------------------------ what is no site

decoys() { # in a comment, in #if 0, after #if 1, in a message, and a task's one namespace
	add $nsproxy "/*
 * f & ($mask)
 */
#if 0
int v_old(int f)
{
	return f & ($mask);
}
#endif
#if 1
int v_new(int f)
{
	return f;
}
#else
int v_new(int f)
{
	return f & ($mask);
}
#endif

void v_help(void)
{
	pr_debug(\"flags & ($mask)\\\\n\");
}

void v_net(struct v *v)
{
	v->net = get_net(current->nsproxy->net_ns);
	put_net(v->net);
}

void v_uts(struct v *v)
{
	v->uts = get_uts_ns(current->nsproxy->uts_ns);
}
" && served && served --level=framework
	outcome=$?
	restore $nsproxy
	return $outcome
}
ok 'what only looks like one' decoys

old_version() { # of each function of a file
	{ printf '#if 0\n'; cat "$tree/$nsproxy"; printf '#endif\n'; cat "$tree/$nsproxy"; } |
		sed '/^#if 0/,/^#endif$/{/^#include/d;}' >"$tmp/both"
	replace $nsproxy <"$tmp/both" || return 1
	series --level=framework
	cat "$tmp/said"
	! grep 'no hook covers' "$tmp/said"
	outcome=$?
	restore $nsproxy
	return $outcome
}
ok 'the old version of a whole file' old_version

# ------------------------------------------------------------------ the way out

texts() { # report, cover letter and review name the site, with the reason
	add kernel/fork.c "bool v_all(u64 f)\n{\n\treturn f & ($mask);\n}\n" || return 1
	line=$(sed -n '/v_all/=' "$tree/kernel/fork.c")
	echo 'generic | kernel/fork.c | v_all() mask | ours is no flag of v' >"$tmp/except"
	served --except="$tmp/except" || return 1
	dir=$(echo "$tmp"/out/ima/*)
	reason="kernel/fork.c:$((line + 2)): v_all() mask: ours is no flag of v"
	tr -s '\n ' ' ' <"$dir/0000-cover-letter.patch" | grep -qF "$reason" &&
		jq -e --argjson line $((line + 2)) '[.sites[] |
			select(.state == "not wired, by exception")] == [{
			site: "v_all() mask", state: "not wired, by exception",
			file: "kernel/fork.c", line: $line, why: "ours is no flag of v" }]' \
			"$dir/report.json" &&
		"$NSGEN" review --name=ima --out="$tmp/out" >"$tmp/review" &&
		grep -F 'v_all() mask: not wired, by exception' "$tmp/review" |
			grep -F 'ours is no flag of v' || return 1
	# It is an answer: kept, and needed again.
	cp -a "$tmp/out" "$tmp/excepted" &&
		refused 3 'no hook covers it' "$NSGEN" generate --home "$top" --name=ima \
			--kernel="$tree" --out="$tmp/out" &&
		"$NSGEN" generate --home "$top" --name=ima --kernel="$tree" --out="$tmp/out" \
			--reuse && diff -r -x report.json "$tmp/excepted" "$tmp/out"
	outcome=$?
	restore kernel/fork.c
	return $outcome
}
ok 'report, cover letter and review name it' texts

gone() { # an option and a variable as any other that is not there
	refused 2 "unknown option for 'generate'" "$NSGEN" generate --strict &&
		refused 2 "unknown option for 'audit'" "$NSGEN" audit --strict &&
		! make -s help SETUP=no STRICT=1 2>"$tmp/log" &&
		grep -q '^nsgen: STRICT=: unknown variable' "$tmp/log"
}
ok 'there is no --strict' gone
done_testing
