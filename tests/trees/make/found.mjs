// SPDX-License-Identifier: GPL-2.0-only
//
// Keep a tree that was found, small: what was changed, as a patch, and what came of it.

import fs from 'node:fs';
import path from 'node:path';

import { unified } from './diff.mjs';

const FOUND = 'build/trees/found';

export function keep(id, made, result, how) {
	const where = path.join(FOUND, id.replace(':', '-'));
	fs.rmSync(where, { recursive: true, force: true });
	fs.mkdirSync(where, { recursive: true });
	const patch = made.tree.files().map(([file, now]) => {
		if (now !== null && typeof now !== 'string')
			return `# ${file}: ${JSON.stringify(now)}\n`;
		return unified(file, made.tree.original(file), now);
	}).join('');
	fs.writeFileSync(path.join(where, 'changes.patch'), patch, 'latin1');
	fs.writeFileSync(path.join(where, 'result'), [`Linux ${made.tree.release}`,
		...made.operators.map((each) => each.name), `${result.verdict}: ${result.why}`,
		...(result.faults ?? []), how, ''].join('\n'));
}
