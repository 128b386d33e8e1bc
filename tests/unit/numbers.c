// SPDX-License-Identifier: GPL-2.0-only
#include "lib/error.h"
#include "lib/fs.h"
#include "spec/numbers.h"
#include "spec/written.h"

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

#define SCHED "include/uapi/linux/sched.h"
#define NSFS "include/uapi/linux/nsfs.h"
#define PROC_NS "include/linux/proc_ns.h"
#define PIDFD "include/uapi/linux/pidfd.h"

static const char *const sched = "#define CSIGNAL\t0x000000ff\n"
				 "#define CLONE_VM\t0x00000100\n%s"
				 "#define CLONE_NEWTIME\t0x00000080\n"
				 "#define CLONE_ARGS_SIZE_VER0 64\n"
				 "#define SCHED_FLAG_UTIL_CLAMP_MAX 0x40\n";
static const char *const inos = "enum init_ns_ino {\n"
				"\tMNT_NS_INIT_INO\t\t= 0xEFFFFFF8U,\n"
				"#ifdef __KERNEL__\n\tMNT_NS_ANON_INO\t\t= 0xEFFFFFF7U,\n#endif\n"
				"%s};\n";
static const char *const ids = "enum init_ns_id {\n\tIPC_NS_INIT_ID\t= 1ULL,\n"
			       "\tMNT_NS_INIT_ID\t= 8ULL,\n%s"
			       "#ifdef __KERNEL__\n\tNS_LAST_INIT_ID\t= MNT_NS_INIT_ID,\n"
			       "#endif\n};\n";
static const char *const ioctls =
	"#define PIDFD_NONBLOCK O_NONBLOCK\n#define PIDFS_IOCTL_MAGIC 0xFF\n"
	"#define PIDFD_GET_UTS_NAMESPACE _IO(PIDFS_IOCTL_MAGIC, 10)\n"
	"#define PIDFD_GET_INFO _IOWR(PIDFS_IOCTL_MAGIC, 11, struct pidfd_info)\n%s";

/* A tree like 7.2, with lines of a vendor's in one of the files. */
static void put_tree(const char *file, const char *lines)
{
	g_autofree char *nsfs = g_strconcat(inos, ids, NULL);
	const struct {
		const char *file, *text;
	} files[] = { { SCHED, sched }, { PIDFD, ioctls } };

	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		const char *more = !strcmp(file, files[i].file) ? lines : "";
		g_auto(GStrv) parts = g_strsplit(files[i].text, "%s", 2);
		g_autofree char *text = g_strconcat(parts[0], more, parts[1], NULL);

		put(files[i].file, text);
	}
	{
		g_auto(GStrv) parts = g_strsplit(nsfs, "%s", 3);
		g_autofree char *text = g_strconcat(parts[0], strcmp(file, "ino") ? "" : lines,
						    parts[1], strcmp(file, "id") ? "" : lines,
						    parts[2], strcmp(file, NSFS) ? "" : lines,
						    NULL);

		put(NSFS, text);
	}
	put(PROC_NS, strcmp(file, PROC_NS) ? "" : lines);
	put("include/linux/sched/task.h",
	    strcmp(file, "include/linux/sched/task.h") ? "" : lines);
}

/* The numbers that are chosen; for a refusal, the error. */
static char *chosen(const char *file, const char *lines)
{
	g_autoptr(GError) err = NULL;
	g_autoptr(Spec) spec = NULL;

	put_tree(file, lines);
	spec = choose((struct numbers){ .kept = false }, &err);
	if (!spec)
		return g_strdup(err->message);
	return g_strdup_printf("%s %s %s %s", spec_get(spec, "flag_value"),
			       spec_get(spec, "inum"), spec_get(spec, "id"), spec_get(spec, "nr"));
}

static void expect_chosen(const char *file, const char *lines, const char *wanted)
{
	g_autofree char *said = chosen(file, lines);

	if (!g_str_has_prefix(said, wanted))
		g_error("%s, not %s, with:\n%s", said, wanted, lines);
}

#define FREE "0x00000040 0xEFFFFFF6U 9 12"
#define NO_FLAG "0x00000020 0xEFFFFFF6U 9 12"
#define NO_INUM "0x00000040 0xEFFFFFF5U 9 12"
#define NO_ID "0x00000040 0xEFFFFFF6U 10 12"
#define NO_NR "0x00000040 0xEFFFFFF6U 9 13"
#define ODD "cannot be evaluated"

/* Each place of a number that is taken, with each spelling of it in place of %s. */
static void test_spellings(void)
{
	static const struct {
		guint64 number;
		const char *file, *line, *wanted;
	} kinds[] = {
		{ 0x40, SCHED, "#define CLONE_NEWVND %s\n", NO_FLAG },
		{ 0x40, SCHED, "# define\tCLONE_VND \\\n\t%s /* vendor */\n", NO_FLAG },
		{ 0x40, SCHED, "enum { CLONE_A, VND = %s };\n", NO_FLAG },
		{ 0x40, SCHED, "#define NEW_VND %s\n", NO_FLAG },
		{ 0x40, SCHED, "#define VND(x) (x)\n#define CLONE_VND VND(%s)\n", NO_FLAG },
		{ 0x40, SCHED, "#ifdef X\n#define CLONE_X %s\n#else\n#define CLONE_X 0\n#endif\n",
		  NO_FLAG },
		{ 0x40, SCHED, "#if 1\n#define CLONE_X %s\n#endif\n", NO_FLAG },
		{ 0x40, SCHED, "#define CLONE_X 0x400\n#define CLONE_X %s\n", NO_FLAG },
		{ 0x40, SCHED, "#define UNSHARE_VND %s\n", NO_FLAG },
		{ 0x40, SCHED, "#define VND %s\n#define CLONE_X (VND | 0x400)\n", NO_FLAG },
		{ 0x40, "include/linux/sched/task.h", "#define CLONE_NEWVND %s\n", NO_FLAG },
		{ 0x40, NSFS, "enum ns_type {\n\tTIME_NS = 0x80,\n\tVND_NS = %s,\n};\n",
		  NO_FLAG },
		{ 0xEFFFFFF6, "ino", "\tVND_NS_INIT_INO\t= %s,\n", NO_INUM },
		{ 0xEFFFFFF6, "ino", "\tVND = %s\n", NO_INUM },
		{ 0xEFFFFFF5, "ino", "\tVND_NS_BASE_INO = %s,\n\tVND_NS_INIT_INO,\n",
		  "0x00000040 0xEFFFFFF4U" },
		{ 0xEFFFFFF6, NSFS, "#define VND_INODE %s\n", NO_INUM },
		{ 0xEFFFFFF6, PROC_NS, "#define PROC_VND_INIT_INO %s\n", NO_INUM },
		{ 0xEFFFFFF6, PROC_NS, "enum {\n\tPROC_VND_INIT_INO = %s\n};\n", NO_INUM },
		{ 9, "id", "\tVND_NS_INIT_ID\t= %s,\n", NO_ID },
		{ 9, "id", "\tVND = %s,\n", NO_ID },
		{ 8, "id", "\tVND_NS_OLD_ID = %s,\n\tVND_NS_INIT_ID,\n", NO_ID },
		{ 9, "id", "#ifdef X\n\tVND_NS_INIT_ID = %s,\n#endif\n", NO_ID },
		{ 12, PIDFD, "#define PIDFD_GET_VND_NAMESPACE _IO(PIDFS_IOCTL_MAGIC, %s)\n",
		  NO_NR },
		{ 12, PIDFD, "#define PIDFD_VND _IOW(PIDFS_IOCTL_MAGIC, %s, int)\n", NO_NR },
		{ 12, PIDFD, "#define PIDFD_VND _IOR(0xff, %s, __u64)\n", NO_NR },
		{ 12, PIDFD,
		  "#define PIDFD_VND \\\n\t_IOWR ( PIDFS_IOCTL_MAGIC ,\\\n\t\t%s, struct x)\n",
		  NO_NR },
		{ 12, PIDFD, "#define VND(n) _IO(PIDFS_IOCTL_MAGIC, (n))\n#define PIDFD_VND VND(%s)\n",
		  NO_NR },
		{ 12, PIDFD, "enum { PIDFD_VND = _IO(PIDFS_IOCTL_MAGIC, %s) };\n", NO_NR },
		{ 12, PIDFD, "#define MAGIC PIDFS_IOCTL_MAGIC\n#define PIDFD_VND _IO(MAGIC, %s)\n",
		  NO_NR },
		{ 12, PIDFD, "#define PIDFD_VND (0xFF00 | %s)\n", NO_NR },
	};
	static const char *const spellings[] = {
		"%" G_GUINT64_FORMAT,
		"%" G_GUINT64_FORMAT "ULL",
		"0x%" G_GINT64_MODIFIER "x",
		"0X%" G_GINT64_MODIFIER "X",
		"0x%" G_GINT64_MODIFIER "xUL",
		"0x000%" G_GINT64_MODIFIER "x",
		"0%" G_GINT64_MODIFIER "o",
		"(0x%" G_GINT64_MODIFIER "x)",
		"((__u32)0x%" G_GINT64_MODIFIER "xu)",
		"UL(%" G_GUINT64_FORMAT ")",
		"(%" G_GUINT64_FORMAT "U + 9 - 9)",
		"(~~%" G_GUINT64_FORMAT ")",
		"(1 ? 0x%" G_GINT64_MODIFIER "x : 0)",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_auto(GStrv) parts = g_strsplit(kinds[i].line, "%s", 2);

		for (size_t n = 0; n < G_N_ELEMENTS(spellings); n++) {
			g_autofree char *number = g_strdup_printf(spellings[n], kinds[i].number);
			g_autofree char *lines = g_strconcat(parts[0], number, parts[1], NULL);

			expect_chosen(kinds[i].file, lines, kinds[i].wanted);
		}
	}
}

/* Spellings that are only for some numbers, values that cannot be known, and what is none. */
static void test_others(void)
{
	static const struct {
		const char *file, *lines, *wanted;
	} rows[] = {
		{ SCHED, "#define CLONE_NEWVND (1 << 6)\n", NO_FLAG },
		{ SCHED, "#define CLONE_NEWVND BIT(6)\n", NO_FLAG },
		{ SCHED, "#define CLONE_NEWVND _BITUL(6)\n", NO_FLAG },
		{ SCHED, "#define CLONE_NEWVND (CLONE_NEWTIME >> 1)\n", NO_FLAG },
		{ SCHED, "#define CLONE_NEWVND (CSIGNAL & 0x40)\n", NO_FLAG },
		{ SCHED, "#define CLONE_A GENMASK(6, 5)\n", "0x00000008" },
		{ "ino", "\tVND_NS_INIT_INO = MNT_NS_ANON_INO - 1,\n", NO_INUM },
		{ "ino", "\tVND_NS_INIT_INO = (0xEFFFFFFFU - 9),\n", NO_INUM },
		{ "ino", "\tVND_NS_INIT_INO = -268435466,\n", NO_INUM },
		{ PROC_NS, "enum { PROC_A = MNT_NS_ANON_INO - 1 };\n", NO_INUM },
		{ "id", "\tVND_NS_INIT_ID = MNT_NS_INIT_ID + 1,\n", NO_ID },
		{ "id", "\tVND_NS_INIT_ID,\n", NO_ID },
		{ PIDFD, "#define PIDFD_VND _IO(PIDFS_IOCTL_MAGIC, '\\f')\n", NO_NR },
		{ PIDFD, "#define PIDFD_VND _IO(PIDFS_IOCTL_MAGIC, 014)\n", NO_NR },
		{ PIDFD, "#define PIDFD_VND _IOC(_IOC_WRITE, PIDFS_IOCTL_MAGIC, 12, 4)\n", NO_NR },
		/* What may be any number. */
		{ SCHED, "\n#define CLONE_NEWVND VND_BIT\n", SCHED ":4: CLONE_NEWVND: value " ODD },
		{ SCHED, "#define CLONE_NEWVND __builtin_ffs(6)\n",
		  SCHED ":3: CLONE_NEWVND: value " ODD },
		{ SCHED, "#define CLONE_NEWVND (1 << 64)\n", SCHED ":3: CLONE_NEWVND: value " ODD },
		{ "ino", "\tVND_NS_INIT_INO = VND(1),\n", NSFS ":6: VND_NS_INIT_INO: value " ODD },
		{ "ino", "\tVND_INO(1)\n", NSFS ":6: VND_INO: value " ODD },
		{ PROC_NS, "#define PROC_VND_INO VND\n", PROC_NS ":1: PROC_VND_INO: value " ODD },
		{ "id", "\tVND_NS_INIT_ID = VND,\n", NSFS ":10: VND_NS_INIT_ID: value " ODD },
		{ PIDFD, "#define PIDFD_VND _IO(PIDFS_IOCTL_MAGIC, VND)\n",
		  PIDFD ":5: PIDFD_VND: value " ODD },
		{ PIDFD, "#define PIDFD_VND _IO(VND, 12)\n", PIDFD ":5: PIDFD_VND: value " ODD },
		{ PIDFD, "#define V(n) _IO(VND, n)\n#define PIDFD_VND V(12)\n",
		  PIDFD ":6: PIDFD_VND: value " ODD },
		/* What is no such number. */
		{ SCHED, "/* #define CLONE_NEWVND 0x40 */\n// CLONE_X (1 << 6)\n", FREE },
		{ SCHED, "#if 0\n#define CLONE_NEWVND 0x40\n#endif\n", FREE },
		{ SCHED, "#define CLONE_NAME \"CLONE_X 0x40\"\n", FREE },
		{ SCHED, "#define CLONE_FLAG(x) (0x40 | x)\n#define CLONE_X\n", FREE },
		{ SCHED, "#define CLONE_CLEAR_SIGHAND 0x100000000ULL\n#define CLONE_Y (1ULL << 36)\n",
		  FREE },
		{ SCHED, "#define CLONE_NEWX CLONE_NEWTIME\n#define CLONE_ALL 0xffffffffULL\n",
		  FREE },
		{ "include/linux/sched/task.h", "#define CLONE_LEGACY_FLAGS 0xffffffffULL\n",
		  FREE },
		{ "include/linux/sched/task.h", "#define TASK_X 0x40\n", FREE },
		{ NSFS, "#define NS_X_VER0 sizeof(struct x)\n#define NS_ANY 0xffffffffffffffff\n",
		  FREE },
		{ NSFS, "enum { NSFS_A = 0x40, NSFS_B = VND };\n", FREE },
		{ PIDFD, "#define PIDFD_SELF -10000\n#define PIDFD_X O_EXCL\n", FREE },
		{ PIDFD, "#define PIDFD_Y (1UL << 3)\n", FREE },
		{ PIDFD, "#define PIDFD_VND _IO('p', 12)\n#define PIDFD_OLD 12\n", FREE },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		expect_chosen(rows[i].file, rows[i].lines, rows[i].wanted);
}

/* None is left. */
static void test_full(void)
{
	g_autoptr(GString) lines = g_string_new(NULL);

	expect_chosen(SCHED, "#define CLONE_A 0x6e\n",
		      SCHED ":3: no free bit left for a clone flag; CLONE_A has the last one, 0x02");
	for (int i = 0; i < 247; i++)
		g_string_append_printf(lines, "\tVND%d = 0xEFFFFF00 + %d,\n", i, i);
	expect_chosen("ino", lines->str,
		      NSFS ":6: no inode number from 0xEFFFFF00 on is left; VND0");
	g_string_truncate(lines, 0);
	for (int i = 12; i < 256; i++)
		g_string_append_printf(lines, "#define VND%d _IO(0xff, %d)\n", i, i);
	expect_chosen(PIDFD, lines->str, PIDFD ":248: no ioctl up to 255 is left; VND255");
	expect_chosen("id", "\tVND = 999,\n", NSFS ":10: VND is 999, after which no id below 1000");
}

/* A maintainer knows better which numbers are free. */
static void test_assigned(void)
{
	put_tree(SCHED, "#define CLONE_NEWVND VND_BIT\n#define CLONE_X (1 << 5)\n");
	expect((struct numbers){ FLAG("0x08"), .assigned = TRUE }, "0x00000008", "3",
	       "0xEFFFFFF6U", "9", "12");
	refuse((struct numbers){ FLAG("0x20"), .assigned = TRUE },
	       "already used by CLONE_X in " SCHED ":4");
	{
		g_autoptr(GError) err = NULL;

		g_assert_null(choose((struct numbers){ FLAG("0x08") }, &err));
		g_assert_error(err, NSGEN_ERROR, STATUS_TREE);
	}
}

/* What comes of the tree when @file has become @text: NULL, or the error. */
static char *written(const char *file, const char *lines, const char *old, const char *new)
{
	g_autoptr(Source) source = source_directory(top);
	struct tree tree = { .path = top, .release = "1.0", .source = source };
	g_autoptr(GHashTable) texts = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GError) err = NULL;
	g_autoptr(Spec) spec = NULL;
	g_autofree char *path = NULL, *text = NULL, *after = NULL;
	char *at;

	put_tree(file, lines);
	spec = choose((struct numbers){ .kept = false }, &err);
	g_assert_no_error(err);
	if (!strcmp(file, "ino") || !strcmp(file, "id"))
		file = NSFS;
	path = g_build_filename(top, file, NULL);
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	at = strstr(text, old);
	g_assert_nonnull(at);
	after = g_strdup_printf("%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
	g_hash_table_insert(texts, (char *)file, after);
	return written_right(spec, &tree, texts, &err) ? NULL : g_strdup(err->message);
}

static void expect_written(const char *file, const char *lines, const char *old, const char *new,
			   const char *wanted)
{
	g_autofree char *said = written(file, lines, old, new);

	if (wanted ? !said || !strstr(said, wanted) : !!said)
		g_error("'%s', not '%s', for:\n%s", said ? said : "no error",
			wanted ? wanted : "no error", new);
}

/* The result is read again, whoever wrote it. */
static void test_written(void)
{
	static const char *const time = "#define CLONE_NEWTIME\t0x00000080\n";

	expect_written(SCHED, "", time,
		       "#define CLONE_NEWTIME\t0x00000080\n#define CLONE_NEWFOO\t0x00000040\n",
		       NULL);
	expect_written(SCHED, "", time,
		       "#define CLONE_NEWFOO\t(1 << 6)\n#define CLONE_NEWTIME\t0x00000080\n", NULL);
	expect_written(SCHED, "", time,
		       "#define CLONE_NEWTIME\t0x00000080\n#define CLONE_NEWFOO\t0x00000020\n",
		       SCHED ":4: CLONE_NEWFOO would not be 0x00000040");
	expect_written(SCHED, "", time,
		       "#define CLONE_NEWTIME\t0x00000080\n#define CLONE_NEWFOO\t0x00000040\n"
		       "#define CLONE_NEWBAR\t64\n",
		       SCHED ":5: CLONE_NEWBAR would be 0x00000040 as well");
	expect_written(SCHED, "", time, "#define CLONE_NEWFOO\t0x00000040\n",
		       SCHED ":3: CLONE_NEWTIME would be missing");
	/* In the middle of a macro, and before an enumerator that counts on. */
	expect_written(SCHED, "#define CLONE_X \\\n\t0x20\n", "#define CLONE_X \\\n",
		       "#define CLONE_X \\\n#define CLONE_NEWFOO 0x40\n",
		       SCHED ":3: CLONE_X would get");
	expect_written("id", "\tVND_NS_INIT_ID,\n", "\tVND_NS_INIT_ID,\n",
		       "\tFOO_NS_INIT_ID = 10ULL,\n\tVND_NS_INIT_ID,\n",
		       NSFS ":10: VND_NS_INIT_ID would get another value");
	expect_written("id", "\tVND_NS_INIT_ID,\n", "\tVND_NS_INIT_ID,\n",
		       "\tVND_NS_INIT_ID,\n\tFOO_NS_INIT_ID = 10ULL,\n", NULL);
	/* The last id is ours. */
	expect_written("id", "", "NS_LAST_INIT_ID\t= MNT_NS_INIT_ID",
		       "FOO_NS_INIT_ID = 9,\n\tNS_LAST_INIT_ID\t= FOO_NS_INIT_ID", NULL);
	expect_written("id", "", "NS_LAST_INIT_ID\t= MNT_NS_INIT_ID",
		       "FOO_NS_INIT_ID = 9,\n\tNS_LAST_INIT_ID\t= 10", "NS_LAST_INIT_ID would get");
	expect_written("ino", "", "#endif\n", "#endif\n\tFOO_NS_INIT_INO = 0xEFFFFFF6,\n", NULL);
	expect_written("ino", "", "#endif\n", "#endif\n\tFOO_NS_INIT_INO,\n",
		       NSFS ":6: FOO_NS_INIT_INO would not be 0xEFFFFFF6U");
}

static void test_old(void)
{
	put("include/uapi/linux/sched.h",
	    "#define CLONE_VM\t0x00000100\n#define CLONE_NEWTIME\t0x00000080\t/* x */\n"
	    "#define CLONE_BIG\t(1ULL << 38)\n");
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
	    "#define PIDFS_IOCTL_MAGIC 0xFF\n"
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
	g_test_add_func("/numbers/spellings", test_spellings);
	g_test_add_func("/numbers/others", test_others);
	g_test_add_func("/numbers/full", test_full);
	g_test_add_func("/numbers/assigned", test_assigned);
	g_test_add_func("/numbers/written", test_written);
	status = g_test_run();
	remove_tree(top);
	g_free(top);
	return status;
}
