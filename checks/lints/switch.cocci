// SPDX-License-Identifier: GPL-2.0-only
/// A switch over the types of namespaces that has no case for one of them.
//# Nothing is derived from FOR_EACH_NS_TYPE() here: listns(2) does not see the namespace, its
//# file handles cannot be opened, or the debug output is wrong. The switches of one file are
//# compared with each other; so are those of all the files that spatch is given together, and
//# then also with the flags that the uapi headers define.
// Confidence: High
// Options: --no-includes --include-headers
// Requires: 1.1
// Keywords: namespace, ns_type, nstree, nsfs
// Where: ^#define CLONE_NEW|^\s*case CLONE_NEW

virtual org
virtual report

@initialize:python@
@@
flags = set()
cases = {}

@initialize:python depends on report@
@@
say = coccilib.report.print_report

@initialize:python depends on org@
@@
say = coccilib.org.print_todo

@defined@
identifier F =~ "^CLONE_NEW";
expression E;
@@
#define F E

@script:python@
F << defined.F;
@@
flags.add(F)

// Not a C keyword: spatch 1.1 takes the function for broken unless it is told.

@guarded@
iterator name scoped_guard;
expression E;
@@
scoped_guard(E) { ... }

@arm exists@
expression E;
constant F =~ "^CLONE_NEW";
position p;
@@
switch (E@p) {
case F:
...
}

@script:python@
F << arm.F;
p << arm.p;
@@
cases.setdefault((p[0].file, p[0].line), set()).add(F)

@script:python@
F << arm.F;
p << arm.p;
@@
if len(cases[(p[0].file, p[0].line)]) > 2:
	flags.add(F)

// Once for each switch, not for each of its cases.

@script:python depends on report || org@
p << arm.p;
@@
found = cases.pop((p[0].file, p[0].line), set())
if len(found) > 2:
	for flag in sorted(flags - found):
		say(p[0], "the switch in %s() has no case for %s" % (p[0].current_element, flag))
