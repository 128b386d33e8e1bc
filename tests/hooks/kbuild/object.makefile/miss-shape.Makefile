#
# Namespaces are here, in a shape that this tree alone has.
#

obj-$(CONFIG_TASKSTATS) += taskstats.o
obj-$(CONFIG_UTS_NS) += utsname.o \
			utsname_sysctl.o
