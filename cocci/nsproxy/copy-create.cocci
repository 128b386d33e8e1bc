// SPDX-License-Identifier: GPL-2.0-only
/// Copy the namespace when a new nsproxy is built, and put it when a later copy fails (2.6.23 to 3.7: no user_ns).
//# See copy-userns.cocci.
// Options: --no-includes --very-quiet
// Site: nsproxy/copy
// File: kernel/nsproxy.c
// When: @def create_new_namespaces@
// When: = PTR_ERR\(\w+->
// Unless: @def create_new_namespaces@[^{]*struct user_namespace \*\w+
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
identifier find.nsp, flags, tsk, f, g, prev, err;
type T;
expression E;
@@
struct nsproxy *create_new_namespaces(T flags, struct task_struct *tsk, ...)
{
<...
if (IS_ERR(nsp->g)) {
	err = PTR_ERR(nsp->g);
	goto prev;
}
+
+nsp->member = copy(flags, tsk->nsproxy->member);
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
