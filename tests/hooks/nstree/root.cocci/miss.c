#include <linux/nstree.h>

static struct ns_tree_root ns_unified_root = {
	.ns_rb = RB_ROOT,
};

/**
 * ns_tree_node_init - initialise a node
 */
void ns_tree_node_init(struct ns_tree_node *node)
{
	static struct x y = {
	};
}
