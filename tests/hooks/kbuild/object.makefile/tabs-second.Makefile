obj-y			:= nsproxy.o
obj-$(CONFIG_AUDIT)	+= audit.o
obj-$(CONFIG_PID_NS)	+= pid_namespace.o
obj-$(CONFIG_BAR_NS)	+= bar_namespace.o
obj-$(CONFIG_X)		+= x.o
