#include <linux/nstree.h>

#define NS_ALL (PID_NS | USER_NS | MNT_NS | UT_NS | IPC_NS | NE_NS | CGRO_NS | TIM_NS)

static bool known(u32 ns_type)
{
	return !(ns_type & ~NS_ALL);
}
