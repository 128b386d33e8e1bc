// SPDX-License-Identifier: GPL-2.0-only
/// Copy the namespace when a task gets a new nsproxy, and put the one before it when that fails (2.6.19 to 2.6.21).
//# The new copy is the last, so its label is the first, and what it puts is what the copy before it took. Which one that is,
//# free_nsproxy() tells: it puts in the order in which copy_namespaces() copies.
//# The label goes first: with a goto to a label that is not there yet spatch has no control flow to match, and says nothing.
// Options: --no-includes --very-quiet
// Site: nsproxy/copy
// File: kernel/nsproxy.c
// When: @def copy_namespaces@
// When: \bdup_namespaces\(struct nsproxy \*\w*\)
// Bind: first ^\treturn err;\n\n(?<last>out_\w+):
// Bind: last if \(ns->(?<prev_member>\w+)\)\n\t\t(?<prev_put>put_\w+)\(ns->\w+\);\n\tkfree\(ns\);
// Level: framework full
// Patch: core
// Adds: 7
// Removes: 0
// Guard: \b@copy@\(
// After: nsproxy/dup
// Unwind: copy_namespaces
// Anchor: the last 'err = copy_…(flags, tsk);' of copy_namespaces() and its label, the first after 'return err;'

virtual patch

@label@
identifier virtual.last, virtual.out, virtual.prev_put, virtual.prev_member;
identifier nsp;
expression E;
@@
int copy_namespaces(...)
{
<...
nsp = clone_namespaces(E);
...>
}

@unwind depends on label@
identifier virtual.last, virtual.out, virtual.prev_put, virtual.prev_member;
identifier label.nsp;
@@
int copy_namespaces(...)
{
<...
+out:
+if (nsp->prev_member)
+	prev_put(nsp->prev_member);
last:
...>
}

@copy depends on unwind@
identifier virtual.last, virtual.out, virtual.copy;
identifier err, fn, flags, tsk;
@@
int copy_namespaces(int flags, struct task_struct *tsk)
{
<...
err = fn(flags, tsk);
if (err)
	goto last;
+
+err = copy(flags, tsk);
+if (err)
+	goto out;
...>
}
