#define NSIO	0xb7

enum init_ns_id {
	IPC_NS_INIT_ID		= XULL,
	UTS_NS_INIT_ID		= XULL,
	MNT_NS_INIT_ID		= XULL,
#ifdef __KERNEL__
	NS_LAST_INIT_ID		= MNT_NS_INIT_ID,
#endif
};
