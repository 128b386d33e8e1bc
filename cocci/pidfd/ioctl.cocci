// SPDX-License-Identifier: GPL-2.0-only
/// Let the ioctl open the namespace.
//# Where ns_ref_get() takes the reference. After the namespaces that nsproxy
//# holds.
// Options: --no-includes --very-quiet --smpl-spacing
// File: fs/pidfs.c
// When: ^#ifdef CONFIG_TIME_NS\n\t\tif \(!ns_ref_get\(nsp->time_ns\)\)
// Absent: ^#include <linux/pidfs\.h>(?![\s\S]*\bPIDFD_GET_\w+_NAMESPACE\b)
// Absent: no fs/pidfs.c
// Level: full
// Patch: pidfd
// Lines: +7
// Guard: ^\tcase PIDFD_GET_@NAME@_NAMESPACE:\n(?:#ifdef|\t\tif)\b
// After: pidfd/include
// Bind: last ^\tcase (?<last>PIDFD_GET_\w+):\n(?:(?!\tcase ).*\n)*?\t\tbreak;\s*\n\tcase PIDFD_GET_USER_NAMESPACE:
// Anchor: the comment about namespaces that nsproxy does not hold, in the switch of pidfd_ioctl()

virtual patch

@open@
identifier virtual.last, virtual.pidfd_get, virtual.member;
statement S, T;
@@
 pidfd_ioctl(...)
 {
 	... when any
 	switch (...) {
 	case last:
 	S
 	T
-		break;
+		break;
+	case pidfd_get:
+#ifdef CONFIG_@config@
+		if (!ns_ref_get(nsp->member))
+			break;
+		ns_common = to_ns_common(nsp->member);
+#endif
+		break;
 	}
 	... when any
 }
