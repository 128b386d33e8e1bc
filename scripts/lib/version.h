/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_VERSION_H
#define NSGEN_VERSION_H

/* The only place that says so: pages, tarballs and packages take it from here. */
#define NSGEN_VERSION "0.1"
#define NSGEN_DATE "2026-11-27"

#endif
