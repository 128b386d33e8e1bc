#define NSIO	0xb7

enum ns_type {
	LOW_NS     = (1ULL << 3),  /* CLONE_NEWLOW */
	LESS_NS    = (1ULL << 4),  /* CLONE_NEWLESS */
};
