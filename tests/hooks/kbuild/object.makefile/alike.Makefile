#
# What is always there, then what is not.
#

obj-y     = sched.o fork.o exit.o user.o signal.o sys.o pid.o \
	    rcupdate.o wait.o nsproxy.o srcu.o

obj-$(CONFIG_CGROUPS) += cgroup.o
obj-$(CONFIG_UTS_NS) += utsname.o
obj-$(CONFIG_USER_NS) += user_namespace.o
obj-$(CONFIG_PID_NS) += pid_namespace.o
obj-$(CONFIG_FOOB_NS) += foob_namespace.o
obj-$(CONFIG_TASKSTATS) += taskstats.o

$(obj)/configs.o: $(obj)/config_data.gz
