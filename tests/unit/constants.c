// SPDX-License-Identifier: GPL-2.0-only
#include "c/tokens.h"
#include "c/expression.h"
#include "c/constants.h"

#include <string.h>

static bool evaluate(const char *text, struct c_values *values)
{
	struct c_scope nothing = { .value = NULL };

	return c_evaluate(&nothing, text, strlen(text), values);
}

static void test_values(void)
{
	static const struct {
		const char *text;
		guint64 value;
	} rows[] = {
		{ "64", 64 },
		{ "0x40", 64 },
		{ "0X40UL", 64 },
		{ "0100", 64 },
		{ "0b1000000", 64 },
		{ "0x40ull", 64 },
		{ "0x40LLU", 64 },
		{ "0xEFFFFFF6UL", 0xEFFFFFF6 },
		{ "4026531830U", 0xEFFFFFF6 },
		{ "4026531830", 0xEFFFFFF6 },
		{ "(0xEFFFFFFFU - 9)", 0xEFFFFFF6 },
		{ "0x100000000ULL", 0x100000000 },
		{ "0xffffffffffffffff", G_MAXUINT64 },
		{ "'p'", 'p' },
		{ "'\\f'", 12 },
		{ "'\\x40'", 64 },
		{ "'\\100'", 64 },
		{ "'\\''", 39 },
		{ "(1 << 6)", 64 },
		{ "1<<6", 64 },
		{ "1 << 31", 0xFFFFFFFF80000000 },
		{ "1U << 31", 0x80000000 },
		{ "1ULL << 63", 1ULL << 63 },
		{ "BIT(6)", 64 },
		{ "BIT_ULL(6)", 64 },
		{ "_BITUL( 6 )", 64 },
		{ "_BITULL((6))", 64 },
		{ "UL(64)", 64 },
		{ "_AC(64, UL)", 64 },
		{ "_UL(0x40)", 64 },
		{ "BIT(2 * 3)", 64 },
		{ "GENMASK(6, 5)", 0x60 },
		{ "GENMASK_ULL(63, 0)", G_MAXUINT64 },
		{ "(__u64)0x40", 64 },
		{ "((__force __u32) 0x40)", 64 },
		{ "(unsigned char)0x140", 64 },
		{ "(signed char)0xC0", -64 },
		{ "(unsigned long)-1", G_MAXUINT64 },
		{ "(unsigned)-1", 0xFFFFFFFF },
		{ "(long long)1 << 40", 1ULL << 40 },
		{ "(short)0x18000", -32768 },
		{ "2 + 3 * 20 + 2", 64 },
		{ "2 + 3 << 4 - 1", 40 },
		{ "130 / 2 - 1", 64 },
		{ "200 % 68", 64 },
		{ "100 - 30 - 6", 64 },
		{ "0x41 & ~1", 64 },
		{ "~0xFFFFFFBF", 64 },
		{ "0x60 ^ 0x20", 64 },
		{ "0x40 | 0", 64 },
		{ "-(-64)", 64 },
		{ "+64", 64 },
		{ "!0 << 6", 64 },
		{ "-1 < 0", 1 },
		{ "-1 < 0U", 0 },
		{ "-8 >> 1", -4 },
		{ "-8 / 3", -2 },
		{ "1 ? 64 : 32", 64 },
		{ "3 > 4 ? 32 : 3 <= 3 && 1 ? 64 : 8", 64 },
		{ "0x40 /* a flag */", 64 },
		{ "\\\n\t0x40", 64 },
		{ "0x40 // a flag", 64 },
		{ "_IO(0xFF, 12)", 0xFF0C },
		{ "_IOWR('p', 0x0c, struct x)", 0x700C },
		{ "_IOC(_IOC_READ | _IOC_WRITE, 0xFF, 12, sizeof(int))", 0xFF0C },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct c_values values;

		if (!evaluate(rows[i].text, &values))
			g_error("%s cannot be evaluated", rows[i].text);
		g_assert_cmpuint(values.n, ==, 1);
		if (values.of[0].bits != rows[i].value)
			g_error("%s is 0x%" G_GINT64_MODIFIER "x", rows[i].text, values.of[0].bits);
	}
}

/* What has no value, or none that is known here. */
static void test_none(void)
{
	static const char *const texts[] = {
		"",	      "x",	    "0x",	"08",	       "1.5",	  "0x40q",
		"64LUL",      "0x40lul",    "\"64\"",	"''",	       "'ab'",	  "'\\q'",
		"'\\xff'",    "'\xc4'",	    "1 << 64",	"1 << 32",     "1 << -1", "1 / 0",
		"1 % (2 - 2)", "(",	    "(64",	"64)",	       "64 64",	  "1 +",
		"* 1",	      "BIT",	    "BIT()",	"BIT(6",       "BIT(6, 7",	  "f(6)",
		"sizeof(int)", "1 ? 64",    "1 : 2",	"(struct x)1", "64;",	  "1, 2",
		"0x10000000000000000",	    "99999999999999999999",	       "#if",	  "a = 1",
		"(char *)64", "&x",	    "~",	"-",	       "0x4\n#if X\n0\n#endif\n",
		"(-0x7fffffffffffffff - 1) / -1",
	};
	struct c_values values;

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (evaluate(texts[i], &values))
			g_error("%s is 0x%" G_GINT64_MODIFIER "x", texts[i], values.of[0].bits);
}

/* A file may be made to be deep or long. */
static void test_hostile(void)
{
	static const char *const repeated[] = { "(", "~", "1?1:", "BIT(", "-", "(int)", "0?0:1+" };
	struct c_values values;

	for (size_t i = 0; i < G_N_ELEMENTS(repeated); i++) {
		g_autoptr(GString) text = g_string_new(NULL);

		for (int n = 0; n < 100000; n++)
			g_string_append(text, repeated[i]);
		g_string_append_c(text, '1');
		g_assert_false(evaluate(text->str, &values));
	}
	{
		g_autoptr(Constants) names = constants_new();
		g_autoptr(GString) text = g_string_new("#define F0(x) ((x) + (x))\n");

		for (int n = 1; n < 60; n++)
			g_string_append_printf(text, "#define F%d(x) (F%d(x) + F%d(x))\n", n, n - 1,
					       n - 1);
		g_string_append(text, "#define TOO_LONG F59(1)\n");
		constants_read(names, "x.h", text->str);
		g_assert_false(constants_value(names, "TOO_LONG", &values));
	}
	{
		g_autoptr(Constants) names = constants_new();
		g_autoptr(GString) text = g_string_new("#define LAST E99999\nenum {\n");

		for (int n = 0; n < 100000; n++)
			g_string_append_printf(text, "E%d%s,\n", n, n ? "" : " = LAST");
		g_string_append(text, "};\n");
		constants_read(names, "x.h", text->str);
		g_assert_false(constants_value(names, "LAST", &values));
	}
}

/* The values of a name, "64 128", in a file; "-" for none. */
static void expect(const char *text, const char *name, const char *wanted)
{
	g_autoptr(Constants) names = constants_new();
	g_autoptr(GString) said = g_string_new(NULL);
	struct c_values values;

	constants_read(names, "x.h", text);
	if (constants_value(names, name, &values)) {
		for (guint i = 0; i < values.n; i++)
			g_string_append_printf(said, "%s%" G_GINT64_FORMAT, i ? " " : "",
					       (gint64)values.of[i].bits);
	} else {
		g_string_append_c(said, '-');
	}
	if (strcmp(said->str, wanted))
		g_error("%s is %s, not %s, in:\n%s", name, said->str, wanted, text);
}

static void test_macros(void)
{
	expect("#define A 64\n", "A", "64");
	expect("# define A 64\n", "A", "64");
	expect("#\tdefine\tA\t64\t/* a */\n", "A", "64");
	expect("  #define A 64", "A", "64");
	expect("/* a */ #define A 64\n", "A", "64");
	expect("#define A \\\n\t64\n", "A", "64");
	expect("#define A (1 << \\\r\n 6)\r\n#define B A\r\n", "B", "64");
	expect("#define A /* 1 */ 64 // 2\n", "A", "64");
	expect("#define A 64 /* it goes\n   on */\n#define B 32\n", "B", "32");
	expect("#define S \"/*\"\n#define A 64\n", "A", "64");
	expect("#define X 1 // see fs/*.c\n#define A 64\n", "A", "64");
	expect("#error don't\n#define A 64\n", "A", "64");
	expect("#define A B\n#define B (1 << C)\nenum { C = 6 };\n", "A", "64");
	expect("#define A (B >> 1)\n#define B 0x00000080\n", "A", "64");
	expect("#define A 64\n#define A 64\n", "A", "64");
	expect("#define A 64\n#undef A\n#define A 32\n", "A", "64 32");
	expect("#define A\n", "A", "-");
	expect("#define A B\n#define B A\n", "A", "-");
	expect("enum { A = 64,\n#define A A\n};\n", "A", "64");
	expect("#define A(x) (1 << (x))\n#define B A(6)\n", "B", "64");
	expect("#define A(x, y) ((x) + (y))\n#define B A(A(1, 2), 61)\n", "B", "64");
	expect("#define A() 64\n#define B A()\n", "B", "64");
	expect("#define A (64)\n", "A", "64");
	expect("#define A(x, ...) (x)\n#define B A(6)\n", "B", "-");
	expect("#define BIT(x) ((x) + 1)\n#define B BIT(6)\n", "B", "7");
	/* Macros are text. */
	expect("#define A 1 + 1\n#define B A\n#define C (A) * 2\n", "B", "2");
	expect("#define A 1 + 1\n#define B A\n#define C (A) * 2\n", "C", "4");
	expect("#define A 1 + 1\n#define B A * 2\n", "B", "-");
	expect("#define A 1 + 1\n#define B 2 * A\n", "B", "-");
	expect("#define A 1 + 1\n#define B ~A\n", "B", "-");
	expect("#define A(x) (x * 2)\n#define B A(1 + 1)\n", "B", "-");
	expect("#define A(x) ((x) * 2)\n#define B A(1 + 1)\n", "B", "4");
	/* What is no code. */
	expect("/* #define A 64 */\n", "A", "-");
	expect("// \\\n#define A 64\n", "A", "-");
	expect("char *s = \"\\\n#define A 64\\\n\";\n", "A", "-");
	expect("#if 0\n#define A 64\n#endif\n", "A", "-");
	expect("#if 0\n#if 1\n#define A 64\n#endif\n#else\n#define A 32\n#endif\n", "A", "32");
	expect("#if (0) /* no */\n#define A 64\n#elif 1\n#define A 32\n#else\n#define A 8\n#endif\n",
	       "A", "32");
	expect("#if 1\n#define A 64\n#elif X\n#define A 32\n#endif\n", "A", "64");
	/* What may be code. */
	expect("#ifdef X\n#define A 64\n#else\n#define A 32\n#endif\n", "A", "64 32");
	expect("#if X\n#define A 64\n#elif Y\n#define A 32\n#else\n#define A 8\n#endif\n"
	       "#define B (A + 1)\n",
	       "B", "65 33 9");
	expect("#ifdef X\n#define A 64\n#else\n#define A x\n#endif\n", "A", "-");
	expect("#if defined(X) && 0\n#define A 64\n#endif\n", "A", "64");
}

static void test_enums(void)
{
	expect("enum { A, B, C };", "C", "2");
	expect("enum x { A = 63, B };", "B", "64");
	expect("enum x : __u32 { A = 63, B, };", "B", "64");
	expect("enum __attribute__((packed)) x { A = 63, B };", "B", "64");
	expect("typedef enum {\n\tA = (1 << 6), /* a */\n\tB\n} x;\n", "B", "65");
	expect("enum { A = 0xEFFFFFF5U, B };", "B", "4026531830");
	expect("enum { A = B }; enum { B = 64 };", "A", "64");
	expect("enum { A = F(1, 2), B = 64 };", "B", "64");
	expect("enum { A = F(1, 2), B };", "B", "-");
	expect("enum { A __deprecated = 64, B = 32 };", "A", "-");
	expect("enum { A __deprecated = 64, B = 32 };", "B", "32");
	expect("enum { LIST(X)\n B = 64 };", "LIST", "-");
	expect("enum { A = 1\n#ifdef X\n, B = 64\n#endif\n};", "A", "1");
	expect("enum { A =\n#ifdef X\n\t64\n#else\n\t32\n#endif\n};", "A", "-");
	expect("enum { A = 1,\n#ifdef X\n\tB = A\n#endif\n};", "B", "1");
	expect("enum { A = 1,\n#if 0\n\tX,\n#endif\n\tB };", "B", "2");
	/* An enumerator that may be missing, and those after it. */
	expect("enum { A,\n#ifdef X\n\tB,\n#endif\n\tC, D };", "D", "3 2");
	expect("enum { A,\n#ifdef X\n\tB = 7,\n#else\n\tC = 9,\n#endif\n\tD };", "D", "8 10");
	expect("enum { A,\n#ifdef X\n\tB = 7,\n#elif Y\n\tC = 9,\n#endif\n\tD };", "D", "8 10 1");
	expect("enum {\n#ifdef X\n\tA,\n#endif\n\tB };", "B", "1 0");
	expect("enum {\n#ifdef X\n\tA,\n#ifdef Y\n\tC,\n#endif\n#endif\n\tB };", "B", "2 1 0");
	expect("void f(enum x y) { enum { A = 64 }; }", "A", "64");
	expect("enum x *f(void) { return A; }", "A", "-");
	expect("enum { A, /* enum { B, */ C };", "C", "1");
}

static void test_place(void)
{
	g_autoptr(Constants) names = constants_new();
	const GPtrArray *all;
	const struct constant *name;

	constants_read(names, "a.h", "#define A 1\n\n\n#define B \\\n\tC\n");
	constants_read(names, "b.h", "/*\n */\nenum x {\n\tC = A,\n\tD,\n};\nenum { E };\n");
	all = constants_all(names);
	g_assert_cmpuint(all->len, ==, 5);
	name = all->pdata[1];
	g_assert_cmpstr(name->name, ==, "B");
	g_assert_cmpstr(name->file, ==, "a.h");
	g_assert_cmpint(name->line, ==, 4);
	g_assert_cmpuint(name->list, ==, 0);
	g_assert_true(constant_is(name, 1));
	name = all->pdata[3];
	g_assert_cmpstr(name->file, ==, "b.h");
	g_assert_cmpint(name->line, ==, 5);
	g_assert_cmpstr(name->tag, ==, "x");
	g_assert_true(constant_is(name, 2));
	name = all->pdata[4];
	g_assert_null(name->tag);
	g_assert_cmpuint(name->list, ==, 2);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/constants/values", test_values);
	g_test_add_func("/constants/none", test_none);
	g_test_add_func("/constants/hostile", test_hostile);
	g_test_add_func("/constants/macros", test_macros);
	g_test_add_func("/constants/enums", test_enums);
	g_test_add_func("/constants/place", test_place);
	return g_test_run();
}
