# File: fs/nsfs.c
# Said: fs/nsfs.c:[0-9]*: this case falls into the one in line
s/(owning_ns = to_ima_ns\(ns\)->user_ns;\n)\t\tbreak;\n/\1/
