// SPDX-License-Identifier: GPL-2.0-only
/*
 * Handle standard streams that are closed or full, or that nobody reads any more.
 */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Runs at every exit, including calls of exit(). */
static void stdout_close(void)
{
	struct pollfd reader = { .fd = STDOUT_FILENO, .events = POLLOUT };
	/*
	 * A reader that closes the pipe, as head does, has read enough. stdio may have noticed
	 * that long before.
	 */
	bool left = poll(&reader, 1, 0) == 1 && reader.revents & (POLLERR | POLLHUP);
	bool lost = ferror(stdout);

	errno = 0;
	if ((!fclose(stdout) && !lost) || left || errno == EPIPE)
		return;
	fprintf(stderr, "nsgen: standard output: %s\n",
		errno ? g_strerror(errno) : "could not be written");
	_exit(STATUS_BUG);
}

/**
 * streams_open() - make sure that all three are open, and that lost output is reported
 *
 * open() returns the lowest free descriptor: with stdout closed, a file of the tree or a pipe to a
 * child would become stdout. The replacement for stdout cannot be written to, so that lost output
 * is still reported.
 */
void streams_open(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		if (open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY) != fd) {
			perror("nsgen: /dev/null");
			_exit(STATUS_BUG);
		}
	}
	atexit(stdout_close);
}
