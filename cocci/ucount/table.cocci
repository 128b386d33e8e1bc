// SPDX-License-Identifier: GPL-2.0-only
/// Let /proc/sys/user/max_…_namespaces be that limit.
//# In the position that the number has in enum ucount_type; see ucount/type.
//# The BUILD_BUG_ON here compares only how many there are.
// Options: --no-includes --very-quiet
// File: kernel/ucount.c
// When: ^static (?:const )?struct ctl_table user_table\[\] = \{
// Absent: no kernel/ucount.c
// Level: full
// Patch: ucount
// Lines: +1
// Guard: ^\tUCOUNT_ENTRY\("max_@name@_namespaces"\),
// Pair: @ucount@ include/linux/user_namespace.h
// Place: inside ^#ifdef CONFIG_SYSCTL$
// Bind: last ^\tUCOUNT_ENTRY\("max_(?<last>\w+)_namespaces"\),
// Anchor: the last UCOUNT_ENTRY("max_…_namespaces") of user_table[]

virtual patch

@table@
@@
struct ctl_table user_table[] = {
	...,
	UCOUNT_ENTRY("max_@last@_namespaces"),
+	UCOUNT_ENTRY("max_@name@_namespaces"),
	...
};
