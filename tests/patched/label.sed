# File: kernel/nsproxy.c
# Said: create_new_namespaces.*ima_ns is put once too often
s/goto out_ima;/goto out_ipc;/
