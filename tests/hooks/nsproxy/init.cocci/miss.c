struct nsproxy init_nsproxy = INIT_NSPROXY(init_nsproxy);
