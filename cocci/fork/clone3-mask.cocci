// SPDX-License-Identifier: GPL-2.0-only
/// Let clone3() take the flag, which is one of the bits of CSIGNAL.
//# Explicit in every tree, also where the other masks derive from CLONE_NS_ALL. The mask is "(~CLONE_NEWTIME)" for the first
//# namespace that comes after time's, and "(~(CLONE_NEWTIME | …))" for all that follow. In <... ...> spatch takes no expression for a disjunction, so the rule is
//# not about the function; nothing else in the file looks like this mask.
// Options: --no-includes --very-quiet
// Site: fork/clone3-mask
// File: kernel/fork.c
// When: @def clone3_args_valid@
// When: \(CSIGNAL & \(~
// Level: full
// Patch: clone3
// Adds: 1
// Removes: 1
// Inside: ^#ifdef __ARCH_WANT_SYS_CLONE3$
// Guard: \bCSIGNAL & \(~[^;]*\b@clone_flag@\b
// Anchor: '(CSIGNAL & (~CLONE_NEW…))' in clone3_args_valid()

virtual patch

@mask disable bitor_comm@
identifier virtual.clone_flag;
identifier last =~ "^CLONE_NEW";
expression E;
@@
(
- CSIGNAL & (~last)
+ CSIGNAL & (~(last | clone_flag))
|
 CSIGNAL & (~(E | last
+| clone_flag
 ))
)
