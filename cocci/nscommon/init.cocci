// SPDX-License-Identifier: GPL-2.0-only
/// Declare the initial namespace.
//# The list is sorted by name.
// Options: --no-includes --very-quiet
// File: include/linux/ns/ns_common_types.h
// File: include/linux/ns_common.h
// When: ^extern struct \w+_namespace init_\w+_ns;
// Absent: no include/linux/nstree.h
// Level: full
// Patch: core
// Lines: +1
// Guard: ^extern struct @tag@ @init@;
// Bind: around @tag@ ^extern struct (\w+) init_\w+;
// Anchor: the declarations with 'extern struct ipc_namespace init_ipc_ns;'

virtual patch

@after@
identifier virtual.below, virtual.tag, virtual.init;
identifier other;
@@
 extern struct below other;
+extern struct tag init;

@before depends on !after@
identifier virtual.above, virtual.tag, virtual.init;
identifier other;
@@
+extern struct tag init;
 extern struct above other;
