#
# Namespaces are parts of an object, in a shape that this tree alone has.
#

obj-y     = sched.o fork.o spaces.o
spaces-y  = nsproxy.o user_namespace.o utsname.o

obj-$(CONFIG_TASKSTATS) += taskstats.o
