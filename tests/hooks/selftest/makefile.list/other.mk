# SPDX-License-Identifier: GPL-2.0
TARGETS += acct
TARGETS += clone3
TARGETS += net
TARGETS += net/forwarding
TARGETS += pidfd
TARGETS += pidns
TARGETS += proc
TARGETS += timens
ifneq (1, $(quicktest))
TARGETS += timers
endif
TARGETS += tmpfs
#Please keep the TARGETS list alphabetically sorted
# Run "make quicktest=1 run_tests" or

TARGETS_HOTPLUG = cpu-hotplug
