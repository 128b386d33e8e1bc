# SPDX-License-Identifier: GPL-2.0
TARGETS = acct \
	clone3 \
	pidfd

TARGETS_HOTPLUG = cpu-hotplug
