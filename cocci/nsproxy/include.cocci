// SPDX-License-Identifier: GPL-2.0-only
/// Include the namespace's header where nsproxies are made.
//# "#include <...>" is the last one in angle brackets, so the names come in the
//# order in which they are added. spatch does not fill in metavariables in an
//# #include, so the driver puts the header's name there.
// Options: --no-includes --very-quiet
// File: kernel/nsproxy.c
// When: ^#include <linux/nsproxy\.h>
// Level: framework full
// Patch: core
// Lines: +1
// Guard: ^#include <@header@>
// Place: before ^\{
// Anchor: the last '#include <…>'

virtual patch

@include@
@@
 #include <...>
+#include <@header@>
