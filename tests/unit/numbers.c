// SPDX-License-Identifier: GPL-2.0-only
#include "lib/error.h"
#include "lib/fs.h"
#include "spec/numbers.h"

#include <glib/gstdio.h>
#include <string.h>

#define FLAG(x) .of[NUMBER_FLAG].text = (x)
#define INUM(x) .of[NUMBER_INUM].text = (x)
#define ID(x) .of[NUMBER_ID].text = (x)
#define NR(x) .of[NUMBER_NR].text = (x)

static char *top;

static void put(const char *file, const char *text)
{
	g_autofree char *path = g_build_filename(top, file, NULL);
	g_autofree char *dir = g_path_get_dirname(path);

	g_mkdir_with_parents(dir, 0700);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

static struct spec *choose(struct numbers numbers, GError **err)
{
	g_autoptr(Source) source = source_directory(top);
	struct tree tree = { .path = top, .release = "1.0", .source = source };
	g_autoptr(Spec) spec = spec_new("foo", NULL, NULL);

	return numbers_choose(spec, &tree, &numbers, err) ? g_steal_pointer(&spec) : NULL;
}

static void expect(struct numbers numbers, const char *flag, const char *bit, const char *inum,
		   const char *id, const char *nr)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(Spec) spec = choose(numbers, &err);

	g_assert_no_error(err);
	g_assert_cmpstr(spec_get(spec, "flag_value"), ==, flag);
	g_assert_cmpstr(spec_get(spec, "flag_bit"), ==, bit);
	g_assert_cmpstr(spec_get(spec, "inum"), ==, inum);
	g_assert_cmpstr(spec_get(spec, "id"), ==, id);
	g_assert_cmpstr(spec_get(spec, "nr"), ==, nr);
}

static void refuse(struct numbers numbers, const char *says)
{
	g_autoptr(GError) err = NULL;

	g_assert_null(choose(numbers, &err));
	g_assert_error(err, NSGEN_ERROR, STATUS_USAGE);
	if (!strstr(err->message, says))
		g_error("'%s' does not say '%s'", err->message, says);
}

static void test_old(void)
{
	put("include/uapi/linux/sched.h",
	    "#define CLONE_VM\t0x00000100\n#define CLONE_NEWTIME\t0x00000080\t/* x */\n"
	    "#define CLONE_BIG\t(1ULL << 6)\n");
	put("include/linux/proc_ns.h", "enum {\n\tPROC_TIME_INIT_INO\t= 0xEFFFFFFAU,\n};\n");
	expect((struct numbers){ .kept = false }, "0x00000040", "6", "0xEFFFFFF6U", "", "");
	refuse((struct numbers){ ID("9") }, "does not support namespace ids");
	refuse((struct numbers){ NR("12") }, "does not support pidfd ioctls");
}

static void test_new(void)
{
	put("include/uapi/linux/sched.h",
	    "#define CLONE_NEWIMA\t0x00000040\n#define CLONE_NEWTIME\t0x00000080\n");
	put("include/uapi/linux/nsfs.h",
	    "enum init_ns_ino {\n\tMNT_NS_ANON_INO\t\t= 0xEFFFFFF7U,\n\tIMA_NS_INIT_INO\t= 0xEFFFFFF6U,\n};\n"
	    "enum init_ns_id {\n\tIPC_NS_INIT_ID\t= 1ULL,\n\tMNT_NS_INIT_ID\t\t= 8ULL,\n\tNS_LAST_INIT_ID\t= MNT_NS_INIT_ID,\n};\n");
	put("include/linux/proc_ns.h", "enum {\n\tPROC_IMA_INIT_INO\t= IMA_NS_INIT_INO,\n};\n");
	put("include/uapi/linux/pidfd.h",
	    "#define PIDFD_GET_INFO   _IOWR(PIDFS_IOCTL_MAGIC, 11, struct x)\n"
	    "#define PIDFD_GET_IMA_NAMESPACE _IO(PIDFS_IOCTL_MAGIC, 12)\n");
	expect((struct numbers){ .kept = false }, "0x00000020", "5", "0xEFFFFFF5U", "9", "13");
	expect((struct numbers){ FLAG("0x08"), INUM("0xEFFFFFF0"), ID("10"), NR("14") },
	       "0x00000008", "3", "0xEFFFFFF0U", "10", "14");
	refuse((struct numbers){ FLAG("0x40") }, "already used by CLONE_NEWIMA");
	refuse((struct numbers){ FLAG("0x60") }, "must be one bit");
	refuse((struct numbers){ FLAG("0") }, "must be one bit");
	refuse((struct numbers){ FLAG("0x80000000") }, "must be one bit");
	refuse((struct numbers){ FLAG("0x10") }, "overlaps SIGCHLD");
	refuse((struct numbers){ FLAG("0x1") }, "overlaps SIGCHLD");
	refuse((struct numbers){ FLAG("-64") }, "invalid number");
	refuse((struct numbers){ FLAG("0x40;id") }, "invalid number");
	refuse((struct numbers){ FLAG("") }, "invalid number");
	refuse((struct numbers){ FLAG("010") }, "ambiguous, octal or decimal; write 0x8");
	refuse((struct numbers){ FLAG("0100") }, "ambiguous, octal or decimal; write 0x40");
	refuse((struct numbers){ INUM("0xEFFFFFF6") }, "already used by IMA_NS_INIT_INO");
	refuse((struct numbers){ INUM("0xEFFFFFF7") }, "must be from");
	refuse((struct numbers){ INUM("0xF0000000") }, "must be from");
	refuse((struct numbers){ ID("8") }, "must be above 8");
	refuse((struct numbers){ NR("11") }, "must be from 12");
	refuse((struct numbers){ NR("12") }, "already used by PIDFD_GET_IMA_NAMESPACE");
	expect((struct numbers){ INUM("0xEFFFFFFA"), NR("2"), .assigned = TRUE }, "0x00000020", "5",
	       "0xEFFFFFFAU", "9", "2");
	refuse((struct numbers){ INUM("0xEFFFFFFA") }, "must be from");
	refuse((struct numbers){ NR("2") }, "must be from 12");
	refuse((struct numbers){ INUM("0xEFFFFFF7"), .assigned = TRUE },
	       "already used by MNT_NS_ANON_INO");
	refuse((struct numbers){ INUM("0xF0000000"), .assigned = TRUE }, "to 0xEFFFFFFF");
	refuse((struct numbers){ NR("11"), .assigned = TRUE }, "already used by PIDFD_GET_INFO");
	refuse((struct numbers){ NR("0"), .assigned = TRUE }, "must be from 1 to");
	refuse((struct numbers){ NR("14"), ID("3"), .assigned = TRUE }, "must be above 8");
	refuse((struct numbers){ .assigned = TRUE }, "no number given");
}

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	top = g_dir_make_tmp("nsgen-test-XXXXXX", NULL);
	g_test_add_func("/numbers/old", test_old);
	g_test_add_func("/numbers/new", test_new);
	status = g_test_run();
	remove_tree(top);
	g_free(top);
	return status;
}
