// SPDX-License-Identifier: GPL-2.0-only
/// Count how many of these namespaces a user has.
//# Directly after the last …_NAMESPACES: the rows of user_table[]
//# (ucount/table) are found by this number, and what comes next is in #ifdefs.
//# Before UCOUNT_COUNTS it would compile, and swap limits with those of
//# inotify.
// Options: --no-includes --very-quiet
// File: include/linux/user_namespace.h
// When: ^enum ucount_type\s*\{
// Absent: no include/linux/user_namespace.h
// Level: full
// Patch: ucount
// Lines: +1
// Guard: \b@ucount@,
// Bind: last \b(?<last>UCOUNT_\w+_NAMESPACES)\s*(?:=[^,}]*)?,(?!\s*#\s*endif)
// Anchor: the last UCOUNT_…_NAMESPACES in enum ucount_type

virtual patch

@append@
identifier virtual.ucount, virtual.last;
@@
enum ucount_type {
	...,
	last,
+	ucount,
	...
}

@numbered depends on !append@
identifier virtual.ucount, virtual.last;
expression E;
@@
enum ucount_type {
	...,
	last = E,
+	ucount,
	...
}
