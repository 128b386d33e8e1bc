struct ns_common {
	refcount_t count;
};
