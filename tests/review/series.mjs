// SPDX-License-Identifier: GPL-2.0-only
//
// Series to make pages of: one as nsgen wrote it, one with everything that a report can have, and
// one whose author is nobody's friend.

import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** the words that must never be more than words */
export const evil = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>' +
	']]></style></script><!--&amp;{{x}}${y}';

export function readReport(dir) {
	return JSON.parse(readFileSync(join(dir, 'report.json'), 'utf8'));
}

function copy(from, to, change) {
	const report = readReport(from);

	mkdirSync(to, { recursive: true });
	cpSync(from, to, { recursive: true });
	change(report, to);
	writeFileSync(join(to, 'report.json'), JSON.stringify(report));
	return to;
}

const audit = (word) => ({
	nsgen: '0', release: '1', namespaces: [{ name: 'uts' }, { name: word }],
	sites: [
		{ file: 'a.c', line: 3, construct: word, kind: 'table',
			cells: { uts: { file: 'a.c', line: 4 } },
			holes: { [word]: `because ${word}` }, covered: 'uncovered', hooks: [] },
		{ construct: 'b', kind: 'family', cells: {}, holes: { uts: '', [word]: '' },
			covered: 'hook', hooks: [`cocci/${word}.cocci`], state: word },
	],
	unseen: [], uncovered: 1,
});

/** full() - with checks of every status, an audit, and a site of every state */
export function full(from, to) {
	return copy(from, to, (report) => {
		report.checks = ['pass', 'warn', 'fail', 'skip'].map((status, i) => ({
			rung: ['static', 'style', 'build', 'boot'][i],
			tool: `tool-${status}`, status, summary: `says ${status}`,
			url: '', details: `line one\nline ${status}`,
		}));
		report.audit = audit('ipc');
		report.sites.push({ site: 'stub/one', state: 'stub',
			file: 'a.c', line: 1, why: 'empty' }, { site: 'missing/one',
			state: 'missing', file: 'a.c', line: 2, why: 'gone' });
	});
}

/*
 * Every kind of token, in lines that stay, go and come, and in words that change: those are what
 * differs between two lines that are alike.
 */
const tokenLines = [
	' /* stays */', ' static int stays(void) { return strcmp("stays", name) + 1; }',
	' #define STAYS 1',
	'-/* a comment that goes */', '-static int goes(void) { return strcmp("goes", name) + 2; }',
	'-#define GOES 2', ' ',
	'+/* a comment that comes */',
	'+static int comes(void) { return strcmp("comes", name) + 3; }', '+#define COMES 3', ' ',
	'-/* old words stay like this */', '+/* new words stay like this */', ' ',
	'-	value = first(name, "old", second) + 1;',
	'+	value = first(name, "new", second) + 2;', ' ',
	'-	if (first(name, second) && third) break;',
	'+	if (first(name, second) && third) continue;', ' ',
	'-static int one_thing(struct first *first, int second)',
	'+static long one_thing(struct first *first, long second)', ' ',
	'-static void old_thing(struct first *first, struct second *second)',
	'+static void new_thing(struct first *first, struct second *second)', ' ',
	'-#define OLD_THING this_and_that', '+#define NEW_THING this_and_that',
];

/**
 * tokens() - with every token that a diff can have, in every kind of line; by two hooks, so that
 * the column of letters is there, whose own texts add and remove lines
 */
export function tokens(top, from, to) {
	return copy(from, to, (report, dir) => {
		const path = 'kernel/tokens.c', count = (sign) =>
			tokenLines.filter((line) => line[0] === sign || line[0] === ' ').length;
		const wired = report.sites.filter((site) => site.state === 'wired');
		const writes = (sign) => wired.find((site) => readFileSync(join(top, site.hook),
			'utf8').split('\n').some((line) => line.startsWith(sign)));
		const steps = [...new Set([writes('+'), writes('-'), ...wired])].slice(0,
			2).map((site) => site.step);
		const first = tokenLines.findIndex((line) => line[0] === '+') - tokenLines.filter(
			(line, i) => line[0] === '-' && i < 7).length + 1;
		const files = [{ path, hunks: [{ old_start: 1, new_start: 1,
			lines: steps.map((step, i) => ({ adds: first + i, step })) }] }];
		const name = '0001-tokens.patch';

		for (const item of readdirSync(dir).filter((file) => file.endsWith('.patch')))
			rmSync(join(dir, item));
		writeFileSync(join(dir, name),
			`Subject: [PATCH] tokens\n\nAll of them.\n---\n\ndiff --git a/${
			path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1,${
			count('-')} +1,${count('+')} @@\n${tokenLines.join('\n')}\n-- \nnsgen\n`);
		Object.assign(report, { patches: [{ number: 1, files }], files });
	});
}

function deep(value) {
	if (typeof value === 'string')
		return `${value}${evil}`;
	if (Array.isArray(value))
		return value.map(deep);
	if (value && typeof value === 'object')
		return Object.fromEntries(Object.entries(value).map(([key, item]) =>
			[key === 'uts' || key === 'ipc' ? `${key}${evil}` : key, deep(item)]));
	return value;
}

/* What binds a report to its series stays: where hunks are, which site a step is. */
const kept = new Set(['name', 'release', 'path', 'hunks', 'step',
	'number', 'sha256', 'state', 'rung', 'status']);

function spoil(value, key = '') {
	if (kept.has(key))
		return value;
	if (Array.isArray(value))
		return value.map((item) => spoil(item));
	if (value && typeof value === 'object')
		return Object.fromEntries(Object.entries(value)
			.map(([name, item]) => [name, spoil(item, name)]));
	return typeof value === 'string' ? `${value}${evil}` : value;
}

/** hostile() - every text of the report and of the patches has markup in it */
export function hostile(from, to) {
	return copy(from, to, (report, dir) => {
		report.checks = [{ rung: `boot${evil}`, tool: evil,
			status: 'fail', summary: evil, url: `https://x/${evil}`, details: evil },
			{ rung: 'build', tool: 'x', status: evil,
				summary: '', url: `javascript:alert(3)//${evil}`, details: '' }];
		report.audit = deep(audit('ipc'));
		Object.assign(report, { ...spoil(report), name: `ima${evil}`,
			release: `1${evil}`, level: 'full' });
		for (const name of readdirSync(dir).filter((item) => item.endsWith('.patch'))) {
			const text = readFileSync(join(dir, name), 'utf8');

			writeFileSync(join(dir, name), text.replace(/^(Subject: .*)$/m,
				`$1 ${evil.replaceAll('$', '$$$$')}`)
				.replace(/^([+ ][^+\n].*)$/gm, (line) => `${line}${evil}`)
					.replace(/^(@@ .* @@.*)$/gm, (line) => `${line} ${evil}`));
		}
	});
}

/** makePage() - run nsgen's own page maker on a series; the page's path */
export function makePage(top, dir) {
	const run = spawnSync(process.execPath, [join(top, 'review/main.mjs'), top, dir],
		{ encoding: 'utf8', maxBuffer: 1 << 26 });
	const path = join(dir, 'review.html');

	if (run.status)
		throw new Error(run.stderr);
	writeFileSync(path, run.stdout);
	return path;
}
