// SPDX-License-Identifier: GPL-2.0-only
/// setns() asks nobody before it calls ->install(): that must check CAP_SYS_ADMIN in the
/// namespace's owner and in the caller's new user namespace.
//# Up to 3.7 setns() itself had the check; install() took a void * then, and is not looked at here.
// Confidence: High
// Options: --no-includes
// Requires: 1.1
// Keywords: namespace, setns, install, ns_capable
// Where: \bproc_ns_operations [a-z0-9_]+ = \{

virtual context
virtual org
virtual report

@initialize:python depends on report@
@@
say = coccilib.report.print_report

@initialize:python depends on org@
@@
say = coccilib.org.print_todo

@ops@
identifier ops, fn;
@@
struct proc_ns_operations ops = {
	.install = fn,
};

@unchecked exists@
identifier ops.fn, nsset, ns;
identifier capable =~ "^ns_capable$" || =~ "^ns_capable_setid$" || =~ "^nsown_capable$" ||
	=~ "^capable$";
type T;
position p;
@@
* fn@p(T nsset, struct ns_common *ns)
{
... when any
    when != capable(...)
return 0;
}

@script:python depends on report || org@
p << unchecked.p;
fn << ops.fn;
@@
say(p[0], "%s() can return 0 without a look at CAP_SYS_ADMIN" % (fn))

// The caller's side is what it would gain there, the namespace's side is whether it may have it.

@caller exists@
identifier ops.fn, nsset, ns;
type T;
position p;
@@
* fn@p(T nsset, struct ns_common *ns)
{
... when any
    when != nsset->cred
    when != nsset_cred(nsset)
    when != current_user_ns()
return 0;
}

@script:python depends on report || org@
p << caller.p;
fn << ops.fn;
@@
say(p[0], "%s() can return 0 without a look at the caller's new user namespace" % (fn))

@owner exists@
identifier ops.fn, nsset, ns;
idexpression obj;
type T;
position p;
@@
* fn@p(T nsset, struct ns_common *ns)
{
... when any
    when != ns_capable(obj->user_ns, ...)
    when != ns_capable(obj, ...)
return 0;
}

@script:python depends on report || org@
p << owner.p;
fn << ops.fn;
@@
say(p[0], "%s() can return 0 without a look at the namespace's owner" % (fn))
