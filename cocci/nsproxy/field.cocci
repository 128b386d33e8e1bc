// SPDX-License-Identifier: GPL-2.0-only
/// Give struct nsproxy a pointer to the namespace.
//# As the last member. In SmPL "field" is a keyword, so the spec calls the
//# pointer "member".
// Options: --no-includes --very-quiet
// File: include/linux/nsproxy.h
// When: ^struct nsproxy\s*\{
// Unless: ^struct nsproxy\s*\{(?:[^{}]*\n[ \t]+\w*KABI_RESERVE\w*\(|[^{}]*\n[ \t]+\w*KABI_\w+\([^;{}]*\)[ \t]*\n|[^{}]*\}\s*__|[^{}]*/\*[^{}/]*\blast\b)
// Once: ^struct nsproxy\s*\{
// Level: framework full
// Patch: core
// Lines: +1
// Guard: ^[ \t]+struct @tag@\s*\*@member@;
// After: nsproxy/forward
// Anchor: the definition of struct nsproxy

virtual patch

@append@
identifier virtual.tag, virtual.member;
@@
struct nsproxy {
	...
+	struct tag *member;
};
