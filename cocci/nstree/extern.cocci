// SPDX-License-Identifier: GPL-2.0-only
/// Declare the tree that the namespaces of this type are kept in.
//# The list is sorted by name.
// Options: --no-includes --very-quiet
// File: include/linux/nstree.h
// When: ^extern struct ns_tree_root \w+_ns_tree;
// Absent: no include/linux/nstree.h
// Level: full
// Patch: core
// Lines: +1
// Guard: ^extern struct ns_tree_root @tree@;
// Bind: around @tree@ ^extern struct ns_tree_root (\w+);
// Anchor: the declarations with 'extern struct ns_tree_root ipc_ns_tree;'

virtual patch

@after@
identifier virtual.below, virtual.tree;
@@
 extern struct ns_tree_root below;
+extern struct ns_tree_root tree;

@before depends on !after@
identifier virtual.above, virtual.tree;
@@
+extern struct ns_tree_root tree;
 extern struct ns_tree_root above;
