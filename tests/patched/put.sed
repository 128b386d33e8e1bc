# File: kernel/nsproxy.c
# Said: nsproxy_free.. puts uts 1 times, but this namespace 0 times
s/\tput_ima_ns\(ns->ima_ns\);\n//
