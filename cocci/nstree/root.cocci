// SPDX-License-Identifier: GPL-2.0-only
/// Define the tree that the namespaces of this type are kept in.
//# Unconditional, like its neighbours: the map names it in every configuration.
// Options: --no-includes --very-quiet
// File: kernel/nstree.c
// When: ^struct ns_tree_root mnt_ns_tree = \{
// Absent: no include/linux/nstree.h
// Level: full
// Patch: core
// Lines: +5
// Guard: ^struct ns_tree_root @tree@ = \{
// Bind: last ^struct ns_tree_root (?<last>\w+) = \{
// Anchor: the definitions of the trees, from 'struct ns_tree_root mnt_ns_tree' on

virtual patch

@exported@
declarer name EXPORT_SYMBOL_GPL;
identifier virtual.tree, virtual.last;
@@
 EXPORT_SYMBOL_GPL(last);
+
+struct ns_tree_root tree = {
+	.ns_rb = RB_ROOT,
+	.ns_list_head = LIST_HEAD_INIT(tree.ns_list_head),
+};

@root depends on !exported@
identifier virtual.tree, virtual.last;
@@
struct ns_tree_root last = { ... };
+
+struct ns_tree_root tree = {
+	.ns_rb = RB_ROOT,
+	.ns_list_head = LIST_HEAD_INIT(tree.ns_list_head),
+};
