int setns(int fd, int nstype);
