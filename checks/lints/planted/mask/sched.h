#define CLONE_NEWNS	0x00020000	/* New mount namespace group */
#define CLONE_NEWUTS	0x04000000	/* New utsname namespace */
#define CLONE_NEWIPC	0x08000000	/* New ipc namespace */
#define CLONE_NEWUSER	0x10000000	/* New user namespace */
#define CLONE_NEWTIME	0x00000080	/* New time namespace */
#define CLONE_NEWFOO	0x00000040	/* New foo namespace */
