// SPDX-License-Identifier: GPL-2.0-only
/// Let init_nsproxy point to the initial namespace.
//# The member has an #ifdef of its own: with the namespace's CONFIG_ off there is
//# nothing to link to.
// Options: --no-includes --very-quiet --smpl-spacing
// File: kernel/nsproxy.c
// When: ^struct nsproxy init_nsproxy = \{
// When: ^struct nsproxy init_nsproxy = \{[^;]*,\s*\n(?:[ \t]*#\s*endif[^\n]*\n\s*)*\};
// Once: ^(?:static )?struct nsproxy \w+ = \{
// Level: framework full
// Patch: core
// Lines: +3
// Guard: ^[ \t]+\.@member@\s*= &@init@,
// Align: =
// Anchor: the end of the initialiser of init_nsproxy

virtual patch

@init@
identifier virtual.member, virtual.init;
@@
 struct nsproxy init_nsproxy = {
 	...,
+#ifdef CONFIG_@config@
+	.member = &init,
+#endif
 };
