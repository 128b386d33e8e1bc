#ifndef _LINUX__INIT_TASK_H
#define _LINUX__INIT_TASK_H

#include <linux/file.h>

extern struct nsproxy init_nsproxy;

#endif
