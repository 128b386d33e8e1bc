#define to_ns_tree(__ns) NULL
