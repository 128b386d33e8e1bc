// SPDX-License-Identifier: GPL-2.0-only
//
// What a compiler says of a series: the rung "build" on the touched objects, with the option on and
// off. It needs the whole tree, and keeps a prepared directory of each release.

import { spawnSync } from 'node:child_process';

const RUNG = 'checks/rungs/build';

// "right", "wrong" with the line that says so, or "broken" where the tree does not compile even
// without the series.
export function compiled(scratch, tree, series) {
	const directory = scratch.put(tree, scratch.whole(tree.release));
	const work = scratch.path(`compiled-${tree.release}`);
	const run = spawnSync(RUNG, [series, directory, work], { encoding: 'utf8',
		maxBuffer: 1 << 26, env: { ...process.env, nsgen_link: 'n',
			nsgen_neighbours: 'none', nsgen_patches: 'n' } });
	const said = `${run.stdout ?? ''}${run.stderr ?? ''}`.split('\n');
	const last = (pattern) => said.filter((line) => pattern.test(line)).at(-1)?.trim() ?? '';
	if (run.status === 0 && /objects:/.test(run.stdout))
		return { says: 'right', why: last(/objects:/) };
	if (run.status === 1)
		return { says: 'wrong', why: last(/^nsgen: /) };
	if (run.status === 3)
		return { says: 'broken', why: last(/^nsgen: /) };
	throw new Error(`${RUNG}: ${run.error?.code ?? run.signal ?? run.status}: ` +
		last(/^nsgen: /));
}
