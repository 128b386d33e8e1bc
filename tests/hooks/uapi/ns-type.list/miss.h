enum ns_type {
	TIME_NS    = 0x80, /* CLONE_NEWTIME */
};
