// SPDX-License-Identifier: GPL-2.0-only
/// A namespace is in the namespace tree as long as it can be used: from when it has its
/// owner, until before it is freed.
//# ns_tree_add() asks ->owner() at once, and everybody can find the namespace from then on.
// Confidence: High
// Options: --no-includes
// Requires: 1.1
// Keywords: namespace, ns_tree_add, ns_tree_remove
// Where: \bns_tree_add(_raw)?\([a-z]|\bns_common_free\([a-z]

virtual context
virtual org
virtual report

@initialize:python depends on report@
@@
say = coccilib.report.print_report

@initialize:python depends on org@
@@
say = coccilib.org.print_todo

// Later in the same function …

@late exists@
idexpression obj;
identifier add = {ns_tree_add, ns_tree_add_raw};
expression E;
position p;
@@
* add@p(obj);
... when any
(
obj->user_ns = E
|
obj->parent = E
|
ns_common_init(obj)
)

@script:python depends on report || org@
p << late.p;
@@
say(p[0], "%s() adds the namespace to the tree before it is complete" % (p[0].current_element))

// … or by the caller, when it is too late.

@never_set exists@
idexpression obj;
identifier add = {ns_tree_add, ns_tree_add_raw};
identifier alloc =~ "^k[mz]alloc$" || =~ "^k[mz]alloc_obj$" || =~ "^kmem_cache_z?alloc$";
expression E;
position p;
@@
obj = alloc(...);
... when any
    when != obj->user_ns = E
    when != obj->parent = E
* add@p(obj);

@script:python depends on report || org@
p << never_set.p;
@@
say(p[0], "%s() adds a namespace without an owner to the tree" % (p[0].current_element))

@back exists@
idexpression obj;
identifier add = {ns_tree_add, ns_tree_add_raw};
identifier remove =~ "ns_tree_remove$";
position p;
@@
add(obj);
... when any
    when != remove(obj)
* return@p ERR_PTR(...);

@script:python depends on report || org@
p << back.p;
@@
say(p[0], "%s() fails and leaves the namespace in the tree" % (p[0].current_element))

@freed exists@
identifier free =~ "^free_" || =~ "^destroy_";
idexpression obj;
position p;
@@
free@p(...)
{
<+...
ns_common_free(obj)
...+>
}

@kept forall@
identifier freed.free;
idexpression freed.obj;
identifier remove =~ "ns_tree_remove$";
position freed.p, q;
@@
* free@p@q(...)
{
... when != remove(obj)
}

@script:python depends on report || org@
p << kept.q;
free << freed.free;
@@
say(p[0], "%s() leaves the namespace in the tree" % (free))
