#
# Folders, a list and what is built for some only: no line for one object.
#

obj-y := sched.o \
	 fork.o

obj-$(CONFIG_KEYS)	+= keys/
ifdef CONFIG_MODULES
obj-$(CONFIG_KMOD)	+= kmod.o
endif
obj-$(CONFIG_SECURITY)	+= security.o \
			   lsm.o
