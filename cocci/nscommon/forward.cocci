// SPDX-License-Identifier: GPL-2.0-only
/// Declare the namespace's struct for the maps from a struct to what belongs to it.
//# The list is sorted by name. Trees without nstree.h have no such maps.
// Options: --no-includes --very-quiet
// File: include/linux/ns/ns_common_types.h
// File: include/linux/ns_common.h
// When: ^struct \w+_namespace;
// Absent: no include/linux/nstree.h
// Level: full
// Patch: core
// Lines: +1
// Guard: ^struct @tag@;
// Bind: around @tag@ ^struct (\w+);
// Anchor: the forward declarations with 'struct ipc_namespace;'

virtual patch

@after@
identifier virtual.below, virtual.tag;
@@
 struct below;
+struct tag;

@before depends on !after@
identifier virtual.above, virtual.tag;
@@
+struct tag;
 struct above;
