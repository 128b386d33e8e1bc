struct proc_ns_operations {
	const char *name;
};


/*
 * We always define these enumerators
 */
enum {
	PROC_ROOT_INO		= 1,
	PROC_UTS_INIT_INO	= 0xEFFFFFFEU,
	PROC_TIME_INIT_INO	= 0xEFFFFFFAU,
};

extern const struct proc_ns_operations *others;
