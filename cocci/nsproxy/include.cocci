// SPDX-License-Identifier: GPL-2.0-only
/// Include the namespace's header where nsproxies are made.
//# "#include <...>" stands for the last one in angle brackets, so names come in the order in which they are wired. spatch does not
//# look for metavariables in #include, so the driver puts the header's name in.
// Options: --no-includes --very-quiet
// Site: nsproxy/include
// File: kernel/nsproxy.c
// When: ^#include <linux/nsproxy\.h>
// Before: ^\{
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
