// SPDX-License-Identifier: GPL-2.0-only
/// Include the namespace's header where pidfs looks into namespaces.
//# After the last header of a namespace.
// Options: --no-includes --very-quiet
// File: fs/pidfs.c
// When: ^#include <linux/\w+_namespace\.h>
// When: \bPIDFD_GET_\w+_NAMESPACE\b
// Absent: ^#include <linux/pidfs\.h>(?![\s\S]*\bPIDFD_GET_\w+_NAMESPACE\b)
// Absent: no fs/pidfs.c
// Level: full
// Patch: pidfd
// Lines: +1
// Guard: ^#include <@header@>
// Bind: last ^#include <linux/(?<last>\w+)_namespace\.h>
// Anchor: an '#include <linux/…_namespace.h>'

virtual patch

@include@
@@
 #include <linux/@last@_namespace.h>
+#include <@header@>
