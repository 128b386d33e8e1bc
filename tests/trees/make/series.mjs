// SPDX-License-Identifier: GPL-2.0-only
//
// Run nsgen on a tree, and the judge on what came of it.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

// A hang; a busy machine may take minutes for a tree.
const LONGEST = 1800000;

function filesIn(directory) {
	if (!fs.existsSync(directory))
		return [];
	return fs.readdirSync(directory, { recursive: true })
		.filter((name) => fs.statSync(path.join(directory, name)).isFile())
			.map(String).sort();
}

// What nsgen says beside its progress, "  SPATCH  kernel/fork.c".
function words(stderr) {
	return stderr.split('\n').filter((line) => line && !/^ {2}[A-Z]+ +\S/.test(line));
}

// make/bin/spatch comes before the real one, which it remembers the results of.
function environment() {
	const all = (process.env.PATH ?? '').split(':');
	const real = all.map((each) => path.join(each, 'spatch')).find((each) =>
		fs.existsSync(each));
	const ours = path.resolve('tests/trees/make/bin');
	return real ? { ...process.env, NSGEN_SPATCH: real, PATH: [ours, ...all].join(':') } :
		process.env;
}

export function generate(nsgen, tree, out) {
	fs.rmSync(out, { recursive: true, force: true });
	const run = spawnSync(nsgen, ['generate', '--name=ima', `--kernel=${tree}`,
		`--out=${out}`], { encoding: 'utf8', timeout: LONGEST, maxBuffer: 1 << 26,
			env: environment() });
	const said = words(run.stderr ?? '');
	const made = filesIn(out);
	const result = { said, made, series: null };
	if (run.signal || run.error)
		return { ...result, verdict: 'crash', why: `${run.signal ?? run.error.code}` };
	if (run.status === 0) {
		const report = made.find((name) => name.endsWith('report.json'));
		if (!report)
			return { ...result, verdict: 'crash', why: 'status 0 without a series' };
		result.series = path.join(out, path.dirname(report));
		return { ...result, verdict: said.length ? 'warned' : 'served',
			why: said.join(' / ') };
	}
	const why = said.join(' / ');
	if (run.status !== 2 && run.status !== 3)
		return { ...result, verdict: 'crash', why: `status ${run.status}: ${why}` };
	if (!said.length || said.some((line) => !line.startsWith('nsgen: ')))
		return { ...result, verdict: 'crash', why: `not an error: ${why}` };
	if (made.length)
		return { ...result, verdict: 'crash', why: `partial output: ${made.join(' ')}` };
	return { ...result, verdict: 'refused', why };
}

// The judge's words, none if the series is right. Its status is 0 or 1.
export function judge(program, tree, series) {
	const run = spawnSync(program, [tree, series], { encoding: 'utf8', timeout: LONGEST,
		maxBuffer: 1 << 26 });
	const said = `${run.stdout ?? ''}`.split('\n').filter(Boolean);
	if (run.status === 0)
		return [];
	if (run.status === 1 && said.length)
		return said;
	return [`the judge failed: ${run.signal ?? run.status}: ` +
		`${words(run.stderr ?? '').slice(-1)}`];
}

// Two directories with the same files in them.
export function same(a, b) {
	const names = filesIn(a);
	return names.length > 0 && names.join() === filesIn(b).join() && names.every((name) =>
		fs.readFileSync(path.join(a, name)).equals(fs.readFileSync(path.join(b, name))));
}

// CPU seconds so far, with those of the programs that were run.
export function cpuSeconds() {
	const fields = fs.readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /, '').split(' ');
	return fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0) / 100;
}
