// SPDX-License-Identifier: GPL-2.0-only
/*
 * LD_PRELOAD shim: the Nth look at a path below a directory fails.
 *
 * READS_BELOW is the directory, READS_ONLY the end of the only path that counts, READS_FAIL the
 * N, READS_ERRNO the errno. With N=0 nothing fails, and at the end the number of looks is written
 * to READS_COUNT. Only nsgen is disturbed, not what it runs.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_int looks;

#define real(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

static bool applies(const char *path)
{
	const char *below = getenv("READS_BELOW"), *only = getenv("READS_ONLY");
	size_t len = below ? strlen(below) : 0, path_len = strlen(path);

	if (!len || strcmp(program_invocation_short_name, "nsgen") || strncmp(path, below, len) ||
	    (path[len] && path[len] != '/'))
		return false;
	return !only || (path_len >= strlen(only) && !strcmp(path + path_len - strlen(only), only));
}

static bool fails(const char *path)
{
	const char *nth = getenv("READS_FAIL"), *why = getenv("READS_ERRNO");

	if (!applies(path))
		return false;
	if (atomic_fetch_add(&looks, 1) + 1 != atoi(nth ? nth : "0"))
		return false;
	errno = why && !strcmp(why, "EMFILE") ? EMFILE : EIO;
	return true;
}

static bool fails_fd(int fd)
{
	char link[64], path[PATH_MAX];
	ssize_t len;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, sizeof(path) - 1);
	if (len < 0)
		return false;
	path[len] = '\0';
	return fails(path);
}

static bool fails_at(int dir, const char *path)
{
	char link[64], whole[2 * PATH_MAX];
	ssize_t len;

	if (*path == '/' || dir == AT_FDCWD)
		return fails(path);
	snprintf(link, sizeof(link), "/proc/self/fd/%d", dir);
	len = readlink(link, whole, PATH_MAX);
	if (len < 0)
		return false;
	snprintf(whole + len, sizeof(whole) - len, "/%s", path);
	return fails(whole);
}

static mode_t mode_of(int flags, va_list ap)
{
	return flags & (O_CREAT | __O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

#define OPEN(name)                                                  \
	int name(const char *path, int flags, ...)                  \
	{                                                           \
		va_list ap;                                         \
		mode_t mode;                                        \
		va_start(ap, flags);                                \
		mode = mode_of(flags, ap);                          \
		va_end(ap);                                         \
		return fails(path) ? -1 : real(name)(path, flags, mode); \
	}
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                \
	int name(int dir, const char *path, int flags, ...)         \
	{                                                           \
		va_list ap;                                         \
		mode_t mode;                                        \
		va_start(ap, flags);                                \
		mode = mode_of(flags, ap);                          \
		va_end(ap);                                         \
		return fails_at(dir, path) ? -1 : real(name)(dir, path, flags, mode); \
	}
OPENAT(openat)
OPENAT(openat64)

FILE *fopen(const char *path, const char *mode)
{
	return fails(path) ? NULL : real(fopen)(path, mode);
}

DIR *opendir(const char *path)
{
	return fails(path) ? NULL : real(opendir)(path);
}

struct dirent *readdir(DIR *dir)
{
	return fails_fd(dirfd(dir)) ? NULL : real(readdir)(dir);
}

struct dirent64 *readdir64(DIR *dir)
{
	return fails_fd(dirfd(dir)) ? NULL : real(readdir64)(dir);
}

ssize_t read(int fd, void *buffer, size_t size)
{
	return fails_fd(fd) ? -1 : real(read)(fd, buffer, size);
}

int stat(const char *path, struct stat *st)
{
	return fails(path) ? -1 : real(stat)(path, st);
}

int lstat(const char *path, struct stat *st)
{
	return fails(path) ? -1 : real(lstat)(path, st);
}

int fstat(int fd, struct stat *st)
{
	return fails_fd(fd) ? -1 : real(fstat)(fd, st);
}

int stat64(const char *path, struct stat64 *st)
{
	return fails(path) ? -1 : real(stat64)(path, st);
}

int lstat64(const char *path, struct stat64 *st)
{
	return fails(path) ? -1 : real(lstat64)(path, st);
}

int fstat64(int fd, struct stat64 *st)
{
	return fails_fd(fd) ? -1 : real(fstat64)(fd, st);
}

int access(const char *path, int mode)
{
	return fails(path) ? -1 : real(access)(path, mode);
}

__attribute__((destructor)) static void say(void)
{
	const char *path = getenv("READS_COUNT");
	FILE *file = path && !strcmp(program_invocation_short_name, "nsgen") ?
			     real(fopen)(path, "w") :
			     NULL;

	if (!file)
		return;
	fprintf(file, "%d\n", atomic_load(&looks));
	fclose(file);
}
