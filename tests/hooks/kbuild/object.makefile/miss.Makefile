#
# What is always there, then what is not.
#

obj-y     = sched.o fork.o exit.o user.o signal.o sys.o pid.o \
	    rcupdate.o wait.o nsproxy.o srcu.o

obj-$(CONFIG_CGROUPS) += cgroup.o
obj-$(CONFIG_UTS) += utsname.o
obj-$(CONFIG_USER) += user_namespace.o
obj-$(CONFIG_PID) += pid_namespace.o
obj-$(CONFIG_TASKSTATS) += taskstats.o

$(obj)/configs.o: $(obj)/config_data.gz
