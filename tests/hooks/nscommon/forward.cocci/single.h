#ifndef _X_H
#define _X_H

struct ipc_namespace;

int x(struct ipc_namespace *ns);

#endif
