// SPDX-License-Identifier: GPL-2.0-only
/*
 * A ptrace() to preload for User Mode Linux kernels up to about 6.12.
 *
 * UML keeps the floating point registers of its processes in a buffer of fixed size, HOST_FP_SIZE.
 * The processor's state can be larger, for example with AMX. When it is read, the kernel returns as
 * much as fits; when it is written, the kernel requires the whole state, so UML's first process
 * dies with "ptrace set fp regs failed, errno = 14". This ptrace() appends the missing rest to
 * UML's part, from the current registers of the process: UML does not switch processes by changing
 * the registers of one.
 *
 * Kernels that ask the processor for the size do not need this.
 */
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/uio.h>

#ifndef NT_X86_XSTATE
#define NT_X86_XSTATE 0x202
#endif

typedef long ptrace_function(enum __ptrace_request request, pid_t pid, void *addr, void *data);

static ptrace_function *next;
/* Not on the stack: UML's stacks are small. There is one caller at a time. */
static unsigned char whole[1 << 16] __attribute__((aligned(64)));

__attribute__((constructor))
static void find_next(void)
{
	void *found = dlsym(RTLD_NEXT, "ptrace");

	memcpy(&next, &found, sizeof(next));
}

static long set_whole(pid_t pid, const struct iovec *part)
{
	struct iovec state = { whole, sizeof(whole) };
	void *type = (void *)NT_X86_XSTATE;

	if (next(PTRACE_GETREGSET, pid, type, &state) < 0)
		return -1;
	if (part->iov_len >= state.iov_len) {
		errno = EFAULT;
		return -1;
	}
	memcpy(whole, part->iov_base, part->iov_len);
	return next(PTRACE_SETREGSET, pid, type, &state);
}

long ptrace(enum __ptrace_request request, ...);

long ptrace(enum __ptrace_request request, ...)
{
	void *addr, *data;
	va_list args;
	long result;
	pid_t pid;

	va_start(args, request);
	pid = va_arg(args, pid_t);
	addr = va_arg(args, void *);
	data = va_arg(args, void *);
	va_end(args);
	result = next(request, pid, addr, data);
	if (result < 0 && errno == EFAULT && request == PTRACE_SETREGSET &&
	    addr == (void *)NT_X86_XSTATE)
		return set_whole(pid, data);
	return result;
}
