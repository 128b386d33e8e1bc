// SPDX-License-Identifier: GPL-2.0-only
/// No more namespaces for this user is ENOSPC, no memory is ENOMEM.
//# unshare(2) and clone(2) promise both. A caller that gets EINVAL takes the kernel for one
//# without this namespace.
// Confidence: High
// Options: --no-includes
// Requires: 1.1
// Keywords: namespace, ucount, ENOSPC, ENOMEM
// Where: \binc_[a-z0-9]+_namespaces\(|\binc_ucount\(.*_NAMESPACES|^([a-z].*[ *])?copy_[a-z0-9_]*(ns|name|ipcs|net|namespace)\((int|unsigned long|u64) [a-z_]*flags.*[^;]$

virtual context
virtual org
virtual report

@initialize:python depends on report@
@@
say = coccilib.report.print_report

@initialize:python depends on org@
@@
say = coccilib.org.print_todo

// The error is told where it happens …

@count_direct exists@
expression E;
identifier inc =~ "^inc_[a-z0-9]+_namespaces$";
constant U =~ "_NAMESPACES$";
expression ucounts, err;
constant C != ENOSPC;
position p;
@@
(
ucounts = inc(...);
|
ucounts = inc_ucount(..., U);
)
if (!ucounts) {
	... when != ucounts = E
(
* return ERR_PTR(-C@p);
|
* return -C@p;
|
* err = -C@p;
)
	...
}

// … or stands ready from before.

@count_before exists@
identifier inc =~ "^inc_[a-z0-9]+_namespaces$";
constant U =~ "_NAMESPACES$";
expression ucounts;
identifier err;
constant C != ENOSPC;
expression E, E2;
position p;
@@
* err = -C@p;
... when != err = E
(
ucounts = inc(...);
|
ucounts = inc_ucount(..., U);
)
if (!ucounts) {
	... when != err = E
	    when != ucounts = E2
(
return ERR_PTR(err);
|
return err;
)
}

@script:python depends on report || org@
p << count_direct.p;
C << count_direct.C;
@@
say(p[0], "%s where the user may have no more namespaces; that is ENOSPC" % (C))

@script:python depends on report || org@
p << count_before.p;
C << count_before.C;
@@
say(p[0], "%s where the user may have no more namespaces; that is ENOSPC" % (C))

// Functions that make a namespace: struct foo_namespace *, but for struct net.

@memory_direct exists@
identifier alloc =~ "^k[mz]alloc$" || =~ "^k[mz]alloc_obj$" || =~ "^kmem_cache_z?alloc$";
identifier N =~ "_namespace$" || =~ "^net$";
struct N *obj;
expression err;
constant C != ENOMEM;
position p;
@@
obj = alloc(...);
if (!obj) {
	...
(
* return ERR_PTR(-C@p);
|
* return -C@p;
|
* err = -C@p;
)
	...
}

@memory_before exists@
identifier alloc =~ "^k[mz]alloc$" || =~ "^k[mz]alloc_obj$" || =~ "^kmem_cache_z?alloc$";
identifier N =~ "_namespace$" || =~ "^net$";
struct N *obj;
identifier err;
constant C != ENOMEM;
expression E;
position p;
@@
* err = -C@p;
... when != err = E
obj = alloc(...);
if (!obj) {
	... when != err = E
(
return ERR_PTR(err);
|
return err;
)
}

@script:python depends on report || org@
p << memory_direct.p;
C << memory_direct.C;
@@
say(p[0], "%s where there is no memory; that is ENOMEM" % (C))

@script:python depends on report || org@
p << memory_before.p;
C << memory_before.C;
@@
say(p[0], "%s where there is no memory; that is ENOMEM" % (C))
