#include <linux/nstree.h>

struct ns_tree {
	struct rb_root ns_tree;
};

/**
 * ns_tree_node_init - initialise a node
 */
void ns_tree_node_init(struct ns_tree_node *node)
{
	static struct x y = {
	};
}
