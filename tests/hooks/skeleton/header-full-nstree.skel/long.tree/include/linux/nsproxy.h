struct nsproxy;
