// SPDX-License-Identifier: GPL-2.0-only
/// Include the namespace's header for its INIT_…_NS macro.
//# Only where INIT_NSPROXY() is a macro; later trees initialise init_nsproxy in
//# kernel/nsproxy.c.
// Options: --no-includes --very-quiet
// File: include/linux/init_task.h
// When: ^#define INIT_NSPROXY\(
// Absent: ^extern struct nsproxy init_nsproxy;(?![\s\S]*INIT_NSPROXY)
// Level: framework full
// Patch: core
// Lines: +1
// Guard: ^#include <@header@>
// Place: before ^#define INIT_NSPROXY
// Anchor: the last '#include <…>'

virtual patch

@include@
@@
 #include <...>
+#include <@header@>
