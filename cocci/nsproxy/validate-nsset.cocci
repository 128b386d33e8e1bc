// SPDX-License-Identifier: GPL-2.0-only
/// Enter the namespace of another task in setns() with a pidfd.
//# As the last one, before 'out:': what spatch appends to an #ifdef block ends up
//# inside it.
// Options: --no-includes --very-quiet --smpl-spacing
// File: kernel/nsproxy.c
// When: @def validate_nsset@
// Absent: include/linux/proc_ns.h \(\*install\)\(struct nsproxy \*
// Level: full
// Patch: core
// Lines: +8
// Guard: \bvalidate_ns\(nsset, &nsp->@member@->ns\)
// Anchor: the last #endif before 'out:' in validate_nsset()

virtual patch

@enter@
identifier virtual.member, virtual.clone_flag;
@@
 validate_nsset(...)
 {
 	... when any
+#ifdef CONFIG_@config@
+	if (flags & clone_flag) {
+		ret = validate_ns(nsset, &nsp->member->ns);
+		if (ret)
+			goto out;
+	}
+#endif
+
 out:
 	... when any
 }
