// SPDX-License-Identifier: GPL-2.0-only
/// Define the tree that the namespaces of this type are kept in (6.18: with a lock of its own, and a type).
//# Unconditional, like its neighbours: the map names it in every configuration.
// Options: --no-includes --very-quiet
// Site: nstree/root
// File: kernel/nstree.c
// When: ^struct ns_tree mnt_ns_tree = \{
// Absent: no include/linux/nstree.h
// Level: full
// Patch: core
// Lines: +7
// Guard: ^struct ns_tree @tree@ = \{
// Bind: last ^struct ns_tree (?<last>\w+) = \{
// Anchor: the definitions of the trees, from 'struct ns_tree mnt_ns_tree' on

virtual patch

@exported@
declarer name EXPORT_SYMBOL_GPL;
identifier virtual.tree, virtual.last, virtual.clone_flag;
@@
 EXPORT_SYMBOL_GPL(last);
+
+struct ns_tree tree = {
+	.ns_tree = RB_ROOT,
+	.ns_list = LIST_HEAD_INIT(tree.ns_list),
+	.ns_tree_lock = __SEQLOCK_UNLOCKED(tree.ns_tree_lock),
+	.type = clone_flag,
+};

@root depends on !exported@
identifier virtual.tree, virtual.last, virtual.clone_flag;
@@
struct ns_tree last = { ... };
+
+struct ns_tree tree = {
+	.ns_tree = RB_ROOT,
+	.ns_list = LIST_HEAD_INIT(tree.ns_list),
+	.ns_tree_lock = __SEQLOCK_UNLOCKED(tree.ns_tree_lock),
+	.type = clone_flag,
+};
