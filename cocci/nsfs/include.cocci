// SPDX-License-Identifier: GPL-2.0-only
/// Include the namespace's header where nsfs looks into namespaces.
//# After the last header of a namespace. If a tree's nsfs does not know nstree,
//# it does not look into them.
// Options: --no-includes --very-quiet
// File: fs/nsfs.c
// When: ^#include <linux/\w+_namespace\.h>
// When: \bnsfs_fh_to_dentry\(
// Absent: ^#include <linux/pseudo_fs\.h>(?![\s\S]*\bnstree\b)
// Level: full
// Patch: core
// Lines: +1
// Guard: ^#include <@header@>
// Bind: last ^#include <linux/(?<last>\w+)_namespace\.h>
// Anchor: an '#include <linux/…_namespace.h>'

virtual patch

@include@
@@
 #include <linux/@last@_namespace.h>
+#include <@header@>
