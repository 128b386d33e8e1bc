// SPDX-License-Identifier: GPL-2.0-only
/// The namespace of an nsproxy that goes away is no longer active.
//# The counterpart of active-get; one without the other is an underflow, or a
//# namespace that stays for ever. ns_ref_active_put() accepts NULL, which the
//# pointer is with CONFIG_…_NS off.
// Options: --no-includes --very-quiet
// File: fs/nsfs.c
// When: @def nsproxy_ns_active_put@
// When: \bns_ref_active_put\(ns->\w+_ns\)
// Absent: ^#include <linux/pseudo_fs\.h>(?![\s\S]*\bnstree\b)
// Absent: include/linux/ns_common.h ^struct ns_common \{(?![\s\S]*__ns_ref_active)
// Level: full
// Patch: core
// Lines: +1
// Guard: @def nsproxy_ns_active_put@[^}]*\(ns->@member@\)
// After: nsfs/include
// Anchor: nsproxy_ns_active_put()

virtual patch

@active@
identifier virtual.member;
identifier ns, last;
@@
void nsproxy_ns_active_put(struct nsproxy *ns)
{
... when any
ns_ref_active_put(ns->last);
+ns_ref_active_put(ns->member);
}
