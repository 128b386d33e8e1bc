#include <linux/nstree.h>

#define NS_ALL (USER_NS | MNT_NS | IPCXX_NS | NET_NS | CGROUP_NS | TIME_NS)

static bool known(u32 ns_type)
{
	return !(ns_type & ~NS_ALL);
}
