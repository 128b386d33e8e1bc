/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_VERSION_H
#define NSGEN_VERSION_H

#define NSGEN_VERSION "0.1"

#endif
