// SPDX-License-Identifier: GPL-2.0-only
/// Declare the namespace's operations.
//# The list is sorted by name.
// Options: --no-includes --very-quiet
// File: include/linux/ns/ns_common_types.h
// File: include/linux/ns_common.h
// When: ^extern const struct proc_ns_operations \w+_operations;
// Absent: no include/linux/nstree.h
// Level: full
// Patch: core
// Lines: +1
// Guard: ^extern const struct proc_ns_operations @operations@;
// Bind: around @operations@ ^extern const struct proc_ns_operations (\w+);
// Anchor: the declarations with 'extern const struct proc_ns_operations ipcns_operations;'

virtual patch

@after@
identifier virtual.below, virtual.operations;
@@
 extern const struct proc_ns_operations below;
+extern const struct proc_ns_operations operations;

@before depends on !after@
identifier virtual.above, virtual.operations;
@@
+extern const struct proc_ns_operations operations;
 extern const struct proc_ns_operations above;
