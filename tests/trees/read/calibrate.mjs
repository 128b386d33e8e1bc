// SPDX-License-Identifier: GPL-2.0-only
//
// How many single changes of right results does the judge see?

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { Tree, readSeries } from './series.mjs';
import { Result, judge } from './judge.mjs';
import { kindOf, mutations } from './mutate.mjs';

const args = process.argv.slice(2);
const missed = args.includes('--missed');
const code = args.includes('--code');
const only = args.find((a) => a.startsWith('--only='))?.slice(7);
const releases = args.filter((a) => !a.startsWith('--'));
if (!releases.length) {
	process.stderr.write('usage: calibrate [--missed] [--code] [--only=PATH] RELEASE...\n');
	process.exit(2);
}

function generate(release, level) {
	const out = `build/trees/right/${release}-${level}`;
	try {
		readFileSync(`${out}/done`);
	} catch {
		mkdirSync(out, { recursive: true });
		execFileSync(
			'build/nsgen',
			[
				'generate',
				'--name=ima',
				`--level=${level}`,
				'--force',
				`--kernel=build/linux-${release}`,
				`--out=${out}`,
			],
			{ stdio: 'ignore' }
		);
	}
	return `${out}/ima/${readdirSync(`${out}/ima`)[0]}`;
}

const table = new Map();
const count = (key, seen) => {
	const [n, s] = table.get(key) ?? [0, 0];
	table.set(key, [n + 1, s + seen]);
};

for (const release of releases) {
	const start = process.cpuUsage();
	let made = 0;
	for (const level of ['full', 'framework']) {
		const tree = new Tree(`build/linux-${release}`);
		const series = readSeries(tree, generate(release, level));
		const result = new Result(tree, series);
		const wrong = judge(result);
		if (wrong.length) {
			process.stdout.write(
				`${release} ${level}: the right result is called wrong:\n` +
					wrong.map((w) => `\t${w}\n`).join('')
			);
			process.exitCode = 1;
		}
		for (const [path, rows] of series.files) {
			if (only && !path.includes(only)) continue;
			const whole = result.file(path);
			const { inComment } = /\.[ch]$/.test(path)
				? whole.lexed
				: { inComment: new Set() };
			for (const m of mutations(path, rows, 'ima')) {
				const kind = kindOf(path, rows, m.i, inComment);
				if (code && kind !== 'code') continue;
				m.rows.edits = m.edits ?? [m.i + 1];
				result.set(path, m.rows);
				const found = judge(result);
				const seen = found.length > 0;
				made++;
				count(`${release} ${level} ${kind} ${m.how}`, seen);
				count(`${release} ${level} ${kind} all`, seen);
				const line = rows[m.i].s.trim();
				if (missed && !seen && kind !== 'prose')
					process.stdout.write(
						`${release} ${level} ${m.how} ${m.to ?? ''} ` +
							`${path}:${m.i + 1}: ${line}\n`
					);
			}
			result.overlay.set(path, whole);
		}
	}
	const { user, system } = process.cpuUsage(start);
	process.stdout.write(
		`${release}: ${made} changes, ${((user + system) / 1e6).toFixed(1)} s ` +
			'of CPU time\n'
	);
}
const percent = ([n, s]) =>
	`${String(s).padStart(5)} of ${String(n).padStart(5)} ` +
	`${((100 * s) / n).toFixed(1).padStart(6)} %`;
for (const [key, row] of [...table].sort())
	process.stdout.write(`${key.padEnd(36)} ${percent(row)}\n`);
