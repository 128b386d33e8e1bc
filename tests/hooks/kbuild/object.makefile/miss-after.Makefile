obj-$(CONFIG_SYSVIPC) += util.o msg.o sem.o
obj-$(CONFIG_UTS_NS) += utsname.o
