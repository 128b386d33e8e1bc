/* SPDX-License-Identifier: GPL-2.0 */
/* Stands for <net/net_namespace.h>. */
#ifndef __NET_NET_NAMESPACE_H
#define __NET_NET_NAMESPACE_H

#include <linux/err.h>
#include <linux/kref.h>
#include <linux/sched.h>

struct net {
	struct kref kref;
};

extern struct net init_net;

static inline struct net *get_net(struct net *ns)
{
	kref_get(&ns->kref);
	return ns;
}

extern struct net *copy_net_ns(unsigned long flags, struct net *old_net);
extern void free_net(struct kref *kref);

static inline void put_net(struct net *ns)
{
	kref_put(&ns->kref, free_net);
}

#endif
