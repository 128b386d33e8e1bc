obj-y := sock.o gen_estimator.o skbuff.o datagram.o stream.o yyyyyyyyy.o

obj-$(CONFIG_SYSCTL) += sysctl_net_core.o

obj-y		     += dev.o dst.o
