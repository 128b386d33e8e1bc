#include <linux/nstree.h>

#define NS_ALL (PID_NS | USER_NS | MNT_NS | UTS_NS | IPC_NS | NET_NS | CGROUP_NS | TIME_NS | \
		BAR_NS)

static bool known(u32 ns_type)
{
	return !(ns_type & ~NS_ALL);
}
