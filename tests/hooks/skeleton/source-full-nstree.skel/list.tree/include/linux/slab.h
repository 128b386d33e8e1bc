#define kzalloc_obj(P, ...) \
	kzalloc(sizeof(P), default_gfp(__VA_ARGS__))
