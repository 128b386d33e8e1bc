#define NS_COMMON_INIT(nsname, refs) { .__ns_ref = REFCOUNT_INIT(refs) }
