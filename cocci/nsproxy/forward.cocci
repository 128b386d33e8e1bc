// SPDX-License-Identifier: GPL-2.0-only
/// Declare the namespace's struct before struct nsproxy, which points to it.
//# SmPL cannot say "the last one of these", and a rule for any "struct
//# X_namespace;" would add a line after each. So the driver binds the tag of
//# the last one, and the rule is about that declaration alone. It starts in
//# column 0: indented, the same words are a member.
// Options: --no-includes --very-quiet
// File: include/linux/nsproxy.h
// When: ^struct \w+_namespace;$
// Level: framework full
// Patch: core
// Lines: +1
// Guard: ^struct @tag@;
// Bind: last ^struct (?<last>\w+_namespace);$
// Anchor: the last forward declaration 'struct …_namespace;'

virtual patch

@declare@
identifier virtual.last, virtual.tag;
@@
 struct last;
+struct tag;
