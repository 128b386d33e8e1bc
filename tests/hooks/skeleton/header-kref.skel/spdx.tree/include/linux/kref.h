#define KREF_INIT(n)	{ .refcount = REFCOUNT_INIT(n), }
