// SPDX-License-Identifier: GPL-2.0-only
//
// What a part of the tree calls, and the types that count references.

import { field, walk } from '../syntax.mjs';

export const REFERENCES = /^(kref|refcount_t|atomic_t|atomic_long_t)$|^struct kref$/;

export function* calls(syntax, node) {
	for (const n of walk(node))
		if (n.type === 'call_expression')
			yield {
				name: syntax.text(field(n, 'function')),
				node: n,
				line: n.line,
				args: field(n, 'arguments')?.kids.filter((k) => k.named) ?? [],
			};
}

export const called = (syntax, node, name) => [...calls(syntax, node)].some((c) => c.name === name);
