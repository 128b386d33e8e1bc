// SPDX-License-Identifier: GPL-2.0-only
/// A mask of namespace flags that leaves out one of the tree's namespaces.
//# unshare(), clone(), clone3() and setns() each have masks of their own. In one that a flag is
//# missing from, the call is refused, or, worse, does nothing and succeeds. Masks of one file are
//# compared with each other; so are those of all the files that spatch is given together, and
//# then also with the flags that the uapi headers define.
//# CLONE_NEWUSER may be missing where a new nsproxy is made, which has no user namespace.
// Confidence: High
// Options: --no-includes --include-headers
// Requires: 1.1
// Keywords: namespace, CLONE_NEWNS, unshare, setns, clone3
// Where: ^#define (CLONE_NEW|NS_ALL)|\|.*\bCLONE_NEW|\bCLONE_NEW[A-Z0-9]+ *\||\bCLONE_NS_ALL\)|\bvalidate_nsset\(|\bCSIGNAL &

virtual org
virtual report

@initialize:python@
@@
import re

flags = set()
signals = set()
places = {}

def names(mask):
	return set(re.findall(r"\bCLONE_NEW[A-Z0-9]+\b", mask))

def is_mask(mask):
	return len(names(mask)) > 2 and "CSIGNAL" not in mask

def lacking(mask, function):
	if "CLONE_NS_ALL" in mask:
		return []
	makes = function in ("copy_namespaces", "unshare_nsproxy_namespaces")
	made = {"CLONE_NEWUSER"} if makes else set()
	return sorted(flags - names(mask) - made)

# NS_ALL names them otherwise.
def entries(mask):
	found = re.findall(r"\b([A-Z0-9]+)_NS\b", mask)
	return {"CLONE_NEW" + ("NS" if n == "MNT" else n) for n in found}

@initialize:python depends on report@
@@
say = coccilib.report.print_report

@initialize:python depends on org@
@@
say = coccilib.org.print_todo

// What flags there are.

@defined@
identifier F =~ "^CLONE_NEW";
expression E;
@@
#define F E

@script:python@
F << defined.F;
E << defined.E;
@@
flags.add(F)
try:
	if int(E.rstrip("uUlL"), 0) & 0xff:
		signals.add(F)
except ValueError:
	pass

@mask@
expression E, M;
position p;
@@
E & M@p

@script:python@
M << mask.M;
@@
if is_mask(M):
	flags.update(names(M))

// Where setns() by pidfd has a place for each of them.

@place exists@
identifier fn = {check_setns_flags, validate_nsset};
expression E;
constant F =~ "^CLONE_NEW";
position p;
@@
fn@p(...)
{
<+...
E & F
...+>
}

@script:python@
fn << place.fn;
F << place.F;
p << place.p;
@@
places.setdefault((p[0].file, fn), set()).add(F)
flags.add(F)

// What masks lack.

@script:python depends on report || org@
M << mask.M;
p << mask.p;
@@
if is_mask(M):
	for flag in lacking(M, p[0].current_element):
		say(p[0], "the mask in %s() has no %s" % (p[0].current_element, flag))

@site@
identifier fn = {check_setns_flags, validate_nsset};
position p;
@@
fn@p(...)
{
...
}

// Mount namespaces have no CONFIG_ and are never off.

@script:python depends on report || org@
fn << site.fn;
p << site.p;
@@
for flag in sorted(flags - places.get((p[0].file, fn), set())):
	if fn == "validate_nsset":
		say(p[0], "%s() installs nothing for %s: setns() does nothing, and succeeds" %
			(fn, flag))
	elif flag != "CLONE_NEWNS":
		say(p[0], "%s() accepts %s when the namespace is off" % (fn, flag))

@signal exists@
expression M;
position p;
@@
clone3_args_valid(...)
{
<+...
CSIGNAL & M@p
...+>
}

@script:python depends on report || org@
M << signal.M;
p << signal.p;
@@
for flag in sorted(signals - names(M)):
	say(p[0], "clone3() takes %s for a signal" % (flag))

@bare depends on !signal exists@
position p;
@@
clone3_args_valid(...)
{
<+...
CSIGNAL@p
...+>
}

@script:python depends on report || org@
p << bare.p;
@@
for flag in sorted(signals):
	say(p[0], "clone3() takes %s for a signal" % (flag))

@listed@
expression M;
position p;
@@
#define NS_ALL M@p

@script:python depends on report || org@
M << listed.M;
p << listed.p;
@@
for flag in sorted(flags - entries(M)):
	say(p[0], "NS_ALL has no %s" % (flag))
