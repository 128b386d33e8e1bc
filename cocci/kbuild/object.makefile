// SPDX-License-Identifier: GPL-2.0-only
/// Build the namespace's source file.
// File: @makefile@
// Level: framework full
// Patch: core
// Guard: (?<![\w.-])@object@(?![\w.-])
// Neighbour: PID_NS USER_NS UTS_NS CGROUP_NS
// Anchor: the line of CONFIG_PID_NS, CONFIG_USER_NS, CONFIG_UTS_NS or CONFIG_CGROUP_NS, or 'obj-$(CONFIG_…) += x.o' in a Makefile without namespaces, or what makefile_list or makefile_after names
