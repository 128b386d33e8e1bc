// SPDX-License-Identifier: GPL-2.0-only
/// Let pidfs accept the ioctl.
//# After the namespaces that nsproxy holds, as in the switch that serves them.
// Options: --no-includes --very-quiet --smpl-spacing
// File: fs/pidfs.c
// When: @def pidfs_ioctl_valid@[^}]*\n\tcase PIDFD_GET_\w+:
// Absent: @def pidfd_ioctl@(?![\s\S]*\bpidfs_ioctl_valid\(cmd\))
// Absent: ^#include <linux/pidfs\.h>(?![\s\S]*\bPIDFD_GET_\w+_NAMESPACE\b)
// Absent: no fs/pidfs.c
// Level: full
// Patch: pidfd
// Lines: +1
// Guard: ^\tcase PIDFD_GET_@NAME@_NAMESPACE:\n\t(?:case|\treturn)\b
// Anchor: 'case PIDFD_GET_USER_NAMESPACE:' in pidfs_ioctl_valid()

virtual patch

@accept@
identifier virtual.pidfd_get;
statement S;
@@
 pidfs_ioctl_valid(...)
 {
 	...
 	switch (...) {
-	case PIDFD_GET_USER_NAMESPACE:
+	case pidfd_get:
+	case PIDFD_GET_USER_NAMESPACE:
 	S
 	}
 	...
 }
