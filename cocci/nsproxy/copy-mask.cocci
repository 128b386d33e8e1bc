// SPDX-License-Identifier: GPL-2.0-only
/// Let fork() with the flag make a new nsproxy.
//# The mask, not every use of its last flag: that would also rewrite 'if (flags
//# & CLONE_NEWTIME)', and it would compile.
// Options: --no-includes --very-quiet
// File: kernel/nsproxy.c
// When: @def copy_namespaces@[^}]*[|]\s*CLONE_NEW\w+\)
// Absent: @def copy_namespaces@[^}]*\K\bCLONE_NS_ALL\b
// Level: full
// Patch: core
// Lines: +1 -1
// Guard: @def copy_namespaces@[^}]*\b@clone_flag@\b
// Anchor: the mask 'flags & (… | CLONE_NEW…)' of copy_namespaces()

virtual patch

@mask disable bitor_comm@
identifier virtual.clone_flag;
identifier flags;
identifier last =~ "^CLONE_NEW";
expression E;
@@
int copy_namespaces(...)
{
<...
flags & (E | last
+| clone_flag
 )
...>
}
