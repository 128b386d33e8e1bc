// SPDX-License-Identifier: GPL-2.0-only
/*
 * LD_PRELOAD shim: there are no more threads.
 *
 * THREADS_FAIL is the thread of nsgen's that cannot be made, "2" for the second, and "2-" for
 * that one and all after it. How many it wants is written to THREADS_COUNT.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static atomic_int wanted;

int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*start)(void *),
		   void *data)
{
	__typeof__(pthread_create) *real =
		(__typeof__(pthread_create) *)dlsym(RTLD_NEXT, "pthread_create");
	const char *which = getenv("THREADS_FAIL");
	int number = atomic_fetch_add(&wanted, 1) + 1;

	if (!strcmp(program_invocation_short_name, "nsgen") && which &&
	    (number == atoi(which) || (strchr(which, '-') && number > atoi(which))))
		return EAGAIN;
	return real(thread, attr, start, data);
}

__attribute__((destructor)) static void say(void)
{
	const char *path = getenv("THREADS_COUNT");
	FILE *file = path && !strcmp(program_invocation_short_name, "nsgen") ? fopen(path, "w") :
									       NULL;

	if (!file)
		return;
	fprintf(file, "%d\n", atomic_load(&wanted));
	fclose(file);
}
