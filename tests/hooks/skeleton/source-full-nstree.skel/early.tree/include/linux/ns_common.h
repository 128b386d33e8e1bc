#define NS_COMMON_INIT(nsname) { .stashed = NULL }
