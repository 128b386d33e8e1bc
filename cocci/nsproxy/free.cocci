// SPDX-License-Identifier: GPL-2.0-only
/// Put the namespace when its nsproxy is freed; the last put in this tree does not test the pointer.
//# put_X_ns() is an empty inline function with the namespace's CONFIG_ off, and
//# with it on the pointer is never NULL, as init_nsproxy sets it. In 7.x the
//# function is called nsproxy_free(); a rule for free_nsproxy() alone would
//# leak every namespace there without a word.
// Options: --no-includes --very-quiet
// File: kernel/nsproxy.c
// When: @def (?:free_nsproxy|nsproxy_free)@[^}]*[;{]\s*\n[ \t]+put_\w+\s*\([^;]*\);\s*(?:/\*[^*]*\*/\s*)?k(?:mem_cache_)?free\(
// Once: k(?:mem_cache_)?free\([^;]*\);\n\}
// Level: framework full
// Patch: core
// Lines: +1
// Guard: @def (?:free_nsproxy|nsproxy_free)@[^}]*\n[ \t]+@put@\(
// After: nsproxy/copy
// Anchor: the kfree() or kmem_cache_free() at the end of free_nsproxy() or nsproxy_free()

virtual patch

@free@
identifier virtual.put, virtual.member;
identifier fn = {free_nsproxy, nsproxy_free};
identifier last = {kfree, kmem_cache_free};
identifier ns, prev;
@@
void fn(struct nsproxy *ns)
{
... when any
prev(...);
+put(ns->member);
last(...);
}
