// SPDX-License-Identifier: GPL-2.0-only
/// Declare the namespace's operations.
// Options: --no-includes --very-quiet
// File: include/linux/proc_ns.h
// When: ^extern const struct proc_ns_operations \w+;
// Absent: no include/linux/proc_ns.h
// Level: full
// Patch: core
// Once: ^struct proc_ns_operations \{
// Lines: +1
// Guard: ^extern const struct proc_ns_operations @operations@;
// Bind: last ^extern const struct proc_ns_operations (?<last>\w+);
// Anchor: the last 'extern const struct proc_ns_operations …;'

virtual patch

@ops@
identifier virtual.operations, virtual.last;
@@
 extern const struct proc_ns_operations last;
+extern const struct proc_ns_operations operations;
