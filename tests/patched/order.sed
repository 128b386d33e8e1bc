# File: kernel/nsproxy.c
# Said: create_new_namespaces.*where the copy of
s/put_ima_ns\(new_nsp->ima_ns\);\nout_ima:\n\tput_uts_ns\(new_nsp->uts_ns\);/put_uts_ns(new_nsp->uts_ns);\nout_ima:\n\tput_ima_ns(new_nsp->ima_ns);/
