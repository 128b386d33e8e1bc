// SPDX-License-Identifier: GPL-2.0-only
/// Let unshare() take the flag.
//# This mask has no blanks around '|', so the rule has none either, and spatch
//# keeps it that way. nsproxy/copy-mask.cocci explains the shape of the rule.
// Options: --no-includes --very-quiet --smpl-spacing
// File: kernel/fork.c
// When: @def check_unshare_flags@[^;]*[|]\s*CLONE_NEW\w+\s*[);]
// Absent: @def check_unshare_flags@[^;]*\K\bCLONE_NS_ALL\b
// Level: full
// Patch: core
// Lines: +1 -1
// Guard: @def check_unshare_flags@[^;]*\b@clone_flag@\b
// Anchor: the mask 'unshare_flags & ~(…|CLONE_NEW…)' of check_unshare_flags()

virtual patch

@mask disable bitor_comm@
identifier virtual.clone_flag;
identifier flags;
identifier a, b, last =~ "^CLONE_NEW";
expression E;
@@
int check_unshare_flags(...)
{
<...
 (flags) & ~(E | a | b | last
+|clone_flag
 )
...>
}

@held@
identifier flags;
identifier known !~ "^CLONE_";
@@
int check_unshare_flags(...)
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
int check_unshare_flags(...)
{
<...
T known = E | last
+|clone_flag
 ;
...>
}
