# File: include/uapi/linux/sched.h include/uapi/linux/nsfs.h
# Said: CLONE_NEWIMA is 0x80, which CLONE_NEWTIME at .* already uses
s/(CLONE_NEWIMA\t)0x00000020/\10x00000080/
s/(IMA_NS     = \(1ULL << )5/\17/
