// SPDX-License-Identifier: GPL-2.0-only
/// Declare the tree that the namespaces of this type are kept in.
//# The list is sorted by name. In 6.18 a tree is a struct ns_tree.
// Options: --no-includes --very-quiet
// File: include/linux/nstree.h
// When: ^extern struct ns_tree\w* \w+_ns_tree;
// Absent: no include/linux/nstree.h
// Level: full
// Patch: core
// Lines: +1
// Guard: ^extern struct ns_tree\w* @tree@;
// Bind: around @tree@ ^extern struct ns_tree\w* (\w+);
// Bind: first ^extern struct (?<root>ns_tree\w*) \w+_ns_tree;
// Anchor: the declarations with 'extern struct ns_tree… ipc_ns_tree;'

virtual patch

@after@
identifier virtual.below, virtual.tree, virtual.root;
@@
 extern struct root below;
+extern struct root tree;

@before depends on !after@
identifier virtual.above, virtual.tree, virtual.root;
@@
+extern struct root tree;
 extern struct root above;
