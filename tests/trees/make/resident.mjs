// SPDX-License-Identifier: GPL-2.0-only
//
// The judge in this process: it reads the files of a release once, and not for each tree that
// leaves them as they are.

import { Result, judge } from '../read/judge.mjs';
import { Tree, Unreadable, readSeries } from '../read/series.mjs';

const bases = new Map();

// What is wrong with the series on a tree, which is in this directory as far as it was changed.
export function judged(tree, directory, series) {
	if (!bases.has(tree.root))
		bases.set(tree.root, new Tree(tree.root));
	const before = new Tree(directory, bases.get(tree.root), tree.changed.keys());
	try {
		return judge(new Result(before, readSeries(before, series)));
	} catch (error) {
		if (error instanceof Unreadable)
			return [`the judge failed: ${error.message}`];
		return [`the judge failed: ${error.stack.split('\n').slice(0, 3).join(' ')}`];
	}
}
