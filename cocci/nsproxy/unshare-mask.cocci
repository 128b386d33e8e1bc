// SPDX-License-Identifier: GPL-2.0-only
/// Let unshare() with the flag make a new nsproxy.
//# Without it, unshare() returns 0 and does nothing. copy-mask.cocci explains
//# the shape of the rule.
// Options: --no-includes --very-quiet
// File: kernel/nsproxy.c
// When: @def unshare_nsproxy_namespaces@[^}]*[|]\s*CLONE_NEW\w+\s*[);]
// Absent: @def unshare_nsproxy_namespaces@[^}]*\K\bCLONE_NS_ALL\b
// Level: full
// Patch: core
// Lines: +1 -1
// Guard: @def unshare_nsproxy_namespaces@[^}]*\b@clone_flag@\b
// Anchor: the mask 'unshare_flags & (… | CLONE_NEW…)' of unshare_nsproxy_namespaces()

virtual patch

@mask disable bitor_comm@
identifier virtual.clone_flag;
identifier flags;
identifier a, b, last =~ "^CLONE_NEW";
expression E;
@@
int unshare_nsproxy_namespaces(...)
{
<...
 (flags) & (E | a | b | last
+| clone_flag
 )
...>
}

@held@
identifier flags;
identifier known !~ "^CLONE_";
@@
int unshare_nsproxy_namespaces(...)
{
<+...
 (flags) & (known)
...+>
}

@named depends on held disable bitor_comm@
identifier virtual.clone_flag;
identifier held.known;
identifier last =~ "^CLONE_NEW";
type T;
expression E;
@@
int unshare_nsproxy_namespaces(...)
{
<...
T known = E | last
+| clone_flag
 ;
...>
}
