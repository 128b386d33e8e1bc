// SPDX-License-Identifier: GPL-2.0-only
/// Give the ioctl that opens the namespace of a pidfd its number.
//# Later trees use 11 for PIDFD_GET_INFO, so the number must not simply be the
//# next free one of this tree.
// Options: --no-includes --very-quiet
// File: include/uapi/linux/pidfd.h
// When: ^#define PIDFD_GET_\w+_NAMESPACE\s+_IO\(PIDFS_IOCTL_MAGIC,
// Absent: no include/uapi/linux/pidfd.h
// Absent: ^#define PIDFD_NONBLOCK\b(?![\s\S]*PIDFS_IOCTL_MAGIC)
// Level: full
// Patch: pidfd
// Lines: +1
// Guard: ^#define PIDFD_GET_@NAME@_NAMESPACE\s
// Align: _IO
// Bind: last ^#define PIDFS_IOCTL_MAGIC\b[\s\S]*^#define (?<last>PIDFD_GET_\w+)\s+_IO
// Anchor: the last PIDFD_GET_… after PIDFS_IOCTL_MAGIC

virtual patch

@number@
identifier virtual.last;
expression E;
@@
 #define last E
+#define PIDFD_GET_@NAME@_NAMESPACE _IO(PIDFS_IOCTL_MAGIC, @nr@)
