// SPDX-License-Identifier: GPL-2.0-only
/// Let setns() with a pidfd take the flag.
//# copy-mask.cocci explains the shape of the rule.
// Options: --no-includes --very-quiet
// File: kernel/nsproxy.c
// When: @def check_setns_flags@[^}]*[|]\s*CLONE_NEW\w+\s*[);]
// Absent: @def check_setns_flags@[^;]*\K\bCLONE_NS_ALL\b
// Absent: include/linux/proc_ns.h \(\*install\)\(struct nsproxy \*
// Level: full
// Patch: core
// Lines: +1 -1
// Guard: @def check_setns_flags@[^}]*(?:& ~\(|\w = )[^;]*\b@clone_flag@\b
// Anchor: the mask 'flags & ~(… | CLONE_NEW…)' of check_setns_flags()

virtual patch

@mask disable bitor_comm@
identifier virtual.clone_flag;
identifier flags;
identifier a, b, last =~ "^CLONE_NEW";
expression E;
@@
int check_setns_flags(...)
{
<...
 (flags) & ~(E | a | b | last
+| clone_flag
 )
...>
}

@held@
identifier flags;
identifier known !~ "^CLONE_";
@@
int check_setns_flags(...)
{
<+...
 (flags) & ~(known)
...+>
}

@named depends on held disable bitor_comm@
identifier virtual.clone_flag;
identifier held.known;
identifier last =~ "^CLONE_NEW";
type T;
expression E;
@@
int check_setns_flags(...)
{
<...
T known = E | last
+| clone_flag
 ;
...>
}
