// SPDX-License-Identifier: GPL-2.0-only
/*
 * The boot battery: tests what user space can see of a namespace, on a running kernel.
 *
 * It is a static program, and the init of a kernel that boot-qemu or boot-uml starts. Its
 * parameters are on the kernel command line, or are arguments when it is not PID 1 (it writes to
 * /proc/sys/user then, so do not run it on your own machine):
 *
 * nsgen.names=NAME:FLAG:INUM[:NR],...  complete namespaces; INUM is that of the initial one,
 *                                      NR the number of PIDFD_GET_NAME_NAMESPACE
 * nsgen.off=NAME:FLAG,...              namespaces that are configured out
 * nsgen.cycles=N                       how many the cycles test creates (20000)
 *
 * It knows no namespaces but uts and ipc, the neighbours. Whether a kernel lacks a feature is found
 * by trying it with uts, and the test is then skipped; what uts has and the namespace lacks is a
 * failure. So the battery can be tried on uts itself, on any kernel.
 *
 * On a kernel with failslab, each allocation on the way to a namespace fails in turn; where
 * kmemleak is available, it is checked last.
 *
 * The output is KTAP. Each test runs in its own child, so that it cannot affect the next one.
 */
#define _GNU_SOURCE 1
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#if defined(__x86_64__) || defined(__i386__)
#include <sys/io.h>
#endif

/* Debian's headers are older than some of the kernels. */
#define NR_PIDFD_OPEN	434
#define NR_CLONE3	435
#define NR_LISTNS	470

#define NEW_TIME	0x00000080UL
#define CSIGNAL_MASK	0x000000ffUL

#define GET_USERNS	_IO(0xb7, 1)
#define GET_PARENT	_IO(0xb7, 2)
#define GET_NSTYPE	_IO(0xb7, 3)
#define GET_OWNER_UID	_IO(0xb7, 4)
#define GET_ID		_IOR(0xb7, 13, uint64_t)
#define PIDFD_GET(nr)	_IO(0xff, nr)
#define PIDFD_GET_UTS	10

#define NSFS_ROOT_FD	(-10003)
#define CURRENT_USER_NS	UINT64_MAX

#define DYNAMIC_INUM	0xf0000000UL
#define INUMS		1024
#define NOBODY		65534

#define FAILSLAB	"/sys/kernel/debug/failslab"
#define SLABS		"/sys/kernel/slab"
#define NODES		SLABS "/radix_tree_node"
#define KMEMLEAK	"/sys/kernel/debug/kmemleak"

#define MAX_NAMES	16
#define MAX_LIMITS	32
#define MAX_ENTRIES	32
#define MAX_IDS		4096

/* Exit statuses of the children that run the tests. */
enum { PASS, FAIL, SKIP = 4 };

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

struct ns {
	char name[24];
	unsigned long flag;
	unsigned long inum;
	long nr;
};

struct limit {
	char name[64];
	char value[32];
};

struct entry {
	char name[64];
	unsigned long inum;
};

static struct ns names[MAX_NAMES], offs[MAX_NAMES];
static int nr_names, nr_offs;
static unsigned long cycles = 20000;
static struct limit limits[MAX_LIMITS];
static int nr_limits;
/* Why a test failed or was skipped; written by the test's child, hence in shared memory. */
static char *why;
#define WHY_SIZE 512
/* The result of a call that was made in a separate process: also in shared memory. */
static struct outcome {
	int error;
	bool injected;
} *outcome;
static bool leaks_forgotten;
/* init may have another name than /init. */
static const char *self = "/proc/self/exe";

static const struct ns uts = { "uts", CLONE_NEWUTS, 0, PIDFD_GET_UTS };
static const struct ns ipc = { "ipc", CLONE_NEWIPC, 0, 2 };

/* All types but user, whose namespaces are not in the nsproxy. */
static const struct ns kinds[] = {
	{ "mnt", CLONE_NEWNS, 0, -1 },
	{ "uts", CLONE_NEWUTS, 0, -1 },
	{ "ipc", CLONE_NEWIPC, 0, -1 },
	{ "pid", CLONE_NEWPID, 0, -1 },
	{ "cgroup", CLONE_NEWCGROUP, 0, -1 },
	{ "net", CLONE_NEWNET, 0, -1 },
	{ "time", NEW_TIME, 0, -1 },
};

__attribute__((noreturn, format(printf, 2, 3)))
static void leave(int status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(why, WHY_SIZE, format, args);
	va_end(args);
	_exit(status);
}

#define fail(...) leave(FAIL, __VA_ARGS__)
#define skip(...) leave(SKIP, __VA_ARGS__)
#define must(condition, ...) do { if (!(condition)) fail(__VA_ARGS__); } while (0)

/* The call must fail with this errno. */
#define refused(call, error) do {								\
	errno = 0;										\
	if ((call) >= 0)									\
		fail("%s succeeds instead of failing with " #error, #call);			\
	if (errno != (error))									\
		fail("%s fails with '%s' instead of " #error, #call, strerror(errno));		\
} while (0)

#define works(call) do {									\
	if ((call) < 0)										\
		fail("%s: %s", #call, strerror(errno));						\
} while (0)

static bool is(const struct ns *a, const struct ns *b)
{
	return a->flag == b->flag;
}

/* A namespace other than the one under test. */
static const struct ns *neighbour(const struct ns *ns)
{
	return is(ns, &uts) ? &ipc : &uts;
}

static bool has_entry(const char *name)
{
	char path[96];
	char target[96];

	snprintf(path, sizeof(path), "/proc/self/ns/%s", name);
	return readlink(path, target, sizeof(target)) > 0;
}

/*
 * The inum that a link in /proc/PID/ns shows; the link must show the namespace's name, even if the
 * file is NAME_for_children.
 */
static unsigned long inum_at(const char *pid, const char *file, const char *name)
{
	char path[96], target[96], tail;
	unsigned long inum;
	size_t length = strlen(name);
	ssize_t got;

	snprintf(path, sizeof(path), "/proc/%s/ns/%s", pid, file);
	got = readlink(path, target, sizeof(target) - 1);
	if (got < 0)
		fail("readlink %s: %s", path, strerror(errno));
	target[got] = '\0';
	if (strncmp(target, name, length) ||
	    sscanf(target + length, ":[%lu%c", &inum, &tail) != 2 || tail != ']')
		fail("%s is '%s' and not %s:[...]", path, target, name);
	return inum;
}

/*
 * time and pid have a second file, which shows changes by unshare and setns at once; the first one
 * only shows them in children.
 */
static const char *held(const struct ns *ns)
{
	static char file[64];

	snprintf(file, sizeof(file), "%s_for_children", ns->name);
	if (!has_entry(file))
		snprintf(file, sizeof(file), "%s", ns->name);
	return file;
}

static unsigned long inum(const struct ns *ns)
{
	return inum_at("self", held(ns), ns->name);
}

static unsigned long inum_of(pid_t pid, const struct ns *ns)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", pid);
	return inum_at(number, ns->name, ns->name);
}

static int open_ns(const struct ns *ns)
{
	char path[96];
	int fd;

	snprintf(path, sizeof(path), "/proc/self/ns/%s", held(ns));
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fail("open %s: %s", path, strerror(errno));
	return fd;
}

static int open_ns_of(pid_t pid, const struct ns *ns)
{
	char path[96];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, ns->name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fail("open %s: %s", path, strerror(errno));
	return fd;
}

static unsigned long inode(int fd)
{
	struct stat st;

	works(fstat(fd, &st));
	return st.st_ino;
}

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	bool done = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return done;
}

static void enter_new(const struct ns *ns)
{
	if (unshare(ns->flag))
		fail("unshare(%s): %s", ns->name, strerror(errno));
}

/* A child that failed has already written the reason. */
static void join(pid_t pid)
{
	int status;

	works(waitpid(pid, &status, 0));
	if (!WIFEXITED(status))
		fail("a child of the test got signal %d", WTERMSIG(status));
	if (WEXITSTATUS(status))
		_exit(WEXITSTATUS(status));
}

/* For a child that cannot report the reason itself. */
static void join_or(pid_t pid, const char *otherwise)
{
	snprintf(why, WHY_SIZE, "%s", otherwise);
	join(pid);
	why[0] = '\0';
}

static pid_t start(void)
{
	pid_t pid = fork();

	if (pid < 0)
		fail("fork: %s", strerror(errno));
	return pid;
}

static pid_t start_sleeper(void)
{
	pid_t pid = start();

	if (!pid) {
		alarm(60);
		pause();
		_exit(FAIL);
	}
	return pid;
}

static void stop_sleeper(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/*
 * A process in a new namespace, while the caller stays in its own. It is really in the namespace,
 * even for a time namespace.
 */
static pid_t sleeper_in_new(const struct ns *ns)
{
	int old = open_ns(ns);
	pid_t pid;

	enter_new(ns);
	pid = start_sleeper();
	if (setns(old, 0))
		fail("setns back to the %s namespace at the start: %s", ns->name, strerror(errno));
	close(old);
	return pid;
}

static void become_nobody(void)
{
	works(setresgid(NOBODY, NOBODY, NOBODY));
	works(setresuid(NOBODY, NOBODY, NOBODY));
}

static void drop_capabilities(void)
{
	struct { uint32_t version; int pid; } header = { 0x20080522, 0 };
	struct {
		uint32_t effective, permitted, inheritable;
	} data[2] = { { 0, 0, 0 }, { 0, 0, 0 } };

	works(syscall(SYS_capset, &header, data));
}

static int pidfd_open_of(pid_t pid)
{
	return syscall(NR_PIDFD_OPEN, pid, 0);
}

static pid_t clone3_of(uint64_t flags)
{
	struct {
		uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls;
	} args = { .flags = flags, .exit_signal = SIGCHLD };

	return syscall(NR_CLONE3, &args, sizeof(args));
}

static void clone3_refused(uint64_t flags, int error)
{
	pid_t pid = clone3_of(flags);

	if (!pid)
		_exit(PASS);
	if (pid > 0)
		fail("clone3(0x%llx) works instead of failing with '%s'", (unsigned long long)flags,
		     strerror(error));
	if (errno != error)
		fail("clone3(0x%llx) fails with '%s' instead of '%s'", (unsigned long long)flags,
		     strerror(errno), strerror(error));
}

/* The link and the file. */

static void test_initial(const struct ns *ns)
{
	struct dirent *entry;
	DIR *dir = opendir("/proc/self/ns");
	int count = 0;
	unsigned long seen;

	must(dir, "no /proc/self/ns");
	while ((entry = readdir(dir)))
		count += !strcmp(entry->d_name, ns->name);
	must(count == 1, "/proc/self/ns lists %s %d times", ns->name, count);
	seen = inum_at("self", ns->name, ns->name);
	must(seen == ns->inum, "the initial namespace is %s:[%lu] and not [%lu]", ns->name, seen,
	     ns->inum);
	seen = inode(open_ns(ns));
	must(seen == ns->inum, "the file's inode is %lu and not %lu", seen, ns->inum);
	for (count = 0; count < nr_names; count++)
		must(is(&names[count], ns) || inum(&names[count]) != ns->inum,
		     "%s has the same inum", names[count].name);
}

static void test_unshare(const struct ns *ns)
{
	unsigned long first, second, third;

	first = inum(ns);
	enter_new(ns);
	second = inum(ns);
	must(second != first, "unshare leaves %s:[%lu]", ns->name, first);
	must(second >= DYNAMIC_INUM, "the new one is [%lu], in the range of the initial ones",
	     second);
	must(inode(open_ns(ns)) == second, "link and inode differ");
	/* The first one is still held by the parent; the second one may be freed by this call. */
	enter_new(ns);
	third = inum(ns);
	must(third != first, "unshare leads back to the first namespace");
}

static void test_inherit(const struct ns *ns)
{
	unsigned long mine;
	pid_t pid;

	enter_new(ns);
	mine = inum(ns);
	pid = start();
	if (!pid) {
		unsigned long its = inum_at("self", ns->name, ns->name);

		must(its == mine, "a child is in [%lu], its parent in [%lu]", its, mine);
		must(inum(ns) == mine, "a child of the child would be elsewhere");
		_exit(PASS);
	}
	join(pid);
}

static void test_exec(const struct ns *ns)
{
	char file[32], mine[32];
	pid_t pid;

	enter_new(ns);
	snprintf(mine, sizeof(mine), "%lu", inum(ns));
	snprintf(file, sizeof(file), "%s", ns->name);
	pid = start();
	if (!pid) {
		/* See main(). */
		execl(self, self, "--is-in", file, mine, (char *)NULL);
		_exit(FAIL);
	}
	join_or(pid, "exec fails or leads to another namespace");
}

static int list_entries(struct entry *entries)
{
	struct dirent *entry;
	DIR *dir = opendir("/proc/self/ns");
	int count = 0;

	must(dir, "no /proc/self/ns");
	while ((entry = readdir(dir)) && count < MAX_ENTRIES) {
		char real[64], *tail;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(real, sizeof(real), "%.63s", entry->d_name);
		tail = strstr(real, "_for_children");
		if (tail)
			*tail = '\0';
		snprintf(entries[count].name, sizeof(entries[count].name), "%.63s", entry->d_name);
		entries[count++].inum = inum_at("self", entry->d_name, real);
	}
	closedir(dir);
	return count;
}

static void test_alone(const struct ns *ns)
{
	static struct entry before[MAX_ENTRIES], after[MAX_ENTRIES];
	const struct ns *other = neighbour(ns);
	unsigned long mine;
	int count, i;

	count = list_entries(before);
	enter_new(ns);
	must(list_entries(after) == count, "unshare changes the list of namespaces");
	for (i = 0; i < count; i++)
		if (strcmp(before[i].name, held(ns)))
			must(before[i].inum == after[i].inum, "unshare(%s) changes %s", ns->name,
			     before[i].name);
	mine = inum(ns);
	enter_new(other);
	must(inum(ns) == mine, "unshare(%s) changes %s", other->name, ns->name);
	for (i = 0; i < nr_names; i++) {
		if (is(&names[i], ns))
			continue;
		enter_new(&names[i]);
		must(inum(ns) == mine, "unshare(%s) changes %s", names[i].name, ns->name);
	}
}

static void test_together(const struct ns *ns)
{
	unsigned long flags = ns->flag | neighbour(ns)->flag;
	static unsigned long before[MAX_NAMES];
	unsigned long mine = inum(ns), other = inum(neighbour(ns));
	int i;

	for (i = 0; i < nr_names; i++) {
		before[i] = inum(&names[i]);
		flags |= names[i].flag;
	}
	if (unshare(flags))
		fail("unshare(0x%lx): %s", flags, strerror(errno));
	must(inum(ns) != mine && inum(neighbour(ns)) != other, "unshare(0x%lx) leaves one of them",
	     flags);
	for (i = 0; i < nr_names; i++)
		must(inum(&names[i]) != before[i], "unshare(0x%lx) leaves %s", flags,
		     names[i].name);
}

static void test_zombie(const struct ns *ns)
{
	char path[96], target[96];
	int expected, got;
	siginfo_t info;
	pid_t pid;

	must(has_entry(ns->name), "no /proc/self/ns/%s", ns->name);
	pid = start();
	/* A zombie has no nsproxy any more; looking at its namespaces must not crash. */
	if (!pid)
		_exit(PASS);
	works(waitid(P_PID, pid, &info, WEXITED | WNOWAIT));
	errno = 0;
	snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, neighbour(ns)->name);
	expected = readlink(path, target, sizeof(target)) < 0 ? errno : 0;
	snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, ns->name);
	got = readlink(path, target, sizeof(target)) < 0 ? errno : 0;
	must(got == expected, "a zombie's link gives '%s', its neighbour '%s'", strerror(got),
	     strerror(expected));
	must(got, "a zombie's link still works");
	refused(open(path, O_RDONLY), expected);
	join(pid);
}

/* setns. */

static void setns_back(const struct ns *ns, int type)
{
	unsigned long first = inum(ns), second;
	int old = open_ns(ns), new;

	enter_new(ns);
	second = inum(ns);
	new = open_ns(ns);
	works(setns(old, type));
	must(inum(ns) == first, "setns says that it works and leaves the namespace");
	works(setns(new, type));
	must(inum(ns) == second, "the second setns leaves the namespace");
	works(setns(new, type));
	must(inum(ns) == second, "setns to where one is changes the namespace");
}

static void test_setns_any(const struct ns *ns)
{
	setns_back(ns, 0);
}

static void test_setns_type(const struct ns *ns)
{
	setns_back(ns, ns->flag);
}

static void test_setns_mismatch(const struct ns *ns)
{
	int old = open_ns(ns);
	unsigned long mine;

	enter_new(ns);
	mine = inum(ns);
	refused(setns(old, neighbour(ns)->flag), EINVAL);
	refused(setns(old, ns->flag | neighbour(ns)->flag), EINVAL);
	refused(setns(open_ns(neighbour(ns)), ns->flag), EINVAL);
	must(inum(ns) == mine, "a setns that fails changes the namespace");
}

static void need_setns_pidfd(void)
{
	int fd = pidfd_open_of(getpid());

	if (fd < 0 || setns(fd, uts.flag))
		skip("uts cannot do setns by pidfd");
	close(fd);
}

static void test_setns_pidfd(const struct ns *ns)
{
	const struct ns *other = neighbour(ns);
	unsigned long mine = inum(ns), others = inum(other), its;
	int fd, old = open_ns(ns);
	pid_t pid;

	need_setns_pidfd();
	pid = sleeper_in_new(ns);
	its = inum_of(pid, ns);
	must(its != mine && inum(ns) == mine, "the processes are where they should not be");
	works(fd = pidfd_open_of(pid));
	if (setns(fd, ns->flag))
		fail("setns(pidfd, 0x%lx): %s", ns->flag, strerror(errno));
	/* Without a case in validate_nsset(), setns returns 0 and does nothing. */
	must(inum(ns) == its, "setns by pidfd says that it works and leaves the namespace");
	works(setns(old, 0));
	works(setns(fd, ns->flag | other->flag));
	must(inum(ns) == its && inum(other) == others, "setns by pidfd of two: %s is [%lu]",
	     ns->name, inum(ns));
	works(setns(old, 0));
	works(setns(fd, other->flag));
	must(inum(ns) == mine, "setns by pidfd with the flag of %s changes %s", other->name,
	     ns->name);
	stop_sleeper(pid);
	refused(setns(fd, ns->flag), ESRCH);
}

/* Rights. */

static void test_eperm_unshare(const struct ns *ns)
{
	unsigned long mine = inum(ns);
	pid_t pid = start();

	if (!pid) {
		drop_capabilities();
		refused(unshare(ns->flag), EPERM);
		_exit(PASS);
	}
	join(pid);
	become_nobody();
	refused(unshare(ns->flag), EPERM);
	must(inum(ns) == mine, "an unshare that fails changes the namespace");
}

static void test_eperm_setns(const struct ns *ns)
{
	int old = open_ns(ns), new;
	unsigned long mine;
	pid_t pid;

	enter_new(ns);
	new = open_ns(ns);
	mine = inum(ns);
	pid = start();
	if (!pid) {
		drop_capabilities();
		refused(setns(old, ns->flag), EPERM);
		refused(setns(new, 0), EPERM);
		_exit(PASS);
	}
	join(pid);
	become_nobody();
	refused(setns(old, 0), EPERM);
	refused(setns(old, ns->flag), EPERM);
	refused(setns(new, 0), EPERM);
	must(inum(ns) == mine, "a setns that fails changes the namespace");
}

static void need_user_ns(void)
{
	pid_t pid = start();

	if (!pid) {
		become_nobody();
		_exit(unshare(CLONE_NEWUSER | uts.flag) ? SKIP : PASS);
	}
	join_or(pid, "uts cannot be had in an unprivileged user namespace");
}

static void test_user_ns(const struct ns *ns)
{
	unsigned long first = inum(ns), second;
	struct stat user;
	int old = open_ns(ns), new, owner;

	need_user_ns();
	become_nobody();
	if (unshare(CLONE_NEWUSER | ns->flag))
		fail("unshare(CLONE_NEWUSER | %s) of an unprivileged user: %s", ns->name,
		     strerror(errno));
	second = inum(ns);
	must(second != first, "the namespace stays the initial one");
	new = open_ns(ns);
	works(owner = ioctl(new, GET_USERNS));
	works(stat("/proc/self/ns/user", &user));
	must(inode(owner) == user.st_ino,
	     "it is not owned by the user namespace that was made with it");
	enter_new(ns);
	works(setns(new, ns->flag));
	must(inum(ns) == second, "setns inside the user namespace leaves the namespace");
	/* All capabilities, but not in the user namespace that owns the other one. */
	refused(setns(old, 0), EPERM);
	refused(ioctl(old, GET_USERNS), EPERM);
}

/* ioctls of the file. */

static void test_ioctls(const struct ns *ns)
{
	struct stat user;
	uid_t uid;
	int round, fd, owner;

	works(stat("/proc/self/ns/user", &user));
	for (round = 0; round < 2; round++) {
		fd = open_ns(ns);
		works(owner = ioctl(fd, GET_USERNS));
		must(inode(owner) == user.st_ino, "NS_GET_USERNS gives another user namespace");
		must(ioctl(fd, GET_NSTYPE) == (int)ns->flag, "NS_GET_NSTYPE is 0x%x and not 0x%lx",
		     ioctl(fd, GET_NSTYPE), ns->flag);
		refused(ioctl(fd, GET_PARENT), EINVAL);
		refused(ioctl(fd, GET_OWNER_UID, &uid), EINVAL);
		enter_new(ns);
	}
}

static void test_pidfd_ioctl(const struct ns *ns)
{
	unsigned long its;
	pid_t pid;
	int pidfd, fd;

	works(pidfd = pidfd_open_of(getpid()));
	if (ioctl(pidfd, PIDFD_GET(PIDFD_GET_UTS), 0) < 0)
		skip("uts has no such ioctl");
	if (ns->nr < 0)
		skip("its number was not given");
	pid = sleeper_in_new(ns);
	its = inum_of(pid, ns);
	works(pidfd = pidfd_open_of(pid));
	fd = ioctl(pidfd, PIDFD_GET(ns->nr), 0);
	if (fd < 0)
		fail("ioctl(pidfd, %ld): %s", ns->nr, strerror(errno));
	must(inode(fd) == its, "the ioctl gives [%lu] and not [%lu]", inode(fd), its);
	must(ioctl(fd, GET_NSTYPE) == (int)ns->flag, "the ioctl gives another type of namespace");
	works(setns(fd, ns->flag));
	must(inum(ns) == its, "setns with what the ioctl gives leaves the namespace");
	stop_sleeper(pid);
	refused(ioctl(pidfd, PIDFD_GET(ns->nr), 0), ESRCH);
}

/* clone3. */

static void need_clone3(void)
{
	pid_t pid = clone3_of(uts.flag);

	if (!pid)
		_exit(PASS);
	if (pid < 0)
		skip("uts cannot do clone3");
	join(pid);
}

static void test_clone3(const struct ns *ns)
{
	unsigned long mine = inum(ns);
	pid_t pid;

	need_clone3();
	pid = clone3_of(ns->flag);
	if (!pid) {
		unsigned long its = inum_at("self", ns->name, ns->name);

		must(its != mine, "the child is in its parent's namespace");
		must(inum(ns) == its, "the child's children would be elsewhere");
		_exit(PASS);
	}
	if (pid < 0)
		fail("clone3(0x%lx): %s", ns->flag, strerror(errno));
	join(pid);
	must(inum(ns) == mine, "clone3 changes the parent's namespace");
}

static void test_clone3_eperm(const struct ns *ns)
{
	need_clone3();
	become_nobody();
	clone3_refused(ns->flag, EPERM);
}

static void test_clone3_signal(const struct ns *ns)
{
	unsigned long known = NEW_TIME, bit;
	int i;

	need_clone3();
	for (i = 0; i < nr_names; i++)
		known |= names[i].flag;
	/* The low byte was clone's exit signal; user space counts on clone3 refusing it. */
	clone3_refused(SIGCHLD, EINVAL);
	clone3_refused(ns->flag | SIGCHLD, EINVAL);
	for (bit = 1; bit & CSIGNAL_MASK; bit <<= 1)
		if (!(bit & known))
			clone3_refused(bit, EINVAL);
}

/* Limits. */

static void limit_path(char *path, size_t size, const char *name)
{
	snprintf(path, size, "/proc/sys/user/%s", name);
}

static bool read_limit(const char *name, char *value, size_t size)
{
	char path[128];
	ssize_t got;
	int fd;

	limit_path(path, sizeof(path), name);
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return false;
	got = read(fd, value, size - 1);
	close(fd);
	if (got < 0)
		return false;
	value[got] = '\0';
	return true;
}

static bool write_limit(const char *name, const char *value)
{
	char path[128];
	bool done;
	int fd;

	limit_path(path, sizeof(path), name);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		return false;
	done = write(fd, value, strlen(value)) == (ssize_t)strlen(value);
	close(fd);
	return done;
}

static void limit_name(char *name, size_t size, const struct ns *ns)
{
	snprintf(name, size, "max_%s_namespaces", ns->name);
}

static void save_limits(void)
{
	struct dirent *entry;
	DIR *dir = opendir("/proc/sys/user");

	while (dir && (entry = readdir(dir)) && nr_limits < MAX_LIMITS) {
		struct limit *limit = &limits[nr_limits];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(limit->name, sizeof(limit->name), "%.63s", entry->d_name);
		nr_limits += read_limit(limit->name, limit->value, sizeof(limit->value));
	}
	if (dir)
		closedir(dir);
}

/* The limits are the only state that tests share. */
static void restore_limits(void)
{
	int i;

	for (i = 0; i < nr_limits; i++)
		write_limit(limits[i].name, limits[i].value);
}

static void set_limit(const struct ns *ns, const char *value)
{
	char name[64];

	limit_name(name, sizeof(name), ns);
	if (!write_limit(name, value))
		fail("cannot write %s to %s: %s", value, name, strerror(errno));
}

static void need_limits(void)
{
	char name[64], value[32];

	limit_name(name, sizeof(name), &uts);
	if (!read_limit(name, value, sizeof(value)))
		skip("uts has no limit");
}

static void others_unchanged(const char *but)
{
	char value[32];
	int i;

	for (i = 0; i < nr_limits; i++) {
		if (!strcmp(limits[i].name, but))
			continue;
		must(read_limit(limits[i].name, value, sizeof(value)), "%s is gone",
		     limits[i].name);
		must(!strcmp(value, limits[i].value), "writing %s changes %s", but, limits[i].name);
	}
}

static void test_limit(const struct ns *ns)
{
	unsigned long mine = inum(ns);
	char name[64], value[32];
	pid_t pid;

	need_limits();
	limit_name(name, sizeof(name), ns);
	must(read_limit(name, value, sizeof(value)), "no /proc/sys/user/%s", name);
	must(atol(value) > 0, "%s is %s", name, value);
	set_limit(ns, "0");
	refused(unshare(ns->flag), ENOSPC);
	must(inum(ns) == mine, "an unshare over the limit changes the namespace");
	clone3_refused(ns->flag, ENOSPC);
	/* One at a time: the second cannot be created if the first is still charged. */
	set_limit(ns, "1");
	enter_new(ns);
	set_limit(ns, value);
	enter_new(ns);
	enter_new(ns);
	others_unchanged(name);
	pid = start();
	if (!pid) {
		need_user_ns();
		/*
		 * Each user namespace has its own count, and the limits of its parents apply as
		 * well.
		 */
		set_limit(ns, "0");
		become_nobody();
		works(unshare(CLONE_NEWUSER));
		refused(unshare(ns->flag), ENOSPC);
		_exit(PASS);
	}
	join(pid);
}

/*
 * If the enum of counters and the table of names are off by one row, the wrong type is limited;
 * this happened in Linux 5.6.
 */
static void test_limit_rows(const struct ns *ns)
{
	char value[32], name[64];
	bool inotify;
	int i, fd;

	need_limits();
	limit_name(name, sizeof(name), ns);
	inotify = read_limit("max_inotify_instances", value, sizeof(value));
	set_limit(ns, "0");
	others_unchanged(name);
	enter_new(neighbour(ns));
	for (i = 0; i < nr_names; i++)
		if (!is(&names[i], ns))
			enter_new(&names[i]);
	if (inotify) {
		works(fd = inotify_init1(0));
		works(inotify_add_watch(fd, "/", IN_CREATE));
		close(fd);
	}
	restore_limits();
	for (i = 0; i < nr_limits; i++)
		if (strcmp(limits[i].name, name))
			must(write_limit(limits[i].name, "0"), "cannot write 0 to %s",
			     limits[i].name);
	enter_new(ns);
	refused(unshare(neighbour(ns)->flag), ENOSPC);
	for (i = 0; i < nr_names; i++)
		if (!is(&names[i], ns))
			refused(unshare(names[i].flag), ENOSPC);
	if (inotify)
		refused(inotify_init1(0), EMFILE);
}

/* nsfs. */

static void test_bind(const struct ns *ns)
{
	char source[96], line[512], expected[64];
	unsigned long first = inum(ns), its;
	bool shown = false;
	pid_t pid;
	FILE *file;
	int fd;

	works(unshare(CLONE_NEWNS));
	works(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL));
	if (mkdir("/nsgen", 0700) && errno != EEXIST)
		fail("mkdir /nsgen: %s", strerror(errno));
	works(fd = open("/nsgen/ns", O_CREAT | O_WRONLY, 0600));
	close(fd);
	pid = sleeper_in_new(ns);
	its = inum_of(pid, ns);
	snprintf(source, sizeof(source), "/proc/%d/ns/%s", pid, ns->name);
	works(mount(source, "/nsgen/ns", NULL, MS_BIND, NULL));
	/* From here on only the mount holds a reference. */
	stop_sleeper(pid);
	snprintf(expected, sizeof(expected), " %s:[%lu] /nsgen/ns ", ns->name, its);
	file = fopen("/proc/self/mountinfo", "r");
	must(file, "no mountinfo");
	while (fgets(line, sizeof(line), file))
		shown |= !!strstr(line, expected);
	fclose(file);
	must(shown, "mountinfo has no '%s'", expected);
	works(fd = open("/nsgen/ns", O_RDONLY));
	must(inode(fd) == its, "the file that is mounted has another inode");
	works(setns(fd, ns->flag));
	must(inum(ns) == its && its != first, "setns through the mount leads elsewhere");
	close(fd);
	works(umount("/nsgen/ns"));
	must(inum(ns) == its, "the namespace goes with its mount");
}

struct handle {
	struct file_handle head;
	unsigned char body[MAX_HANDLE_SZ];
};

static bool get_handle(int fd, struct handle *handle)
{
	int mount_id;

	memset(handle, 0, sizeof(*handle));
	handle->head.handle_bytes = MAX_HANDLE_SZ;
	return !name_to_handle_at(fd, "", &handle->head, &mount_id, AT_EMPTY_PATH);
}

static int open_handle(struct handle *handle)
{
	return open_by_handle_at(NSFS_ROOT_FD, &handle->head, O_RDONLY);
}

static void need_handles(void)
{
	struct handle handle;
	int fd = open_ns(&uts), again;

	if (!get_handle(fd, &handle))
		skip("uts has no file handles");
	again = open_handle(&handle);
	if (again < 0)
		skip("uts cannot be opened by handle");
	close(fd);
	close(again);
}

static void test_handle(const struct ns *ns)
{
	struct handle handle;
	int fd = open_ns(ns), i, again;

	need_handles();
	must(get_handle(fd, &handle), "name_to_handle_at: %s", strerror(errno));
	for (i = 0; i < 1000; i++) {
		works(again = open_handle(&handle));
		must(inode(again) == ns->inum, "the handle opens [%lu]", inode(again));
		must(ioctl(again, GET_NSTYPE) == (int)ns->flag, "the handle opens another type");
		close(again);
	}
	works(again = open_handle(&handle));
	works(setns(again, ns->flag));
}

/*
 * Closing a handle must drop its reference: a leaked one keeps the inum, and the next namespace
 * gets a higher one.
 */
static void test_handle_release(const struct ns *ns)
{
	unsigned long before, after;
	struct handle handle;
	int i, channel[2];
	pid_t pid;

	need_handles();
	works(pipe(channel));
	enter_new(ns);
	before = inum(ns);
	for (i = 0; i < 200; i++) {
		pid = start();
		if (!pid) {
			int fd, again;

			enter_new(ns);
			fd = open_ns(ns);
			must(get_handle(fd, &handle), "name_to_handle_at: %s", strerror(errno));
			works(again = open_handle(&handle));
			must(inode(again) == inum(ns), "the handle opens another one");
			works(write(channel[1], &handle, sizeof(handle)));
			_exit(PASS);
		}
		join(pid);
		must(read(channel[0], &handle, sizeof(handle)) == sizeof(handle), "no handle");
	}
	usleep(200000);
	refused(open_handle(&handle), ESTALE);
	enter_new(ns);
	after = inum(ns);
	must(after < before + 100,
	     "after 200 namespaces that were opened by handle the inum is %ld higher",
	     (long)(after - before));
}

static void test_handle_eperm(const struct ns *ns)
{
	struct handle own, foreign;
	pid_t pid, child;

	need_handles();
	must(get_handle(open_ns(ns), &own), "name_to_handle_at: %s", strerror(errno));
	pid = sleeper_in_new(ns);
	must(get_handle(open_ns_of(pid, ns), &foreign), "name_to_handle_at: %s", strerror(errno));
	works(open_handle(&foreign));
	child = start();
	if (!child) {
		become_nobody();
		works(open_handle(&own));
		/* nsfs returns EPERM, and exportfs turns every error but ENOMEM into ESTALE. */
		must(open_handle(&foreign) < 0, "an unprivileged process opens another one's");
		must(errno == ESTALE || errno == EPERM, "another one's: %s", strerror(errno));
		_exit(PASS);
	}
	join(child);
	stop_sleeper(pid);
}

/* listns. */

static long list_ns(uint32_t type, uint64_t user_ns_id, uint64_t *ids)
{
	struct {
		uint32_t size, spare;
		uint64_t ns_id;
		uint32_t ns_type, spare2;
		uint64_t user_ns_id;
	} request = { .size = 32, .ns_type = type, .user_ns_id = user_ns_id };

	return syscall(NR_LISTNS, &request, ids, (size_t)MAX_IDS, 0);
}

/* How often an id is listed. */
static int listed(uint32_t type, uint64_t user_ns_id, uint64_t id)
{
	static uint64_t ids[MAX_IDS];
	long count = list_ns(type, user_ns_id, ids), i;
	int found = 0;

	if (count < 0)
		fail("listns(0x%x): %s", type, strerror(errno));
	for (i = 0; i < count; i++)
		found += ids[i] == id;
	return found;
}

static void need_listns(void)
{
	static uint64_t ids[MAX_IDS];

	if (list_ns(uts.flag, 0, ids) <= 0)
		skip("uts is not listed");
}

static uint64_t id_at(const char *path)
{
	uint64_t id = 0;
	int fd;

	works(fd = open(path, O_RDONLY));
	works(ioctl(fd, GET_ID, &id));
	must(id, "%s has the id 0", path);
	close(fd);
	return id;
}

static uint64_t id_of(pid_t pid, const struct ns *ns)
{
	char path[96];

	snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, ns->name);
	return id_at(path);
}

static void test_listns(const struct ns *ns)
{
	uint64_t mine, its;
	pid_t pid;

	need_listns();
	mine = id_of(getpid(), ns);
	must(listed(ns->flag, 0, mine) == 1, "the initial one is listed %d times",
	     listed(ns->flag, 0, mine));
	must(!listed(neighbour(ns)->flag, 0, mine), "the initial one is listed as %s",
	     neighbour(ns)->name);
	pid = sleeper_in_new(ns);
	its = id_of(pid, ns);
	must(its != mine, "the new one has the id of the initial one");
	must(listed(ns->flag, 0, its) == 1, "a new one is listed %d times",
	     listed(ns->flag, 0, its));
	must(listed(ns->flag, 0, mine) == 1, "the initial one is not listed any more");
	/* listns handles a union of two types by a different path than a single type. */
	must(listed(ns->flag | neighbour(ns)->flag, 0, its) == 1,
	     "a new one is not listed with its neighbours");
	must(listed(ns->flag, CURRENT_USER_NS, its) == 1,
	     "a new one is not listed for the user namespace");
	stop_sleeper(pid);
	usleep(200000);
	must(!listed(ns->flag, 0, its), "it is listed after its last process");
}

static void test_listns_all(const struct ns *ns)
{
	uint64_t mine, its;
	struct dirent *entry;
	DIR *dir;
	pid_t pid;

	need_listns();
	mine = id_of(getpid(), ns);
	/* An id shared by two namespaces would be listed twice. */
	must(listed(0, 0, mine) == 1, "the initial one's id is listed %d times",
	     listed(0, 0, mine));
	dir = opendir("/proc/self/ns");
	must(dir, "no /proc/self/ns");
	while ((entry = readdir(dir))) {
		char path[300];

		if (entry->d_name[0] == '.' || !strncmp(entry->d_name, ns->name, strlen(ns->name)))
			continue;
		snprintf(path, sizeof(path), "/proc/self/ns/%s", entry->d_name);
		must(id_at(path) != mine, "%s has the same id", entry->d_name);
	}
	closedir(dir);
	pid = sleeper_in_new(ns);
	its = id_of(pid, ns);
	must(listed(0, 0, its) == 1, "a new one is listed %d times", listed(0, 0, its));
	stop_sleeper(pid);
}

static void test_listns_nobody(const struct ns *ns)
{
	uint64_t mine, its;
	pid_t pid, child;

	need_listns();
	mine = id_of(getpid(), ns);
	pid = sleeper_in_new(ns);
	its = id_of(pid, ns);
	child = start();
	if (!child) {
		become_nobody();
		must(listed(ns->flag, 0, mine) == 1,
		     "an unprivileged process does not see its own");
		must(!listed(ns->flag, 0, its), "an unprivileged process sees others");
		_exit(PASS);
	}
	join(child);
	stop_sleeper(pid);
}

/* Cycles. */

#define BATCH 8

/* Several namespaces per process, and vfork: measure the namespaces and not the processes. */
__attribute__((noinline))
static pid_t batch(unsigned long flag, unsigned long count, int back)
{
	pid_t pid = vfork();

	if (!pid) {
		while (count--)
			if (unshare(flag) || (count % 2 && back >= 0 && setns(back, 0)))
				_exit(errno);
		_exit(0);
	}
	return pid;
}

static void run_cycles(const struct ns *ns, unsigned long count, int back)
{
	unsigned long done = 0, more;
	int status, tries = 0;

	while (done < count) {
		pid_t pid;

		more = count - done < BATCH ? count - done : BATCH;
		pid = batch(ns->flag, more, back);
		if (pid < 0)
			fail("vfork after %lu cycles: %s", done, strerror(errno));
		works(waitpid(pid, &status, 0));
		if (WIFEXITED(status) && !WEXITSTATUS(status)) {
			done += more;
			continue;
		}
		/* Some are freed and uncharged by a worker, which needs CPU time for it. */
		if (WIFEXITED(status) && WEXITSTATUS(status) == ENOSPC && tries++ < 100) {
			usleep(20000);
			continue;
		}
		if (WIFEXITED(status))
			fail("after %lu cycles: %s", done, strerror(WEXITSTATUS(status)));
		fail("after %lu cycles: signal %d", done, WTERMSIG(status));
	}
}

static long slab_now(void)
{
	char line[128];
	long kilobytes = -1;
	FILE *file = fopen("/proc/meminfo", "r");

	must(file, "no /proc/meminfo");
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "Slab: %ld", &kilobytes) == 1)
			break;
	fclose(file);
	must(kilobytes > 0, "/proc/meminfo has no Slab");
	return kilobytes;
}

/* KASAN holds on to megabytes of freed memory, and releases it when its cache is shrunk. */
static void shrink_caches(void)
{
	DIR *dir = opendir(SLABS);
	struct dirent *entry;
	char path[300];

	while (dir && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), SLABS "/%s/shrink", entry->d_name);
		if (entry->d_name[0] != '.')
			write_file(path, "1");
	}
	if (dir)
		closedir(dir);
}

/* RCU and workers free memory late, so take the minimum over a second. */
static long slab(void)
{
	long least, now;
	int i;

	usleep(200000);
	shrink_caches();
	least = slab_now();
	for (i = 0; i < 10; i++) {
		usleep(100000);
		now = slab_now();
		if (now < least)
			least = now;
	}
	return least;
}

/*
 * Do not use unshare here: on old kernels vfork does not work once the time namespace for children
 * is a different one.
 */
static unsigned long inum_of_new(const struct ns *ns)
{
	pid_t pid = sleeper_in_new(ns);
	unsigned long its = inum_of(pid, ns);

	stop_sleeper(pid);
	return its;
}

static void test_cycles(const struct ns *ns)
{
	/*
	 * The smallest object that can leak, an nsproxy, has 64 bytes, and half of the cycles may
	 * be correct. Up to 120 kB of growth were seen without a leak, so with fewer than 10000
	 * cycles leaks of objects are found only by their limit and their inum.
	 */
	long bound = 256 + cycles * 12 / 1024, before, growth;
	static uint64_t ids[MAX_IDS];
	unsigned long first, last;
	char name[64], value[32];
	long listed_before;
	int back = open_ns(ns);

	/*
	 * setns to a time namespace requires a single-threaded process, and vfork's child shares
	 * the memory of its parent.
	 */
	if (strcmp(held(ns), ns->name))
		back = -1;
	limit_name(name, sizeof(name), ns);
	if (read_limit(name, value, sizeof(value)))
		set_limit(ns, "64");
	run_cycles(ns, cycles / 10 + 100, back);
	listed_before = list_ns(ns->flag, 0, ids);
	first = inum_of_new(ns);
	before = slab();
	run_cycles(ns, cycles, back);
	growth = slab() - before;
	must(growth <= bound, "%lu times unshare and exit take %ld kB of slab, more than %ld",
	     cycles, growth, bound);
	last = inum_of_new(ns);
	must(last < first + 64 + cycles / 4, "inums are not given back: %lu after %lu", last,
	     first);
	if (listed_before > 0) {
		usleep(200000);
		/* One sleeper may be just exiting. */
		must(list_ns(ns->flag, 0, ids) <= listed_before + 1, "dead ones are listed");
	}
	snprintf(why, WHY_SIZE, "%lu cycles, %ld kB of slab", cycles, growth);
}

/* Failing allocations. */

struct way {
	int (*call)(const struct way *way);
	unsigned long flags;
	int fd;
	/* The least number of allocations that must be made to fail. */
	int least;
};

static int way_unshare(const struct way *way)
{
	return unshare(way->flags);
}

static int way_clone3(const struct way *way)
{
	pid_t pid = clone3_of(way->flags);

	if (!pid)
		_exit(PASS);
	return pid;
}

static int way_setns(const struct way *way)
{
	return setns(way->fd, way->flags);
}

static void set_failslab(const char *file, const char *value)
{
	char path[96];

	snprintf(path, sizeof(path), FAILSLAB "/%s", file);
	must(write_file(path, value), "cannot write %s to %s: %s", value, path, strerror(errno));
}

static void need_failslab(void)
{
	if (access("/proc/thread-self/fail-nth", W_OK))
		skip("this kernel has no fail-nth");
	if (access(FAILSLAB, F_OK))
		skip("this kernel has no " FAILSLAB);
	/* By default allocations that may sleep are spared, and all of these may. */
	set_failslab("ignore-gfp-wait", "N");
	set_failslab("cache-filter", "N");
	set_failslab("probability", "0");
	/* An injected failure is not a kernel problem to report. */
	set_failslab("verbose", "0");
}

/*
 * Try this call in a separate process with its nth allocation failing. A failure without any effect
 * is not an error: some allocations are retried. Returns the errno; injected says whether the call
 * had that many allocations.
 */
static int go(const struct way *way, int nth, bool *injected)
{
	static struct entry before[MAX_ENTRIES], after[MAX_ENTRIES];
	char number[16];
	pid_t pid;

	snprintf(number, sizeof(number), "%d", nth);
	outcome->error = -1;
	pid = start();
	if (!pid) {
		int fd, count, result, i;

		count = list_entries(before);
		works(fd = open("/proc/thread-self/fail-nth", O_RDWR));
		works(pwrite(fd, number, strlen(number), 0));
		errno = 0;
		result = way->call(way);
		outcome->error = result < 0 ? errno : 0;
		memset(number, 0, sizeof(number));
		works(pread(fd, number, sizeof(number) - 1, 0));
		works(pwrite(fd, "0", 1, 0));
		outcome->injected = !atoi(number);
		if (outcome->error) {
			must(list_entries(after) == count,
			     "a call that fails changes the list of namespaces");
			for (i = 0; i < count; i++)
				must(after[i].inum == before[i].inum,
				     "a call that fails with '%s' changes %s",
				     strerror(outcome->error), after[i].name);
		} else if (way->call == way_clone3) {
			join(result);
		}
		_exit(PASS);
	}
	join(pid);
	*injected = outcome->injected;
	return outcome->error;
}

/* All types of namespaces that this call can create together. */
static unsigned long all_flags(const struct ns *ns, int (*call)(const struct way *))
{
	unsigned long flags = ns->flag;
	bool injected;
	int i;

	for (i = 0; i < COUNT(kinds); i++) {
		struct way way = { call, kinds[i].flag, -1, 0 };

		if (!go(&way, 0, &injected))
			flags |= kinds[i].flag;
	}
	for (i = 0; i < nr_names; i++)
		flags |= names[i].flag;
	return flags;
}

/*
 * With a limit of one, one namespace can be created: nothing is left over from failed calls. This
 * also finds a leaked reference, because the namespace is then never freed and stays charged. Some
 * are freed by workers, so retry.
 */
static void account_is_back(const struct ns *ns)
{
	struct way way = { way_unshare, ns->flag, -1, 0 };
	char name[64], value[32];
	bool injected;
	int error, i;

	limit_name(name, sizeof(name), ns);
	if (!read_limit(name, value, sizeof(value)))
		return;
	set_limit(ns, "1");
	for (i = 0; i < 300; i++) {
		error = go(&way, 0, &injected);
		if (!error)
			break;
		usleep(100000);
	}
	must(!error, "after calls that failed there is no room for one %s namespace: %s", ns->name,
	     strerror(error));
	set_limit(ns, "0");
	error = go(&way, 0, &injected);
	must(error == ENOSPC,
	     "after calls that failed there is room for a %s namespace that the limit forbids",
	     ns->name);
	write_limit(name, value);
}

static int nr_flags(unsigned long flags)
{
	return __builtin_popcountl(flags);
}

/* Let each allocation of the call fail, one per round. The caller looks for what is left over. */
static int fail_each(const struct way *way)
{
	int nth, error, failed = 0, unharmed = 0;
	bool injected;

	for (nth = 1; nth < 5000; nth++) {
		error = go(way, nth, &injected);
		if (!injected) {
			must(!error, "without any failing allocation: %s", strerror(error));
			break;
		}
		/* Some of the neighbours turn it into another errno. */
		must(!error || error == ENOMEM || nr_flags(way->flags) > 1,
		     "when allocation %d fails the call fails with '%s'", nth, strerror(error));
		if (error)
			failed++;
		else
			unharmed++;
	}
	must(nth < 5000, "there is no end of allocations");
	must(failed >= way->least, "only %d allocations could be made to fail", failed);
	snprintf(why, WHY_SIZE,
		 "%d allocations: the call fails with %d of them, and does without %d", nth - 1,
		 failed, unharmed);
	return failed;
}

static void test_failing(const struct ns *ns, const struct way *way, int rounds)
{
	unsigned long first, last;
	static char said[WHY_SIZE];
	int i;

	account_is_back(ns);
	first = inum_of_new(ns);
	for (i = 0; i < rounds; i++)
		fail_each(way);
	memcpy(said, why, WHY_SIZE);
	for (i = 0; i < COUNT(kinds); i++)
		if (way->flags & kinds[i].flag)
			account_is_back(&kinds[i]);
	for (i = 0; i < nr_names; i++)
		account_is_back(&names[i]);
	account_is_back(ns);
	last = inum_of_new(ns);
	/* The lowest free inum is used next. */
	must(last < first + rounds,
	     "calls that failed did not give their inums back: %lu after %lu", last, first);
	memcpy(why, said, WHY_SIZE);
}

static void test_failing_unshare(const struct ns *ns)
{
	/* At least the nsproxy and the namespace itself. */
	struct way way = { way_unshare, ns->flag, -1, 2 };

	need_failslab();
	test_failing(ns, &way, 16);
}

/* On UML, flush_tlb_mm() uses an mm identity that a failed fork has not set up yet. */
static void need_forks_that_fail(void)
{
	char line[128];
	FILE *file = fopen("/proc/cpuinfo", "r");

	while (file && fgets(line, sizeof(line), file))
		if (strstr(line, "User Mode Linux"))
			skip("User Mode Linux itself does not live through a fork that fails");
	if (file)
		fclose(file);
}

static void test_failing_clone3(const struct ns *ns)
{
	struct way way = { way_clone3, ns->flag, -1, 2 };

	need_failslab();
	need_clone3();
	need_forks_that_fail();
	test_failing(ns, &way, 4);
}

/*
 * This reaches every label of the unwinding, with every namespace that may or may not exist when
 * the label is jumped to.
 */
static void test_failing_all(const struct ns *ns)
{
	struct way way = { way_unshare, 0, -1, 0 };

	need_failslab();
	way.flags = all_flags(ns, way.call);
	way.least = nr_flags(way.flags) + 1;
	test_failing(ns, &way, 2);
}

static void test_failing_clone3_all(const struct ns *ns)
{
	struct way way = { way_clone3, 0, -1, 0 };

	need_failslab();
	need_clone3();
	need_forks_that_fail();
	way.flags = all_flags(ns, way.call);
	way.least = nr_flags(way.flags) + 1;
	test_failing(ns, &way, 1);
}

static void test_failing_setns(const struct ns *ns)
{
	struct way way = { way_setns, ns->flag, -1, 1 };
	pid_t pid;

	need_failslab();
	pid = sleeper_in_new(ns);
	way.fd = open_ns_of(pid, ns);
	fail_each(&way);
	close(way.fd);
	stop_sleeper(pid);
	account_is_back(ns);
}

static void test_failing_setns_pidfd(const struct ns *ns)
{
	struct way way = { way_setns, ns->flag | neighbour(ns)->flag, -1, 1 };
	pid_t pid;

	need_failslab();
	need_setns_pidfd();
	pid = sleeper_in_new(ns);
	works(way.fd = pidfd_open_of(pid));
	fail_each(&way);
	close(way.fd);
	stop_sleeper(pid);
	account_is_back(ns);
}

/*
 * Failing to allocate an inum. The kernel tries that twice, so a single failure does no harm. But a
 * bitmap holds 1024 inums, the first inum of the second bitmap makes the tree of bitmaps grow, and
 * its nodes have their own cache. So neighbours take all inums of the first bitmap, and then all
 * allocations from that cache fail.
 */
static void test_failing_inum(const struct ns *ns)
{
	const struct ns *other = neighbour(ns);
	const struct rlimit files = { 2 * INUMS, 2 * INUMS };
	struct way way = { way_unshare, ns->flag, -1, 0 };
	unsigned long last = 0;
	bool injected;
	int i, error, fd;
	char set;

	need_failslab();
	/* On old kernels it is read-only, and set by slub_debug=A,radix_tree_node. */
	write_file(NODES "/failslab", "1");
	works(fd = open(NODES "/failslab", O_RDONLY));
	if (read(fd, &set, 1) != 1 || set != '1')
		skip(NODES "/failslab is not 1 and cannot be written");
	close(fd);
	set_limit(other, "10000");
	works(setrlimit(RLIMIT_NOFILE, &files));
	account_is_back(ns);
	for (i = 0; i < INUMS && last < DYNAMIC_INUM + INUMS - 1; i++) {
		enter_new(other);
		open_ns(other);
		last = inum(other);
	}
	must(last == DYNAMIC_INUM + INUMS - 1, "the first %d inums are taken, up to %lu", INUMS,
	     last);
	set_failslab("interval", "1");
	set_failslab("times", "-1");
	set_failslab("task-filter", "Y");
	set_failslab("cache-filter", "Y");
	set_failslab("probability", "100");
	must(write_file("/proc/self/make-it-fail", "1"), "cannot write /proc/self/make-it-fail");
	for (i = 0; i < 16; i++) {
		error = go(&way, 0, &injected);
		must(error == ENOMEM, "without an inum the call gives '%s'", strerror(error));
	}
	set_failslab("probability", "0");
	account_is_back(ns);
}

/* Leaks. */

static bool scan(void)
{
	return write_file(KMEMLEAK, "scan");
}

/* kmemleak does not report objects younger than five seconds, or changed since the last scan. */
static void scan_twice(void)
{
	usleep(6000000);
	scan();
	usleep(500000);
	scan();
}

/* What has leaked before the tests is not their fault. */
static void forget_leaks(void)
{
	if (access(KMEMLEAK, W_OK) || !scan())
		return;
	scan_twice();
	write_file(KMEMLEAK, "clear");
	leaks_forgotten = true;
}

static void test_leaks(const struct ns *ns)
{
	char line[256];
	int count = 0, lines = 0;
	FILE *file;

	(void)ns;
	if (access(KMEMLEAK, W_OK))
		skip("this kernel has no kmemleak");
	must(leaks_forgotten, "kmemleak does not scan");
	scan_twice();
	file = fopen(KMEMLEAK, "r");
	must(file, "cannot read " KMEMLEAK);
	while (fgets(line, sizeof(line), file)) {
		bool first = !strncmp(line, "unreferenced object", 19);

		count += first;
		/* Print the first one in full, with its backtrace. */
		if (count <= 2 && lines++ < 60)
			printf("# %s", line);
	}
	fclose(file);
	fflush(stdout);
	must(scan(), "kmemleak has given up");
	must(!count, "kmemleak has found %d objects that nothing refers to", count);
}

/* Configured out. */

static void test_off_link(const struct ns *ns)
{
	must(has_entry(uts.name), "not even uts is there");
	must(!has_entry(ns->name), "/proc/self/ns/%s is there", ns->name);
}

static void test_off_unshare(const struct ns *ns)
{
	enter_new(&uts);
	refused(unshare(ns->flag), EINVAL);
	refused(unshare(ns->flag | uts.flag), EINVAL);
}

static void test_off_clone3(const struct ns *ns)
{
	need_clone3();
	clone3_refused(ns->flag, EINVAL);
}

static void test_off_setns(const struct ns *ns)
{
	int fd = open_ns(&uts);

	refused(setns(fd, ns->flag), EINVAL);
	need_setns_pidfd();
	works(fd = pidfd_open_of(getpid()));
	refused(setns(fd, ns->flag), EINVAL);
	refused(setns(fd, ns->flag | uts.flag), EINVAL);
}

struct test {
	const char *what;
	void (*run)(const struct ns *ns);
	unsigned int seconds;
};

static const struct test tests[] = {
	{ "/proc/self/ns has the initial one", test_initial, 60 },
	{ "unshare", test_unshare, 60 },
	{ "a child inherits it", test_inherit, 60 },
	{ "exec keeps it", test_exec, 60 },
	{ "others stay when it changes", test_alone, 60 },
	{ "unshare of several at once", test_together, 60 },
	{ "a zombie has none", test_zombie, 60 },
	{ "setns by fd, any type", test_setns_any, 60 },
	{ "setns by fd, its type", test_setns_type, 60 },
	{ "setns by fd, another type is EINVAL", test_setns_mismatch, 60 },
	{ "setns by pidfd", test_setns_pidfd, 60 },
	{ "unshare without CAP_SYS_ADMIN is EPERM", test_eperm_unshare, 60 },
	{ "setns without CAP_SYS_ADMIN is EPERM", test_eperm_setns, 60 },
	{ "in a child user namespace", test_user_ns, 60 },
	{ "ioctls", test_ioctls, 60 },
	{ "pidfd ioctl", test_pidfd_ioctl, 60 },
	{ "clone3", test_clone3, 60 },
	{ "clone3 without CAP_SYS_ADMIN is EPERM", test_clone3_eperm, 60 },
	{ "clone3 with a signal in its flags is EINVAL", test_clone3_signal, 60 },
	{ "limit", test_limit, 60 },
	{ "limit: the right row", test_limit_rows, 60 },
	{ "bind mount", test_bind, 60 },
	{ "file handle", test_handle, 60 },
	{ "file handle: references", test_handle_release, 60 },
	{ "file handle: rights", test_handle_eperm, 60 },
	{ "listns", test_listns, 60 },
	{ "listns of all types", test_listns_all, 60 },
	{ "listns without rights", test_listns_nobody, 60 },
	{ "failing allocations: unshare", test_failing_unshare, 600 },
	{ "failing allocations: unshare of all types", test_failing_all, 3000 },
	{ "failing allocations: clone3", test_failing_clone3, 600 },
	{ "failing allocations: clone3 of all types", test_failing_clone3_all, 3000 },
	{ "failing allocations: setns by fd", test_failing_setns, 600 },
	{ "failing allocations: setns by pidfd", test_failing_setns_pidfd, 600 },
	{ "failing allocations: the inum", test_failing_inum, 600 },
	{ "cycles", test_cycles, 0 },
	{ "no leaks", test_leaks, 600 },
};

static const struct test off_tests[] = {
	{ "off: not in /proc/self/ns", test_off_link, 60 },
	{ "off: unshare is EINVAL", test_off_unshare, 60 },
	{ "off: clone3 is EINVAL", test_off_clone3, 60 },
	{ "off: setns is EINVAL", test_off_setns, 60 },
};

static int number, failures;

static void run(const struct test *test, const struct ns *ns)
{
	int status;
	pid_t pid;

	why[0] = '\0';
	number++;
	fflush(stdout);
	pid = fork();
	if (!pid) {
		/* A failed test may leave children; they are killed with its process group. */
		setpgid(0, 0);
		alarm(test->seconds);
		test->run(ns);
		_exit(PASS);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid) {
		snprintf(why, WHY_SIZE, "the test cannot be started: %s", strerror(errno));
		status = 0x100;
	}
	if (pid > 0)
		kill(-pid, SIGKILL);
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	restore_limits();
	if (WIFSIGNALED(status))
		snprintf(why, WHY_SIZE, "signal %d%s", WTERMSIG(status),
			 WTERMSIG(status) == SIGALRM ? ": it takes too long" : "");
	if (WIFEXITED(status) && WEXITSTATUS(status) == SKIP) {
		printf("ok %d - %s: %s # SKIP %s\n", number, ns->name, test->what, why);
		return;
	}
	if (WIFEXITED(status) && WEXITSTATUS(status) == PASS) {
		printf("ok %d - %s: %s\n", number, ns->name, test->what);
	} else {
		printf("not ok %d - %s: %s\n", number, ns->name, test->what);
		failures++;
	}
	if (why[0])
		printf("# %s\n", why);
}

__attribute__((noreturn))
static void finish(bool pass)
{
	fflush(stdout);
	if (getpid() != 1)
		exit(pass ? 0 : 1);
	/* The serial line is buffered, and qemu does not wait for the buffer. */
	tcdrain(STDOUT_FILENO);
#if defined(__x86_64__) || defined(__i386__)
	/* isa-debug-exit: qemu's status is twice the value plus one, 33 or 5. */
	if (!ioperm(0xf4, 4, 1))
		outb(pass ? 0x10 : 0x02, 0xf4);
#endif
	/*
	 * Not under qemu. A failing init makes the kernel panic, which User Mode Linux turns into
	 * an exit status.
	 */
	if (pass)
		reboot(RB_POWER_OFF);
	exit(1);
}

__attribute__((noreturn))
static void bail_out(const char *what, const char *value)
{
	printf("Bail out! %s%s\n", what, value);
	finish(false);
}

static bool number_field(char **at, unsigned long *value)
{
	char *end;

	if (**at != ':')
		return false;
	errno = 0;
	*value = strtoul(*at + 1, &end, 0);
	if (end == *at + 1 || errno)
		return false;
	*at = end;
	return true;
}

static int parse(char *list, struct ns *into, bool with_inum)
{
	char *save, *item;
	int count = 0;

	for (item = strtok_r(list, ",", &save); item; item = strtok_r(NULL, ",", &save)) {
		struct ns *ns = &into[count];
		size_t length = strcspn(item, ":");
		char *at = item + length;
		unsigned long nr;

		if (count == MAX_NAMES || !length || length >= sizeof(ns->name))
			bail_out("too many namespaces or a bad name: ", item);
		memcpy(ns->name, item, length);
		ns->name[length] = '\0';
		if (!number_field(&at, &ns->flag) || !ns->flag ||
		    (with_inum && !number_field(&at, &ns->inum)))
			bail_out("not NAME:FLAG:INUM[:NR]: ", item);
		ns->nr = -1;
		if (with_inum && number_field(&at, &nr))
			ns->nr = nr;
		if (*at)
			bail_out("not NAME:FLAG:INUM[:NR]: ", item);
		count++;
	}
	return count;
}

static void take(char *argument)
{
	char *end;

	if (!strncmp(argument, "nsgen.names=", 12)) {
		nr_names = parse(argument + 12, names, true);
	} else if (!strncmp(argument, "nsgen.off=", 10)) {
		nr_offs = parse(argument + 10, offs, false);
	} else if (!strncmp(argument, "nsgen.cycles=", 13)) {
		cycles = strtoul(argument + 13, &end, 0);
		if (!cycles || *end)
			bail_out("bad number of cycles: ", argument + 13);
	}
}

static void take_command_line(void)
{
	static char line[4096];
	char *save, *word;
	ssize_t got;
	int fd = open("/proc/cmdline", O_RDONLY);

	if (fd < 0)
		bail_out("no /proc/cmdline", "");
	got = read(fd, line, sizeof(line) - 1);
	close(fd);
	line[got > 0 ? got : 0] = '\0';
	for (word = strtok_r(line, " \n", &save); word; word = strtok_r(NULL, " \n", &save))
		take(word);
}

/* When running as init, nothing else has been set up. */
static void be_init(void)
{
	if (fcntl(STDOUT_FILENO, F_GETFD) < 0) {
		/* An initramfs that was built without root has no device nodes. */
		mkdir("/dev", 0755);
		mknod("/dev/console", S_IFCHR | 0600, makedev(5, 1));
		open("/dev/console", O_RDWR);
		dup(0);
		dup(0);
	}
	mkdir("/proc", 0555);
	mkdir("/sys", 0555);
	mount("proc", "/proc", "proc", 0, NULL);
	mount("sysfs", "/sys", "sysfs", 0, NULL);
	mount("debugfs", "/sys/kernel/debug", "debugfs", 0, NULL);
}

int main(int argc, char **argv)
{
	int i, j;

	why = mmap(NULL, WHY_SIZE + sizeof(*outcome), PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (why == MAP_FAILED)
		return 1;
	outcome = (struct outcome *)(why + WHY_SIZE);
	/* test_exec() starts this: is the process in that namespace? */
	if (argc == 4 && !strcmp(argv[1], "--is-in"))
		return inum_at("self", argv[2], argv[2]) == strtoul(argv[3], NULL, 10) ? PASS :
											 FAIL;
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (getpid() == 1) {
		be_init();
		puts("KTAP version 1");
		take_command_line();
	} else {
		puts("KTAP version 1");
		for (i = 1; i < argc; i++)
			take(argv[i]);
	}
	if (!nr_names && !nr_offs)
		bail_out("nothing to do: nsgen.names= and nsgen.off= are empty", "");
	/* Every test that may be skipped tries uts first. */
	if (!has_entry(uts.name) || !has_entry(ipc.name))
		bail_out("this kernel has no uts or no ipc namespace to compare with", "");
	save_limits();
	forget_leaks();
	printf("1..%d\n", nr_names * COUNT(tests) + nr_offs * COUNT(off_tests));
	for (i = 0; i < nr_names; i++)
		for (j = 0; j < COUNT(tests); j++)
			run(&tests[j], &names[i]);
	for (i = 0; i < nr_offs; i++)
		for (j = 0; j < COUNT(off_tests); j++)
			run(&off_tests[j], &offs[i]);
	printf("# %d of %d failed\n", failures, number);
	finish(!failures);
}
