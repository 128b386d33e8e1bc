/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/types.h>: no header of the compiler's is used. */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#define NULL ((void *)0)

typedef unsigned int gfp_t;
typedef __SIZE_TYPE__ size_t;

#endif
