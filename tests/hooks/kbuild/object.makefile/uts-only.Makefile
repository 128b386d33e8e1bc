obj-$(CONFIG_AUDIT) += audit.o auditfilter.o
obj-$(CONFIG_UTS_NS) += utsname.o
obj-$(CONFIG_TASKSTATS) += taskstats.o
