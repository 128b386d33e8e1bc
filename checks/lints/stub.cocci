// SPDX-License-Identifier: GPL-2.0-only
/// With its CONFIG_ off, the copy of a namespace refuses its own flag with -EINVAL, and
/// nothing else.
//# A stub that takes no notice lets clone() and unshare() succeed and do nothing; one that
//# refuses refuses lets no process be born. Where the real function looks at no flag either,
//# there is none yet; with the header alone (make coccicheck) that is not seen.
// Confidence: High
// Options: --no-includes --include-headers
// Requires: 1.1
// Keywords: namespace, clone, unshare, stub
// Where: ^([a-z].*[ *])?(copy|unshare)_[a-z0-9_]*(ns|name|ipcs|net|namespaces?)\((int|unsigned long|u64) [a-z_]*flags.*[^;]$

virtual context
virtual org
virtual report

@initialize:python depends on report@
@@
say = coccilib.report.print_report

@initialize:python depends on org@
@@
say = coccilib.org.print_todo

@stub@
identifier fn =~ "^[cu]" && (=~ "^copy_" || =~ "^unshare_") &&
	(=~ "ns$" || =~ "name$" || =~ "ipcs$" || =~ "net$" || =~ "namespaces?$");
identifier flags =~ "flags$";
type T, R;
position p;
@@
static inline R fn@p(T flags, ...)
{
...
}

@real forall@
identifier stub.fn, other;
type T, R;
position p != stub.p;
@@
R fn@p(T other, ...)
{
... when != other
}

@right@
identifier stub.fn, stub.flags;
type T, R;
constant F =~ "^CLONE_NEW";
position stub.p;
@@
static inline R fn@p(T flags, ...)
{
if (flags & F)
(
return ERR_PTR(-EINVAL);
|
return -EINVAL;
)
...
return ...;
}

@right_pointer@
identifier stub.fn, stub.flags, old;
type T, R;
constant F =~ "^CLONE_NEW";
position stub.p;
@@
static inline R fn@p(T flags, ...)
{
if (flags & F)
	old = ERR_PTR(-EINVAL);
return old;
}

@right_other disable not_ptr1, not_ptr2@
identifier stub.fn, stub.flags, old;
type T, R;
constant F =~ "^CLONE_NEW";
position stub.p;
@@
static inline R fn@p(T flags, ...)
{
if (!(flags & F))
	return old;
(
return ERR_PTR(-EINVAL);
|
return -EINVAL;
)
}

@right_choice disable all@
identifier stub.fn, stub.flags;
type T, R;
constant F =~ "^CLONE_NEW";
expression old;
position stub.p;
@@
static inline R fn@p(T flags, ...)
{
(
return flags & F ? \(ERR_PTR(-EINVAL)\|-EINVAL\) : old;
|
return (flags & F) ? \(ERR_PTR(-EINVAL)\|-EINVAL\) : old;
)
}

@wrong depends on !right && !right_pointer && !right_other && !right_choice && !real@
identifier stub.fn;
position stub.p, q;
@@
* fn@p@q(...)
{
...
}

@refuses@
identifier stub.fn;
position wrong.q;
constant C;
@@
fn@q(...)
{
(
return ERR_PTR(-C);
|
return -C;
)
}

@ignores depends on !refuses forall@
identifier stub.fn, flags;
type T;
position wrong.q;
@@
fn@q(T flags, ...)
{
... when != flags
}

@differs depends on !refuses && !ignores@
identifier stub.fn;
position wrong.q;
@@
fn@q(...)
{
...
}

@script:python depends on (report || org) && refuses@
p << wrong.q;
fn << stub.fn;
@@
say(p[0], "%s() refuses whatever the flags are: with the namespace off nothing can be born" % (fn))

@script:python depends on (report || org) && ignores@
p << wrong.q;
fn << stub.fn;
@@
say(p[0], "%s() takes no notice of the flags: with the namespace off its flag does nothing, "
	"and succeeds" % (fn))

@script:python depends on (report || org) && differs@
p << wrong.q;
fn << stub.fn;
@@
say(p[0], "%s() does not answer its flag, and only that, with -EINVAL" % (fn))

// copy_foo_ns() and CLONE_NEWFOO; in copy_utsname(), copy_ipcs() and unshare_userns() the
// beginning is the same.

@script:python depends on report || org@
p << stub.p;
fn << stub.fn;
F << right.F;
@@
if not fn.split("_", 1)[1].upper().startswith(F[len("CLONE_NEW"):]):
	say(p[0], "%s() refuses %s, which is not its own flag" % (fn, F))

@script:python depends on report || org@
p << stub.p;
fn << stub.fn;
F << right_pointer.F;
@@
if not fn.split("_", 1)[1].upper().startswith(F[len("CLONE_NEW"):]):
	say(p[0], "%s() refuses %s, which is not its own flag" % (fn, F))

@script:python depends on report || org@
p << stub.p;
fn << stub.fn;
F << right_choice.F;
@@
if not fn.split("_", 1)[1].upper().startswith(F[len("CLONE_NEW"):]):
	say(p[0], "%s() refuses %s, which is not its own flag" % (fn, F))
