#define CLONE_NEWNET		0x40000000	/* New network namespace */
#define CLONE_IO		0x80000000	/* Clone io context */


#define CLONE_ARGS_SIZE_VER0 64 /* sizeof first published struct */
