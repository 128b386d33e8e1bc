#ifndef _UAPI_LINUX_SCHED_H
#define _UAPI_LINUX_SCHED_H

#define CSIGNAL		0x000000ff	/* signal mask to be sent at exit */

#ifndef __ASSEMBLY__
struct clone_args {
	__aligned_u64 flags;
};
#endif

#define SCHED_NORMAL		0

#endif /* _UAPI_LINUX_SCHED_H */
