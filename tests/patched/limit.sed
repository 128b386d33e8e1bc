# File: security/integrity/ima/ima_ns.c
# Said: UCOUNT_IPC_NAMESPACES goes down here and never up
s/(dec_ucount\(ima_ns->ucounts, UCOUNT_)IMA/\1IPC/
