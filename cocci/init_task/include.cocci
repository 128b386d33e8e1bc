// SPDX-License-Identifier: GPL-2.0-only
/// Include the namespace's header for its INIT_…_NS macro.
//# Only trees whose INIT_NSPROXY() is a macro want it here; later ones initialise init_nsproxy in kernel/nsproxy.c.
// Options: --no-includes --very-quiet
// Site: init_task/include
// File: include/linux/init_task.h
// When: ^#define INIT_NSPROXY\(
// Absent: ^extern struct nsproxy init_nsproxy;(?![\s\S]*INIT_NSPROXY)
// Before: ^#define INIT_NSPROXY
// Level: framework full
// Patch: core
// Adds: 1
// Removes: 0
// Guard: ^#include <@header@>
// Anchor: the last '#include <…>'

virtual patch

@include@
@@
 #include <...>
+#include <@header@>
