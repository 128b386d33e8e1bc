// SPDX-License-Identifier: GPL-2.0-only
/// Let setns() with a pidfd take the flag.
//# copy-mask.cocci explains the shape of the rule.
// Options: --no-includes --very-quiet
// File: kernel/nsproxy.c
// When: @def check_setns_flags@[^}]*[|]\s*CLONE_NEW\w+\)
// Absent: @def check_setns_flags@[^;]*\K\bCLONE_NS_ALL\b
// Absent: include/linux/proc_ns.h \(\*install\)\(struct nsproxy \*
// Level: full
// Patch: core
// Lines: +1 -1
// Guard: @def check_setns_flags@[^}]*& ~\([^;]*\b@clone_flag@\b
// Anchor: the mask 'flags & ~(… | CLONE_NEW…)' of check_setns_flags()

virtual patch

@mask disable bitor_comm@
identifier virtual.clone_flag;
identifier flags;
identifier last =~ "^CLONE_NEW";
expression E;
@@
int check_setns_flags(...)
{
<...
flags & ~(E | last
+| clone_flag
 )
...>
}
