# File: kernel/ucount.c
# Said: ucount
s/(\tUCOUNT_ENTRY\("max_ima_namespaces"\),\n)(\tUCOUNT_ENTRY\("max_net_namespaces"\),\n)/\2\1/
