# File: kernel/nstree.c
# Said: kernel/nstree.c:[0-9]*: CLONE_NEWUTS and CLONE_NEWIPC are here, but CLONE_NEWIMA is missing
s/\tcase CLONE_NEWIMA:\n\t\treturn &ima_ns_tree;\n//
