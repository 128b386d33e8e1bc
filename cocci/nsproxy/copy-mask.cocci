// SPDX-License-Identifier: GPL-2.0-only
/// Let fork() with the flag make a new nsproxy.
//# The mask, not every use of its last flag: that would also rewrite 'if (flags
//# & CLONE_NEWTIME)', and it would compile.
// Options: --no-includes --very-quiet
// File: kernel/nsproxy.c
// When: @def copy_namespaces@[^}]*[|]\s*CLONE_NEW\w+\s*[);]
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
identifier a, b, last =~ "^CLONE_NEW";
expression E;
@@
int copy_namespaces(...)
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
int copy_namespaces(...)
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
int copy_namespaces(...)
{
<...
T known = E | last
+| clone_flag
 ;
...>
}
