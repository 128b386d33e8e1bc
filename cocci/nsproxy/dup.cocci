// SPDX-License-Identifier: GPL-2.0-only
/// Take a reference when an nsproxy is duplicated.
//# Up to 2.6.21 clone_namespaces() copies the pointers and dup_namespaces()
//# counts them; a namespace that is forgotten there is put once too often.
//# Later trees have neither function, and count in create_new_namespaces().
// Options: --no-includes --very-quiet
// File: kernel/nsproxy.c
// When: @def dup_namespaces@
// Absent: @def create_new_namespaces@
// Level: framework full
// Patch: core
// Lines: +2
// Guard: \b@get@\(
// Anchor: the block under 'if (ns)' in dup_namespaces()

virtual patch

@dup@
identifier virtual.get, virtual.member;
identifier ns;
@@
struct nsproxy *dup_namespaces(...)
{
...
if (ns) {
	...
+	if (ns->member)
+		get(ns->member);
}
...
}
