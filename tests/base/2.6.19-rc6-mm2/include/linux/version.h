/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <linux/version.h>, which a build makes from the Makefile. */
#ifndef _LINUX_VERSION_H
#define _LINUX_VERSION_H

#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + (c))
#define LINUX_VERSION_CODE KERNEL_VERSION(2, 6, 19)

#endif
