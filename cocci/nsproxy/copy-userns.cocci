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
// When: @def create_new_namespaces@[^{]*struct user_namespace \*user_ns
// Once: = (?:create|clone)_nsproxy\(
// Level: framework full
// Patch: core
// Lines: +8
// Guard: \b@copy@\(
// Bind: first ^\treturn \w+;\n\n?(?<last>out_\w+):
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
struct nsproxy *create_new_namespaces(...)
{
<...
last:
+put(nsp->member);
+out:
...>
}

@copy depends on unwind@
identifier virtual.last, virtual.out, virtual.copy, virtual.member;
identifier find.nsp, flags, tsk, user_ns, f, g, prev, err;
type T;
expression E;
@@
struct nsproxy *create_new_namespaces(T flags, struct task_struct *tsk,
	struct user_namespace *user_ns, ...)
{
<...
if (IS_ERR(nsp->g)) {
	err = PTR_ERR(nsp->g);
	goto prev;
}
+
+nsp->member = copy(flags, user_ns, tsk->nsproxy->member);
+if (IS_ERR(nsp->member)) {
+	err = PTR_ERR(nsp->member);
+	goto out;
+}
nsp->f = E;
if (IS_ERR(nsp->f)) {
	err = PTR_ERR(nsp->f);
	goto last;
}
...>
}
