#include <linux/nstree.h>

static struct ns_tree_root ns_unified_root = {
	.ns_rb = RB_ROOT,
};

struct ns_tree_root mnt_ns_tree = {
	.ns_rb = RB_ROOT,
	.ns_list_head = LIST_HEAD_INIT(mnt_ns_tree.ns_list_head),
};

struct ns_tree_root net_ns_tree = {
	.ns_rb = RB_ROOT,
	.ns_list_head = LIST_HEAD_INIT(net_ns_tree.ns_list_head),
};
EXPORT_SYMBOL_GPL(net_ns_tree);

struct ns_tree_root time_ns_tree = {
	.ns_rb = RB_ROOT,
	.ns_list_head = LIST_HEAD_INIT(time_ns_tree.ns_list_head),
};

struct ns_tree_root bar_ns_tree = {
	.ns_rb = RB_ROOT,
	.ns_list_head = LIST_HEAD_INIT(bar_ns_tree.ns_list_head),
};

/**
 * ns_tree_node_init - initialise a node
 */
void ns_tree_node_init(struct ns_tree_node *node)
{
	static struct x y = {
	};
}
