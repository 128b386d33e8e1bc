// SPDX-License-Identifier: GPL-2.0-only
/// Put the namespace when its nsproxy is freed; the last put in this tree tests the pointer first (up to 2.6.22).
//# With the namespace's CONFIG_ off the pointer is NULL, which every neighbour
//# tests for. The shape decides, not the era; see free.cocci.
// Options: --no-includes --very-quiet
// Site: nsproxy/free
// File: kernel/nsproxy.c
// When: @def (?:free_nsproxy|nsproxy_free)@[^}]*if \(\w+->\w+\)\s*\n[ \t]+put_\w+\s*\([^;]*\);\s*(?:/\*[^*]*\*/\s*)?k(?:mem_cache_)?free\(
// Once: k(?:mem_cache_)?free\([^;]*\);\n\}
// Level: framework full
// Patch: core
// Lines: +2
// Guard: @def (?:free_nsproxy|nsproxy_free)@[^}]*\n[ \t]+@put@\(
// After: nsproxy/copy
// Anchor: the kfree() or kmem_cache_free() at the end of free_nsproxy() or nsproxy_free()

virtual patch

@free@
identifier virtual.put, virtual.member;
identifier fn = {free_nsproxy, nsproxy_free};
identifier last = {kfree, kmem_cache_free};
identifier ns, prev, f;
@@
void fn(struct nsproxy *ns)
{
... when any
if (ns->f)
	prev(...);
+if (ns->member)
+	put(ns->member);
last(...);
}
