// SPDX-License-Identifier: GPL-2.0-only
/// A copy that fails must put each namespace that was copied before it, once, and nothing else.
//# What a failed copy leaves in its member of the new nsproxy is an ERR_PTR(), and the members
//# that would have come next were never written: to put either is to write to a wild address. One
//# that was copied before and is not put is never freed. In 2.6.19 to 2.6.21 the copies return an
//# int and name no member, so there the names of copy and put are compared.
// Confidence: High
// Options: --no-includes
// Requires: 1.1
// Keywords: namespace, nsproxy, copy_namespaces, create_new_namespaces
// Where: ^([a-z].*[ *])?(create_new|copy)_namespaces\(([^;]*|.*[^;])$

virtual context
virtual org
virtual report

@initialize:python@
@@
def gives_back(name):
	return any(word in ("put", "free", "drop", "release") for word in name.split("_"))

@initialize:python depends on report@
@@
say = coccilib.report.print_report

@initialize:python depends on org@
@@
say = coccilib.org.print_todo

@own exists@
struct nsproxy *nsp;
identifier member, copy;
identifier put : script:python() { gives_back(put) };
position p;
@@
nsp->member = copy(...);
if (IS_ERR(nsp->member)) {
	... when any
	    when != nsp->member = ...
* put@p(nsp->member)
	... when any
	return ...;
}

@later exists@
struct nsproxy *nsp;
identifier member, other, copy, copy2;
identifier put : script:python() { gives_back(put) };
position p;
@@
nsp->member = copy(...);
if (IS_ERR(nsp->member)) {
	... when any
* put@p(nsp->other)
	... when any
	return ...;
}
... when any
    when != nsp->other
nsp->other = copy2(...);

@missed exists@
struct nsproxy *nsp;
identifier member, other, copy, copy2;
position p;
@@
nsp->other = copy2(...);
... when any
nsp->member = copy(...);
* if@p (IS_ERR(nsp->member)) {
	... when any
	    when != nsp->other
	return ...;
}

@twice exists@
struct nsproxy *nsp;
identifier member, other, copy;
identifier put : script:python() { gives_back(put) };
identifier put2 : script:python() { gives_back(put2) };
position p;
@@
nsp->member = copy(...);
if (IS_ERR(nsp->member)) {
	... when any
put(nsp->other)
	... when any
* put2@p(nsp->other)
	... when any
	return ...;
}

// The copies that return an int.

@first exists@
identifier err, copy1 =~ "^copy_", copy2 =~ "^copy_";
identifier label1, label2, tsk;
expression flags;
position p;
@@
copy_namespaces(...)
{
... when any
err = copy1(flags, tsk);
if (err)
	goto label1;
... when any
err = copy2@p(flags, tsk);
if (err)
	goto label2;
... when any
}

@script:python names@
copy1 << first.copy1;
copy2 << first.copy2;
member1;
put1;
put2;
@@
import re
def member(copy):
	# the mount namespace of 2.6.19
	if copy == "copy_namespace":
		return "namespace"
	return re.sub(r"(_ns|name|s)$", "", copy[len("copy_"):]) + "_ns"
coccinelle.member1 = cocci.make_ident(member(copy1))
coccinelle.put1 = cocci.make_ident("put_" + member(copy1))
coccinelle.put2 = cocci.make_ident("put_" + member(copy2))

@int_own exists@
identifier first.err, first.copy2, names.put2;
position first.p, q;
@@
err = copy2@p(...);
if (err) {
	... when any
* put2@q(...)
	... when any
	return ...;
}

@int_missed exists@
identifier first.err, first.copy2, names.put1, names.member1;
expression nsp;
position first.p, q;
@@
err = copy2@p(...);
* if@q (err) {
	... when != put1(...)
	    when != nsp->member1
	return ...;
}

@script:python depends on report || org@
p << own.p;
put << own.put;
member << own.member;
@@
say(p[0], "%s() of the ERR_PTR() that the failed copy left in %s" % (put, member))

@script:python depends on report || org@
p << later.p;
put << later.put;
member << later.member;
other << later.other;
@@
say(p[0], "%s() of %s, which is not written yet when the copy to %s fails" % (put, other, member))

@script:python depends on report || org@
p << missed.p;
member << missed.member;
other << missed.other;
@@
say(p[0], "%s is not put when the copy to %s fails" % (other, member))

@script:python depends on report || org@
p << twice.p;
member << twice.member;
other << twice.other;
@@
say(p[0], "%s is put twice when the copy to %s fails" % (other, member))

@script:python depends on report || org@
p << int_own.q;
copy << first.copy2;
put << names.put2;
@@
say(p[0], "%s() of what %s() could not copy" % (put, copy))

@script:python depends on report || org@
p << int_missed.q;
copy << first.copy2;
put << names.put1;
@@
say(p[0], "no %s() when %s() fails" % (put, copy))
