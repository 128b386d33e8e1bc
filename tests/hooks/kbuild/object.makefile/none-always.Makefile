# SPDX-License-Identifier: GPL-2.0
obj-y += core.o fair.o
obj-y += build_policy.o
