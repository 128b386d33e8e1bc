// SPDX-License-Identifier: GPL-2.0-only
/// The namespace of a task that starts to use an nsproxy is active.
//# Otherwise it never becomes active, and neither listns() nor a file handle
//# finds it. ns_ref_active_get() accepts NULL, which the pointer is with
//# CONFIG_…_NS off.
// Options: --no-includes --very-quiet
// File: fs/nsfs.c
// When: @def nsproxy_ns_active_get@
// When: \bns_ref_active_get\(ns->\w+_ns\)
// Absent: ^#include <linux/pseudo_fs\.h>(?![\s\S]*\bnstree\b)
// Absent: include/linux/ns_common.h ^struct ns_common \{(?![\s\S]*__ns_ref_active)
// Level: full
// Patch: core
// Lines: +1
// Guard: @def nsproxy_ns_active_get@[^}]*\(ns->@member@\)
// After: nsfs/include
// Anchor: nsproxy_ns_active_get()

virtual patch

@active@
identifier virtual.member;
identifier ns, last;
@@
void nsproxy_ns_active_get(struct nsproxy *ns)
{
... when any
ns_ref_active_get(ns->last);
+ns_ref_active_get(ns->member);
}
