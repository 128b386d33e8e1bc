// SPDX-License-Identifier: GPL-2.0-only
/// A reference that a file handle or a listing took of a namespace is put, or handed on,
/// whatever comes next.
//# nsfs_fh_to_dentry() takes it before it looks at the namespace's type. A way out that forgets
//# it leaks a namespace for each open_by_handle_at(2); a type without a case goes that way.
// Confidence: High
// Options: --no-includes
// Requires: 1.1
// Keywords: namespace, nsfs, file handle, ns_get_unless_inactive
// Where: \bns_get_unless_inactive\([a-z]

virtual context
virtual org
virtual report

@initialize:python depends on report@
@@
say = coccilib.report.print_report

@initialize:python depends on org@
@@
say = coccilib.org.print_todo

// Not a C keyword: spatch 1.1 takes the function for broken unless it is told.

@guarded@
iterator name scoped_guard;
expression E;
@@
scoped_guard(E) { ... }

@leak exists@
idexpression struct ns_common *obj;
position p;
@@
if (!ns_get_unless_inactive(obj))
	return ...;
... when any
    when != obj->ops->put(obj)
    when != path_from_stashed(..., obj, ...)
    when != obj = ...
* return@p \(ERR_PTR(...)\|NULL\);

@script:python depends on report || org@
p << leak.p;
@@
say(p[0], "%s() keeps the reference that ns_get_unless_inactive() took" % (p[0].current_element))
