/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/errno.h>: the two errors that are returned here. */
#ifndef _LINUX_ERRNO_H
#define _LINUX_ERRNO_H

#define ENOMEM	12
#define EINVAL	22

#endif
