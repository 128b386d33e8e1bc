// SPDX-License-Identifier: GPL-2.0-only
//
// One changed tree for a seed and an index.

import { KINDS, pickKind } from './operators.mjs';
import { randomFrom } from './random.mjs';
import { Skip, Tree } from './tree.mjs';

// The tree with this operator applied, or null if it does not apply.
export function apply(tree, operator, random) {
	const now = tree.copy();
	const before = JSON.stringify([...tree.changed]);
	try {
		operator.change(now, random);
	} catch (error) {
		if (error instanceof Skip)
			return null;
		throw new Error(`${operator.name} on ${tree.release}: ${error.stack}`);
	}
	return now.files().length && JSON.stringify([...now.changed]) !== before ? now : null;
}

function meaning(operators) {
	if (operators.some((each) => each.same === 'refuse'))
		return 'refuse';
	return operators.every((each) => each.same === true);
}

export function described(tree, operators) {
	return { tree, operators, kind: operators[0].kind, same: meaning(operators) };
}

export function change(seed, index, releases) {
	const random = randomFrom(`${seed}:${index}`);
	let tree = new Tree(random.pick(releases));
	const kind = pickKind(random);
	const count = random.below(4) ? 1 : 2 + random.below(3);
	const operators = [];
	// Enough tries: some kinds have little that applies to an early release.
	for (let left = 40; operators.length < count && left; left--) {
		const list = random.shuffle(KINDS[operators.length ? pickKind(random) : kind]);
		for (const each of list) {
			const now = operators.includes(each) ? null : apply(tree, each, random);
			if (now) {
				tree = now;
				operators.push(each);
				break;
			}
		}
	}
	return described(tree, operators);
}
