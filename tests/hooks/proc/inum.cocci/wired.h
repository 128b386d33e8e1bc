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
	PROC_UTS_INIT_INO	= 0xEFFFFFFEU,
	PROC_TIME_INIT_INO	= 0xEFFFFFFAU,
	PROC_FOO_INIT_INO	= 0xEFFFFFF6U,
};

extern const struct proc_ns_operations *others;
