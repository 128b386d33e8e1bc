// SPDX-License-Identifier: GPL-2.0-only
/// Let unshare() take the flag.
//# This mask has no blanks around its '|', so the rule has none, and spatch keeps it so. For its shape see nsproxy/copy-mask.cocci.
// Options: --no-includes --very-quiet --smpl-spacing
// Site: fork/unshare-mask
// File: kernel/fork.c
// When: @def check_unshare_flags@[^;]*[|]\s*CLONE_NEW\w+\)
// Absent: @def check_unshare_flags@[^;]*\K\bCLONE_NS_ALL\b
// Level: full
// Patch: core
// Adds: 1
// Removes: 1
// Guard: @def check_unshare_flags@[^;]*\b@clone_flag@\b
// Anchor: the mask 'unshare_flags & ~(…|CLONE_NEW…)' of check_unshare_flags()

virtual patch

@mask disable bitor_comm@
identifier virtual.clone_flag;
identifier flags;
identifier last =~ "^CLONE_NEW";
expression E;
@@
int check_unshare_flags(...)
{
<...
flags & ~(E | last
+|clone_flag
 )
...>
}
