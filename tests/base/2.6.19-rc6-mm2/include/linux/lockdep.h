/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/lockdep.h>, with the lock validator switched off. */
#ifndef _LINUX_LOCKDEP_H
#define _LINUX_LOCKDEP_H

#define INIT_LOCKDEP

#endif
