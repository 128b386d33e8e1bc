# SPDX-License-Identifier: GPL-2.0
obj-$(CONFIG_KEYS)			+= keys/

obj-y					+= commoncap.o
obj-$(CONFIG_SECURITY) 			+= lsm_syscalls.o lsm_audit.o
obj-$(CONFIG_SECURITY_SMACK)		+= smack/
