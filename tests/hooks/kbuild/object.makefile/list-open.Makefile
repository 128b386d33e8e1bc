obj-y := sock.o skbuff.o datagram.o stream.o scm.o \
	 gen_stats.o gen_estimator.o \

obj-$(CONFIG_SYSCTL) += sysctl_net_core.o

obj-y		     += dev.o dst.o
