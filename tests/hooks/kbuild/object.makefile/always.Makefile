#
# Namespaces are in the list of what every kernel has.
#

obj-y     = sched.o fork.o exit.o user.o user_namespace.o \
	    rcupdate.o wait.o nsproxy.o srcu.o \
	    utsname.o

obj-$(CONFIG_CGROUPS) += cgroup.o
obj-$(CONFIG_CGROUP_NS) += ns_cgroup.o
obj-$(CONFIG_TASKSTATS) += taskstats.o

ifneq ($(CONFIG_FRAME_POINTER),y)
CFLAGS_sched.o := -fno-omit-frame-pointer
endif
