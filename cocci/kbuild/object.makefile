// SPDX-License-Identifier: GPL-2.0-only
/// Build the namespace's source file.
//# Up to 2.6.39 CGROUP_NS is a cgroup controller, and later there is none.
// File: @makefile@
// Level: framework full
// Patch: core
// Guard: (?<![\w.-])@object@(?![\w.-])
// Neighbour: PID_NS USER_NS UTS_NS
// Anchor: the line of CONFIG_PID_NS, CONFIG_USER_NS or CONFIG_UTS_NS, or 'obj-$(CONFIG_…) += x.o' in a Makefile without such a line, or what makefile_list or makefile_after names
