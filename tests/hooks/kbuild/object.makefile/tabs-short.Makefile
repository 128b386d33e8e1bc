obj-y				:= nsproxy.o
obj-$(CONFIG_AUDIT)		+= audit.o
obj-$(CONFIG_PID_NS)		+= pid_namespace.o
obj-$(CONFIG_TASKSTATS)		+= taskstats.o
