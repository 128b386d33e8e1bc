// SPDX-License-Identifier: GPL-2.0-only
/// The proc_ns_operations of a namespace: all its members, and its entry in /proc/PID/ns.
//# nsfs calls ->get, ->put, ->install and ->owner without a test. A *_for_children entry without
//# .real_ns_name makes links to "pid_for_children:[…]", which nobody can tell from another type.
//# .type is wanted up to 6.17, where the structure has it; that and whether ns_entries[] has the
//# operations is seen where spatch is given the files together.
// Confidence: High
// Options: --no-includes --include-headers
// Requires: 1.1
// Keywords: namespace, proc_ns_operations, ns_entries
// Where: \bproc_ns_operations ([a-z0-9_]+ = )?\{|\bns_entries\[\]

virtual context
virtual org
virtual report

@initialize:python@
@@
entries = set()

@initialize:python depends on report@
@@
say = coccilib.report.print_report

@initialize:python depends on org@
@@
say = coccilib.org.print_todo

// What the structure has in this tree; __randomize_layout is a declarator to spatch.

@plain@
@@
struct proc_ns_operations { ... };

@plain_owner@
@@
struct proc_ns_operations {
	...
	struct user_namespace *(*owner)(...);
	...
};

@typed@
identifier layout;
@@
struct proc_ns_operations {
	...
	int type;
	...
} layout;

@plain_typed@
@@
struct proc_ns_operations {
	...
	int type;
	...
};

@object@
identifier ops;
initializer I;
position p;
@@
struct proc_ns_operations ops@p = I;

@entry@
symbol ns_entries;
identifier ops;
type T;
@@
T ns_entries[] = { ..., &ops, ... };

@label@
identifier object.ops;
position object.p;
expression E;
@@
struct proc_ns_operations ops@p = { .name = E, };

@no_label depends on !label@
identifier object.ops;
position object.p, q;
initializer I;
@@
* struct proc_ns_operations ops@p@q = I;

@script:python depends on report || org@
ops << object.ops;
p << no_label.q;
@@
say(p[0], "%s has no .name" % (ops))

@get@
identifier object.ops;
position object.p;
expression E;
@@
struct proc_ns_operations ops@p = { .get = E, };

@no_get depends on !get@
identifier object.ops;
position object.p, q;
initializer I;
@@
* struct proc_ns_operations ops@p@q = I;

@script:python depends on report || org@
ops << object.ops;
p << no_get.q;
@@
say(p[0], "%s has no .get" % (ops))

@put@
identifier object.ops;
position object.p;
expression E;
@@
struct proc_ns_operations ops@p = { .put = E, };

@no_put depends on !put@
identifier object.ops;
position object.p, q;
initializer I;
@@
* struct proc_ns_operations ops@p@q = I;

@script:python depends on report || org@
ops << object.ops;
p << no_put.q;
@@
say(p[0], "%s has no .put" % (ops))

@install@
identifier object.ops;
position object.p;
expression E;
@@
struct proc_ns_operations ops@p = { .install = E, };

@no_install depends on !install@
identifier object.ops;
position object.p, q;
initializer I;
@@
* struct proc_ns_operations ops@p@q = I;

@script:python depends on report || org@
ops << object.ops;
p << no_install.q;
@@
say(p[0], "%s has no .install" % (ops))

@owner@
identifier object.ops;
position object.p;
expression E;
@@
struct proc_ns_operations ops@p = { .owner = E, };

@no_owner depends on !owner && (never plain || ever plain_owner)@
identifier object.ops;
position object.p, q;
initializer I;
@@
* struct proc_ns_operations ops@p@q = I;

@script:python depends on report || org@
ops << object.ops;
p << no_owner.q;
@@
say(p[0], "%s has no .owner" % (ops))

// The link in /proc/PID/ns is called .name, what it points to .real_ns_name.

@children@
identifier ops =~ "_for_children_operations$";
initializer I;
position p;
@@
struct proc_ns_operations ops@p = I;

@real@
identifier children.ops;
position children.p;
expression E;
@@
struct proc_ns_operations ops@p = { .real_ns_name = E, };

@no_real depends on !real@
identifier children.ops;
position children.p, q;
initializer I;
@@
* struct proc_ns_operations ops@p@q = I;

@script:python depends on report || org@
ops << children.ops;
p << no_real.q;
@@
say(p[0], "%s has no .real_ns_name" % (ops))

@has_type depends on ever typed || ever plain_typed@
identifier object.ops;
position object.p;
expression E;
@@
struct proc_ns_operations ops@p = { .type = E, };

@no_type depends on (ever typed || ever plain_typed) && !has_type@
identifier object.ops;
position object.p, q;
initializer I;
@@
* struct proc_ns_operations ops@p@q = I;

@script:python depends on report || org@
ops << object.ops;
p << no_type.q;
@@
say(p[0], "%s has no .type" % (ops))

@script:python@
ops << entry.ops;
@@
entries.add(ops)

@script:python depends on report || org@
ops << object.ops;
p << object.p;
@@
if entries and ops not in entries:
	say(p[0], "%s is not in ns_entries[]" % (ops))
