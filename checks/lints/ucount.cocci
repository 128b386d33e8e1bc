// SPDX-License-Identifier: GPL-2.0-only
/// Each kind of count has its row in /proc/sys/user, at the same place; a namespace keeps the
/// count that it was given.
//# The table is read by the enum's number. A row that is missing, or stands elsewhere, is the
//# limit of something else.
// Confidence: High
// Options: --all-includes
// Requires: 1.1
// Keywords: namespace, ucount, UCOUNT_ENTRY
// Where: ^enum ucount_type \{|^\s*UCOUNT_ENTRY\(|\binc_[a-z0-9]+_namespaces\(|\b(inc|dec)_ucount\(.*_NAMESPACES

virtual org
virtual report

@initialize:python@
@@
numbers = {}
rows = {}
increased = {}
decreased = {}

# Only what both have: what one lacks is told apart.
def place(own, others, name):
	both = [n for n in sorted(own, key=own.get) if n in others]
	return both.index(name)

@initialize:python depends on report@
@@
say = coccilib.report.print_report

@initialize:python depends on org@
@@
say = coccilib.org.print_todo

@kind@
identifier U =~ "^UCOUNT_" && !~ "^UCOUNT_COUNTS" && !~ "^UCOUNT_RLIMIT";
position p;
@@
enum ucount_type { ..., U@p, ... };

@script:python@
U << kind.U;
p << kind.p;
@@
numbers["max_" + U[len("UCOUNT_"):].lower()] = int(p[0].line)

@row@
constant char [] s;
position p;
@@
UCOUNT_ENTRY(s@p)

@script:python@
s << row.s;
p << row.p;
@@
rows[s.strip('"')] = int(p[0].line)

@script:python depends on report || org@
U << kind.U;
p << kind.p;
@@
if rows and "max_" + U[len("UCOUNT_"):].lower() not in rows:
	say(p[0], "%s has no UCOUNT_ENTRY()" % (U))

@script:python depends on report || org@
s << row.s;
p << row.p;
@@
name = s.strip('"')
if numbers and name not in numbers:
	say(p[0], "%s is no kind of count" % (name))
elif numbers and place(rows, numbers, name) != place(numbers, rows, name):
	say(p[0], "%s is not where the enum has it" % (name))

// The wrappers of one namespace stand in one file.

@up@
constant U =~ "_NAMESPACES$";
position p;
@@
inc_ucount@p(..., U)

@down@
constant U =~ "_NAMESPACES$";
position p;
@@
dec_ucount@p(..., U)

@script:python@
U << up.U;
p << up.p;
@@
increased.setdefault(p[0].file, set()).add(U)

@script:python@
U << down.U;
p << down.p;
@@
decreased.setdefault(p[0].file, set()).add(U)

@script:python depends on report || org@
U << up.U;
p << up.p;
@@
if U not in decreased.get(p[0].file, set()):
	say(p[0], "%s goes up here and never down" % (U))

@script:python depends on report || org@
U << down.U;
p << down.p;
@@
if U not in increased.get(p[0].file, set()):
	say(p[0], "%s goes down here and never up" % (U))

@given exists@
identifier fn;
identifier inc =~ "^inc_[a-z0-9]+_namespaces$";
constant U =~ "_NAMESPACES$";
identifier ucounts;
position p;
@@
fn@p(...)
{
<+...
(
ucounts = inc(...)
|
ucounts = inc_ucount(..., U)
)
...+>
}

@lost forall@
identifier given.fn, given.ucounts;
expression obj;
position given.p, q;
@@
fn@p@q(...)
{
... when != obj->ucounts = ucounts
}

@script:python depends on report || org@
fn << given.fn;
p << lost.q;
@@
say(p[0], "%s() does not store the count in the namespace" % (fn))
