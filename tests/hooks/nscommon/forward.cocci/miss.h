#ifndef _LINUX_NS_COMMON_TYPES_H
#define _LINUX_NS_COMMON_TYPES_H

#include <linux/types.h>

struct ns_common;

#endif /* _LINUX_NS_COMMON_TYPES_H */
