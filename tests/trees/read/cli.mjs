// SPDX-License-Identifier: GPL-2.0-only

import { Tree, Unreadable, readSeries } from './series.mjs';
import { Result, judge } from './judge.mjs';

const [dir, series, more] = process.argv.slice(2);
if (!series || more) {
	process.stderr.write('usage: judge TREE SERIES\n');
	process.exit(2);
}
try {
	const tree = new Tree(dir);
	const found = judge(new Result(tree, readSeries(tree, series)));
	for (const line of found) process.stdout.write(`${line}\n`);
	process.exitCode = found.length ? 1 : 0;
} catch (error) {
	if (!(error instanceof Unreadable)) throw error;
	process.stderr.write(`judge: ${error.message}\n`);
	process.exitCode = 5;
}
