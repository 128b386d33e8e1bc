static struct ns_tree_root *ns_tree_from_type(int ns_type)
{
	return roots[ns_type];
}
