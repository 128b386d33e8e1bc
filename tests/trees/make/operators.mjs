// SPDX-License-Identifier: GPL-2.0-only
//
// All operators, and how often each kind is tried: half-backports most of all.

import backport from '../operators/backport.mjs';
import decoys from '../operators/decoys.mjs';
import hostile from '../operators/hostile.mjs';
import ifdef from '../operators/ifdef.mjs';
import layout from '../operators/layout.mjs';
import moved from '../operators/moved.mjs';
import numbers from '../operators/numbers.mjs';
import order from '../operators/order.mjs';
import rename from '../operators/rename.mjs';
import split from '../operators/split.mjs';
import tables from '../operators/tables.mjs';
import types from '../operators/types.mjs';

export const KINDS = { layout, order, rename, types, numbers, tables, ifdef, decoys, split, moved,
	backport, hostile };

// Of a hundred trees; none is under four.
const WEIGHT = { backport: 23, default: 7 };

export function pickKind(random) {
	const names = Object.keys(KINDS);
	const weight = (name) => WEIGHT[name] ?? WEIGHT.default;
	let left = random.below(names.reduce((sum, name) => sum + weight(name), 0));
	return names.find((name) => (left -= weight(name)) < 0);
}
