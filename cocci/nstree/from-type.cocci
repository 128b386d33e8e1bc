// SPDX-License-Identifier: GPL-2.0-only
/// Find the tree by the type of namespace.
//# Without it, listns() with this type returns -EINVAL. After the last case;
//# none of them is in an #ifdef.
// Options: --no-includes --very-quiet --smpl-spacing
// File: kernel/nstree.c
// When: @def ns_tree_from_type@[^}]*\n\tcase CLONE_NEW\w+:
// Absent: no include/linux/nstree.h
// Level: full
// Patch: core
// Lines: +2
// Guard: ^\tcase @clone_flag@:\n\t\treturn &@tree@;
// Bind: last @def ns_tree_from_type@[^}]*\n\tcase (?<last>CLONE_\w+):\s*return &(?<root>\w+);(?!\s*#\s*endif)
// Anchor: the switch in ns_tree_from_type()

virtual patch

@append@
identifier virtual.last, virtual.root, virtual.clone_flag, virtual.tree;
@@
 ns_tree_from_type(...)
 {
 	...
 	switch (...) {
 	case last:
-		return &root;
+		return &root;
+	case clone_flag:
+		return &tree;
 	}
 	...
 }
