// SPDX-License-Identifier: GPL-2.0-only
/// Name the inode number of the initial namespace, as /proc knows it (since 6.18 the number is in the uapi header).
//# As the last one: the numbers go down.
// Options: --no-includes --very-quiet
// Site: proc/inum
// File: include/linux/proc_ns.h
// When: ^[ \t]+PROC_\w+_INIT_INO\s*= \w+_NS_INIT_INO
// Absent: no include/linux/proc_ns.h
// Level: full
// Patch: uapi
// Lines: +1
// Guard: ^[ \t]+@proc_inum_name@\s*=
// Align: =
// Bind: last ^[ \t]+(?<last>PROC_\w+_INIT_INO)\s*=
// Anchor: the last PROC_…_INIT_INO

virtual patch

@alias@
identifier virtual.last, virtual.proc_inum_name, virtual.inum_name;
expression E;
@@
 enum {
 	...,
 	last = E,
+	proc_inum_name = inum_name,
 	...
 };
