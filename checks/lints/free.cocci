// SPDX-License-Identifier: GPL-2.0-only
/// A namespace that an nsproxy holds is put once when the nsproxy is freed, and a namespace
/// that is freed gives all of it back.
//# A member that is copied for a new nsproxy and not put with it leaks a namespace for each task
//# that unshares. It is silent: the function that frees was free_nsproxy() up to 6.18 and is
//# nsproxy_free() since, and a patch that looks for one finds nothing to change in the other.
// Confidence: Moderate
// Options: --no-includes
// Requires: 1.1
// Keywords: namespace, nsproxy, free_nsproxy, nsproxy_free
// Where: ^([a-z].*[ *])?(free_nsproxy|nsproxy_free|create_new_namespaces|dup_namespaces|clone_namespaces)\(.*[^;]$|\b((ns|proc)_free_inum|ns_common_free)\([&a-z]|\bdec_(ucount|[a-z0-9]+_namespaces)\(.*->ucounts

virtual context
virtual org
virtual report

@initialize:python depends on report@
@@
say = coccilib.report.print_report

@initialize:python depends on org@
@@
say = coccilib.org.print_todo

@copied exists@
struct nsproxy *nsp;
identifier member, copy;
@@
create_new_namespaces(...)
{
<+...
nsp->member = copy(...);
...+>
}

@kept forall@
identifier free = {free_nsproxy, nsproxy_free};
identifier nsp, copied.member;
position p;
@@
* free@p(struct nsproxy *nsp)
{
... when != nsp->member
}

@script:python depends on report || org@
p << kept.p;
free << kept.free;
member << copied.member;
@@
say(p[0], "%s() does not put %s, which create_new_namespaces() copies" % (free, member))

// 2.6.19 to 2.6.21 take the references of a new nsproxy in one place.

@taken exists@
identifier dup = {dup_namespaces, clone_namespaces};
identifier member, get =~ "^get_";
expression nsp;
@@
dup(...)
{
<+...
get(nsp->member)
...+>
}

@left forall@
identifier nsp, taken.member;
position p;
@@
* free_nsproxy@p(struct nsproxy *nsp)
{
... when != nsp->member
}

@script:python depends on report || org@
p << left.p;
member << taken.member;
@@
say(p[0], "free_nsproxy() does not put %s, which dup_namespaces() gets" % (member))

@twice exists@
identifier free = {free_nsproxy, nsproxy_free};
identifier nsp, member;
identifier put =~ "^put_" || =~ "_put_" || =~ "_put$";
identifier put2 =~ "^put_" || =~ "_put_" || =~ "_put$";
position p;
@@
free(struct nsproxy *nsp)
{
... when any
put(nsp->member);
... when any
* put2@p(nsp->member);
... when any
}

@script:python depends on report || org@
p << twice.p;
member << twice.member;
@@
say(p[0], "%s is put twice" % (member))

// What gives the namespace's count and number back is where its last reference goes, so its
// memory goes there too.

// spatch 1.1 takes kfree for a type where it is not told what __free(kfree) is.

@gone exists@
attribute name __free;
identifier free =~ "^free_" || =~ "^destroy_" || =~ "^release_";
identifier dec =~ "^dec_ucount$" || =~ "^dec_[a-z0-9]+_namespaces$";
idexpression obj;
position p;
@@
free@p(...)
{
<+...
(
dec(obj->ucounts, ...)
|
ns_free_inum(&obj->ns)
|
proc_free_inum(obj->proc_inum)
|
ns_common_free(obj)
)
...+>
}

@memory forall@
identifier gone.free;
idexpression gone.obj;
identifier last !~ "^ns_" && !~ "^dec_" && !~ "^put_" &&
	(=~ "free" || =~ "rcu" || =~ "remove" || =~ "passive");
position gone.p, q;
@@
* free@p@q(...)
{
... when != last(..., <+...obj...+>, ...)
}

@script:python depends on report || org@
p << memory.q;
free << gone.free;
@@
say(p[0], "%s() does not free the memory" % (free))

@all_back exists@
identifier free =~ "^free_" || =~ "^destroy_" || =~ "^release_";
identifier last = {kfree, kvfree, kmem_cache_free, kfree_rcu};
idexpression obj;
position p;
@@
free@p(...)
{
<+...
(
ns_free_inum(&obj->ns)
|
proc_free_inum(obj->proc_inum)
|
ns_common_free(obj)
)
... when any
last(..., obj, ...);
...+>
}

@count forall@
identifier all_back.free;
idexpression all_back.obj;
position all_back.p, q;
@@
* free@p@q(...)
{
... when != obj->ucounts
}

@script:python depends on report || org@
p << count.q;
free << all_back.free;
@@
say(p[0], "%s() does not give back the user's count" % (free))

@owner forall@
identifier all_back.free;
idexpression all_back.obj;
position all_back.p, q;
@@
* free@p@q(...)
{
... when != obj->user_ns
    when != obj->parent
}

@script:python depends on report || org@
p << owner.q;
free << all_back.free;
@@
say(p[0], "%s() does not put the user namespace" % (free))

@memory_only exists@
identifier free =~ "^free_" || =~ "^destroy_" || =~ "^release_";
identifier dec =~ "^dec_ucount$" || =~ "^dec_[a-z0-9]+_namespaces$";
identifier last = {kfree, kvfree, kmem_cache_free, kfree_rcu};
idexpression obj;
position p;
@@
free@p(...)
{
<+...
dec(obj->ucounts, ...);
... when any
last(..., obj, ...);
...+>
}

@number forall@
identifier memory_only.free;
idexpression memory_only.obj;
position memory_only.p, q;
@@
* free@p@q(...)
{
... when != ns_free_inum(&obj->ns)
    when != ns_common_free(obj)
    when != proc_free_inum(...)
}

@script:python depends on report || org@
p << number.q;
free << memory_only.free;
@@
say(p[0], "%s() does not give back the inode number" % (free))
