# File: kernel/fork.c
# Said: clone3.. accepts CLONE_NEWTIME of CSIGNAL.s bits, but not CLONE_NEWIMA
s/~\(CLONE_NEWTIME \| CLONE_NEWIMA\)/~CLONE_NEWTIME/
