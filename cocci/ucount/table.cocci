// SPDX-License-Identifier: GPL-2.0-only
/// Let /proc/sys/user/max_…_namespaces be that limit.
//# In the position that the number has in enum ucount_type; see ucount/type.
//# The BUILD_BUG_ON here compares only how many there are.
// Options: --no-includes --very-quiet
// File: kernel/ucount.c
// When: ^(?:static )?(?:const )?struct ctl_table \w+\[[^\]]*\][^;={]*=\s*\{
// Absent: no kernel/ucount.c
// Level: full
// Patch: ucount
// Lines: +1
// Guard: \b\w+\("max_@name@_namespaces"\),
// Pair: @ucount@ include/linux/user_namespace.h
// Place: inside ^#ifdef CONFIG_SYSCTL$
// Bind: first \bstruct ctl_table (?<table>\w+)\[[^\]]*\][^;={]*=\s*\{
// Bind: last \b(?<entry>\w+)\("max_(?<last>\w+)_namespaces"\),(?!\s*#\s*endif)
// Anchor: the last UCOUNT_ENTRY("max_…_namespaces") of user_table[]

virtual patch

@row@
identifier virtual.table, virtual.entry;
@@
struct ctl_table table[...] = {
	...,
	entry("max_@last@_namespaces"),
+	entry("max_@name@_namespaces"),
	...
};

@designated depends on !row@
identifier virtual.table, virtual.entry, virtual.ucount;
expression E;
@@
struct ctl_table table[...] = {
	...,
	[E] = entry("max_@last@_namespaces"),
+	[ucount] = entry("max_@name@_namespaces"),
	...
};
