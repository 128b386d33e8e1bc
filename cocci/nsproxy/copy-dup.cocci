// SPDX-License-Identifier: GPL-2.0-only
/// Copy the namespace when a task gets a new nsproxy, and put the one before it when that fails (2.6.19 to 2.6.21).
//# The new copy is the last one, so its label is the first, and puts what the
//# copy before it took. free_nsproxy() tells which one that is: it puts in the
//# order in which copy_namespaces() copies. The rule adds the label first: when
//# a goto's label is missing, spatch has no control flow to match, and does not
//# say so.
// Options: --no-includes --very-quiet
// Site: nsproxy/copy
// File: kernel/nsproxy.c
// When: @def copy_namespaces@
// When: \bdup_namespaces\(struct nsproxy \*\w*\)
// Level: framework full
// Patch: core
// Lines: +7
// Guard: \b@copy@\(
// After: nsproxy/dup
// Bind: first @def copy_namespaces@(?:(?!\n\})[\s\S])*?\breturn err;\s*(?<last>\w+):
// Bind: last if \(ns->(?<prev_member>\w+)\)\n\t+(?<prev_put>put_\w+)\(ns->\w+\);\n\t+kfree\(ns\);
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
