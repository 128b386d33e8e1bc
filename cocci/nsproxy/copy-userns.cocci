// SPDX-License-Identifier: GPL-2.0-only
/// Copy the namespace when a new nsproxy is built, and put it when a later copy fails (since 3.8: with user_ns).
//# Before the last copy, not after it: then the last copy's label has one more
//# thing to put, the new namespace, and the new label has the rest. After the
//# last copy, the new label would have to put everything that copy took, which
//# since 5.6 is two references: whenever somebody added a namespace after
//# time's by hand, time_ns_for_children or time_ns leaked. The rule adds the
//# label first: when a goto's label is missing, spatch has no control flow to
//# match, and does not say so.
// Options: --no-includes --very-quiet
// Site: nsproxy/copy
// File: kernel/nsproxy.c
// When: @def create_new_namespaces@[^{]*struct user_namespace \*\w+
// Once: = (?:(?:create|clone)_nsproxy\(|kmem_cache_zalloc\(nsproxy_cachep\b)
// Level: framework full
// Patch: core
// Lines: +8
// Guard: \b@copy@\(
// Bind: first @def create_new_namespaces@(?:(?!\n\})[\s\S])*?\breturn \w+;\s*(?:#if(?:(?!#endif)[\s\S])*#endif\s*)*(?<last>\w+):
// Unwind: create_new_namespaces
// Anchor: the last 'new_nsp->… = copy_…();' of create_new_namespaces() and its label, the first after 'return new_nsp;'

virtual patch

@find@
identifier nsp, create;
statement S;
@@
struct nsproxy *create_new_namespaces(...)
{
...
nsp = create(...);
if (!nsp) S
...
}

@unwind@
identifier virtual.last, virtual.out, virtual.put, virtual.member;
identifier find.nsp;
@@
last:
+put(nsp->member);
+out:

@task@
identifier tsk;
@@
struct nsproxy *create_new_namespaces(..., struct task_struct *tsk, ...)
{ ... }

@owner@
identifier user_ns;
@@
struct nsproxy *create_new_namespaces(..., struct user_namespace *user_ns, ...)
{ ... }

@first@
identifier flags;
type T;
@@
struct nsproxy *create_new_namespaces(T flags, ...)
{ ... }

@place depends on unwind@
identifier virtual.last;
identifier find.nsp, f, err;
identifier fn != PTR_ERR_OR_ZERO;
expression E;
position p;
@@
struct nsproxy *create_new_namespaces(...)
{
<...
(
nsp->f@p = E;
if (\(IS_ERR(nsp->f)\|unlikely(IS_ERR(nsp->f))\)) {
	err = PTR_ERR(nsp->f);
	goto last;
}
|
nsp->f@p = E;
err = PTR_ERR_OR_ZERO(nsp->f);
if (err)
	goto last;
|
err@p = fn(...);
if (err)
	goto last;
)
...>
}

@copy@
identifier virtual.out, virtual.copy, virtual.member;
identifier find.nsp, first.flags, task.tsk, owner.user_ns, place.err;
identifier g;
expression E;
position place.p;
@@
(
+nsp->member = copy(flags, user_ns, tsk->nsproxy->member);
+if (IS_ERR(nsp->member)) {
+	err = PTR_ERR(nsp->member);
+	goto out;
+}
+
nsp->g@p = E;
|
+nsp->member = copy(flags, user_ns, tsk->nsproxy->member);
+if (IS_ERR(nsp->member)) {
+	err = PTR_ERR(nsp->member);
+	goto out;
+}
+
err@p = E;
)
