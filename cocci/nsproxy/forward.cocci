// SPDX-License-Identifier: GPL-2.0-only
/// Declare the namespace's struct before struct nsproxy, which points to it.
//# SmPL has no "the last one of these", and a rule for every "struct X_namespace;" would add a line to each. So the driver binds
//# the last one's tag, and the rule is about that declaration alone. It stands at the margin: the same words with an
//# indent are a member.
// Options: --no-includes --very-quiet
// Site: nsproxy/forward
// File: include/linux/nsproxy.h
// When: ^struct \w+_namespace;$
// Bind: last ^struct (?<last>\w+_namespace);$
// Level: framework full
// Patch: core
// Adds: 1
// Removes: 0
// Guard: ^struct @tag@;
// Anchor: the last forward declaration 'struct …_namespace;'

virtual patch

@declare@
identifier virtual.last, virtual.tag;
@@
 struct last;
+struct tag;
