// SPDX-License-Identifier: GPL-2.0-only
/// A new namespace that fails halfway gives back what it has: the user's count, the memory,
/// the inode number, the user namespace.
// Confidence: Moderate
// Options: --no-includes
// Requires: 1.1
// Keywords: namespace, dec_ucount, ns_free_inum, ns_common_free
// Where: \binc_[a-z0-9]+_namespaces\(|\binc_ucount\(.*_NAMESPACES|\b(ns|proc)_alloc_inum\(&[a-z0-9_]+->(ns|proc_inum)\)|\bns_common_init\([a-z]

virtual context
virtual org
virtual report

@initialize:python depends on report@
@@
say = coccilib.report.print_report

@initialize:python depends on org@
@@
say = coccilib.org.print_todo

@count exists@
identifier inc =~ "^inc_[a-z0-9]+_namespaces$";
identifier dec =~ "^dec_";
constant U =~ "_NAMESPACES$";
identifier ucounts;
expression obj;
idexpression int err;
statement S;
position p;
@@
(
ucounts = inc(...);
|
ucounts = inc_ucount(..., U);
)
if (!ucounts) S
... when any
    when != dec(ucounts, ...)
    when != dec(obj->ucounts, ...)
    when != inc(...)
* return@p \(ERR_PTR(...)\|ERR_CAST(...)\|NULL\|err\);

@script:python depends on report || org@
p << count.p;
@@
say(p[0], "%s() fails and keeps the user's count" % (p[0].current_element))

// With __free() the compiler sees to it; spatch 1.1 takes kfree for a type where it is not told
// what __free is.

@cleaned exists@
attribute name __free;
identifier alloc =~ "alloc" || =~ "^create_";
idexpression obj;
position q;
@@
obj = alloc@q(...)
... when any
\(no_free_ptr\|return_ptr\)(obj)

@memory exists@
identifier alloc =~ "alloc" || =~ "^create_";
identifier free =~ "free" || =~ "put" || =~ "destroy" || =~ "release" || =~ "dec" ||
	=~ "dissolve";
identifier N =~ "_namespace$" || =~ "^net$";
struct N *obj;
idexpression int err;
statement S;
position p, q != cleaned.q;
@@
obj = alloc@q(...);
if (!obj) S
... when any
    when != free(..., obj, ...)
* return@p \(ERR_PTR(...)\|ERR_CAST(...)\|NULL\|err\);

@script:python depends on report || org@
p << memory.p;
@@
say(p[0], "%s() fails and keeps the memory" % (p[0].current_element))

@number exists@
idexpression obj;
identifier init = {ns_alloc_inum, ns_common_init, ns_common_init_inum};
identifier free =~ "^ns_free_inum$" || =~ "^ns_common_free$" || =~ "^proc_free_inum$" ||
	=~ "^free_" || =~ "^put_";
idexpression int err;
statement S;
position p;
@@
(
err = init(\(obj\|&obj->ns\), ...);
|
err = proc_alloc_inum(&obj->proc_inum);
)
if (err) S
... when any
    when != free(\(obj\|&obj->ns\|obj->proc_inum\))
* return@p \(ERR_PTR(...)\|ERR_CAST(...)\|NULL\|err\);

@script:python depends on report || org@
p << number.p;
@@
say(p[0], "%s() fails and keeps the inode number" % (p[0].current_element))

@owner exists@
idexpression obj;
expression E;
idexpression int err;
identifier put =~ "^put_" || =~ "^free_";
position p;
@@
obj->user_ns = get_user_ns(E);
... when any
    when != put(\(obj\|obj->user_ns\|E\))
* return@p \(ERR_PTR(...)\|ERR_CAST(...)\|NULL\|err\);

@script:python depends on report || org@
p << owner.p;
@@
say(p[0], "%s() fails and keeps the user namespace" % (p[0].current_element))
