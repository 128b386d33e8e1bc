// SPDX-License-Identifier: GPL-2.0-only
/// Copy the namespace when a new nsproxy is built, and put it when a later copy fails (since 3.8: with user_ns).
//# Before the last copy and not behind it: the last one's label then has one thing more to put, the new namespace, and
//# the new label the rest. Behind the last copy the new label would have to put all that the last one took, and since 5.6
//# that is two: every time somebody added a namespace behind time's by hand, time_ns_for_children or time_ns leaked.
//# The label goes first: with a goto to a label that is not there yet spatch has no control flow to match, and says nothing.
// Options: --no-includes --very-quiet
// Site: nsproxy/copy
// File: kernel/nsproxy.c
// When: @def create_new_namespaces@[^{]*struct user_namespace \*user_ns
// Bind: first ^\treturn \w+;\n\n?(?<last>out_\w+):
// Once: = (?:create|clone)_nsproxy\(
// Level: framework full
// Patch: core
// Adds: 8
// Removes: 0
// Guard: \b@copy@\(
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
struct nsproxy *create_new_namespaces(T flags, struct task_struct *tsk, struct user_namespace *user_ns, ...)
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
