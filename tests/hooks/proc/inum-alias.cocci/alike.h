struct proc_ns_operations {
	const char *name;
};

extern const struct proc_ns_operations utsns_operations;
extern const struct proc_ns_operations timens_for_children_operations;

/*
 * We always define these enumerators
 */
enum {
	PROC_ROOT_INO		= 1,
	PROC_UTS_INIT_INO	= UTS_NS_INIT_INO,
	PROC_TIME_INIT_INO	= TIME_NS_INIT_INO,
	PROC_FOOB_INIT_INO	= FOOB_NS_INIT_INO,
};

extern const struct proc_ns_operations *others;
