// SPDX-License-Identifier: GPL-2.0-only
/// Give the initial namespace its inode number (up to 6.17, where this is the only list of them).
//# As the last one: the numbers go down.
// Options: --no-includes --very-quiet
// File: include/linux/proc_ns.h
// When: ^[ \t]+PROC_\w+_INIT_INO\s*= 0x
// Absent: no include/linux/proc_ns.h
// Level: full
// Patch: uapi
// Lines: +1
// Guard: ^[ \t]+@proc_inum_name@\s*=
// Align: =
// Bind: last ^[ \t]+(?<last>PROC_\w+_INIT_INO)\s*=
// Anchor: the last PROC_…_INIT_INO

virtual patch

@number@
identifier virtual.last, virtual.proc_inum_name, virtual.inum;
expression E;
@@
 enum {
 	...,
 	last = E,
+	proc_inum_name = inum,
 	...
 };
