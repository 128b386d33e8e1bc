// SPDX-License-Identifier: GPL-2.0-only
/// Let clone3() take the flag, which is one of the bits of CSIGNAL.
//# The mask is explicit in every tree, even where the other masks derive from
//# CLONE_NS_ALL. It is "(~CLONE_NEWTIME)" for the first namespace after time's,
//# and "(~(CLONE_NEWTIME | …))" for all later ones. Inside <... ...> spatch
//# takes no disjunction of expressions, so the rule does not name the function;
//# nothing else in the file looks like this mask. Up to 6.1, and in stable
//# releases up to 5.10.7 and 5.15.16, no flag is excepted: not even time's, which
//# is not ours to mend here.
// Options: --no-includes --very-quiet
// File: kernel/fork.c
// When: @def clone3_args_valid@
// When: [|]\s+CSIGNAL\)|\(CSIGNAL & \(~
// Level: full
// Patch: clone3
// Lines: +1 -1
// Guard: \bCSIGNAL & \(~[^;]*\b@clone_flag@\b
// Place: inside ^#ifdef __ARCH_WANT_SYS_CLONE3$
// Anchor: '| CSIGNAL)' or '| (CSIGNAL & (~CLONE_NEW…))' in clone3_args_valid()

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

@plain depends on !mask disable bitor_comm@
typedef bool;
identifier virtual.clone_flag;
identifier kargs, flags;
expression E;
@@
bool clone3_args_valid(...)
{
<...
kargs->flags & (E |
- CSIGNAL
+ (CSIGNAL & (~clone_flag))
 )
...>
}
