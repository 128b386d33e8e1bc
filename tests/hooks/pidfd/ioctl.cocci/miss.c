#include <linux/file.h>
#include <linux/pid.h>
#include <linux/pidfs.h>
#include <linux/pid_namespace.h>
#include <linux/poll.h>
#include <uapi/linux/pidfd.h>
#include <linux/time_namespace.h>
#include <linux/utsname.h>
#include <net/net_namespace.h>

#include "internal.h"
#include "mount.h"

static long pidfd_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct ns_common *ns_common = NULL;
	int error = 0;

	switch (cmd) {
	/* Namespaces that hang of nsproxy. */
	case PIDFD_GET_TIME_NAMESPACE:
		if (IS_ENABLED(CONFIG_TIME_NS)) {
			get_time_ns(nsp->time_ns);
			ns_common = to_ns_common(nsp->time_ns);
		}
		break;
	case PIDFD_GET_UTS_NAMESPACE:
		if (IS_ENABLED(CONFIG_UTS_NS)) {
			get_uts_ns(nsp->uts_ns);
			ns_common = to_ns_common(nsp->uts_ns);
		}
		break;
	/* Namespaces that don't hang of nsproxy. */
	case PIDFD_GET_USER_NAMESPACE:
		ns_common = user(task);
		break;
	default:
		error = -ENOIOCTLCMD;
	}

	return open_namespace(ns_common);
}
