#define NSIO	0xb7

enum ns_type {
	TIME_NS    = (1ULL << 7),  /* CLONE_NEWTIME */
	VND_NS     = 0x20,
	MNT_NS     = (1ULL << 17), /* CLONE_NEWNS */
};
