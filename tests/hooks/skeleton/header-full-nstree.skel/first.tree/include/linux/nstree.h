#define to_ns_tree(__ns)					\
	_Generic((__ns),					\
		struct uts_namespace *:    &(uts_ns_tree))
