obj-$(CONFIG_SYSVIPC) += util.o msg.o sem.o
obj-$(CONFIG_POSIX_MQUEUE) += mqueue.o msgutil.o
obj-$(CONFIG_POSIX_MQUEUE_SYSCTL) += mq_sysctl.o
