// SPDX-License-Identifier: GPL-2.0-only

import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { apply, change, described } from './change.mjs';
import { compiled } from './compile.mjs';
import { keep } from './found.mjs';
import { KINDS } from './operators.mjs';
import { randomFrom } from './random.mjs';
import { Scratch } from './scratch.mjs';
import { Store } from './store.mjs';
import { cpuSeconds, generate, judge, same } from './series.mjs';
import { compilations, counts, meanings, print } from './table.mjs';
import { RELEASES, Tree, useReleases } from './tree.mjs';

const HELP = `usage: tests/trees/run [OPTION]...

Generate series for changed kernel trees and print what came of each kind of change.

  --count=N          how many trees (default: 40)
  --from=INDEX       the first of them, to go on with a run that was stopped (default: 0)
  --seed=S           what the changes are chosen by (default: 1)
  --judge[=PROGRAM]  read each series with tests/trees/judge, or with PROGRAM
  --compile=N        compile every Nth tree that is served, its objects only
  --nsgen=PROGRAM    run this nsgen, with the hooks beside it (default: build/nsgen)
  --store=DIRECTORY  keep what nsgen makes there, and do not run it on the same tree again
  --only=SEED:INDEX  that tree only; its directory and series are kept under build/trees/only
  --op=PATTERN       each operator whose name matches, alone, on each release
  --releases=LIST    of build/linux-*, such as 6.1,6.12 (default: all that are there)
  --refusals         print and keep refused trees of unchanged meaning, too
  --summary          print the numbers only
  --list             print the operators: name, whether the meaning stays, where they apply
  --pristine         check that unchanged copies give the series of the whole trees
`;

const JUDGE = 'tests/trees/judge';
// A line for each tree, as they come.
const LAST = 'build/trees/last';

function fail(message) {
	process.stderr.write(`nsgen: ${message}\n`);
	process.exit(2);
}

function options() {
	// parseArgs has no option with an optional value.
	const args = process.argv.slice(2).map((each) => each === '--judge' ?
		`--judge=${JUDGE}` : each);
	const text = { type: 'string' };
	const flag = { type: 'boolean' };
	try {
		return parseArgs({ args, options: { count: { ...text, default: '40' },
			from: { ...text, default: '0' },
			seed: { ...text, default: '1' }, compile: { ...text, default: '0' },
			judge: text, only: text, op: text,
				releases: text, nsgen: text, store: text,
			refusals: flag, summary: flag, list: flag, pristine: flag,
				help: flag } }).values;
	} catch (error) {
		return fail(`${error.message.split('\n')[0]}; see tests/trees/run --help`);
	}
}

const given = options();
if (given.help) {
	process.stdout.write(HELP);
	process.exit(0);
}
if (!/^\d+$/.test(given.count))
	fail(`--count=${given.count}: expected a number`);
if (!/^\d+$/.test(given.from))
	fail(`--from=${given.from}: expected a number`);
if (!/^\d+$/.test(given.compile))
	fail(`--compile=${given.compile}: expected a number`);
if (!/^[\w.-]+$/.test(given.seed))
	fail(`--seed=${given.seed}: expected letters, digits, '.', '_' or '-'`);
if (given.only && !/^[^:]+:\d+$/.test(given.only))
	fail(`--only=${given.only}: expected SEED:INDEX`);
const operators = Object.values(KINDS).flat();
if (new Set(operators.map((each) => each.name)).size !== operators.length)
	fail('two operators have the same name');
const here = given.releases?.split(',') ?? RELEASES.filter((each) =>
	fs.existsSync(`build/linux-${each}`));
for (const each of here)
	if (!RELEASES.includes(each) || !fs.existsSync(`build/linux-${each}/Makefile`))
		fail(`build/linux-${each}: tree not found; ` +
			`'make kernel RELEASE=${each}' fetches it`);
useReleases(here);
// The last one is only a source of backports.
const bases = here.filter((each) => each !== '7.3');
if (given.list) {
	for (const each of operators)
		console.log(each.name, each.same, bases.filter((release) =>
			apply(new Tree(release), each,
			randomFrom(given.seed))).join(' ') || 'nowhere');
	Object.entries(KINDS).forEach(([kind, list]) => console.log(`# ${kind}: ${list.length}`));
	console.log(`# all: ${operators.length}`);
	process.exit(0);
}

if (given.compile !== '0' && !given.judge)
	fail('--compile: it settles what the judge says; give --judge, too');
if (given.judge && !fs.existsSync(given.judge))
	fail(`${given.judge}: judge not found`);

// Another judge than ours is a program of its own.
const judged = given.judge === JUDGE ? (await import('./resident.mjs')).judged : null;

const nsgen = path.resolve(given.nsgen ?? process.env.NSGEN ?? 'build/nsgen');
if (!fs.existsSync(nsgen))
	fail(`${nsgen}: nsgen not found`);
const scratch = new Scratch();
const store = given.store ? new Store(given.store) : null;

function expected(made) {
	return { true: 'meaning unchanged', false: 'meaning changed',
		refuse: 'must be refused' }[made.same];
}

// A compiler has the last word where it says that a series is wrong; that it compiles is not
// enough.
function settle(made, result, index) {
	if (!result.series || given.compile === '0' || index % Number(given.compile))
		return;
	result.compiled = compiled(scratch, made.tree, result.series);
	if (result.compiled.says !== 'wrong')
		return;
	result.faults.push(result.compiled.why);
	if (!result.verdict.startsWith('wrong'))
		result.verdict = result.why ? 'wrong and warned' : 'wrong and silent';
}

function attempt(id, made, index = 0) {
	const [only] = made.operators;
	const how = given.op ? `tests/trees/run --seed=${given.seed} --op='^${only.name}$'` :
		`tests/trees/run --only=${id}`;
	const directory = scratch.put(made.tree);
	const out = scratch.path('out');
	const stored = store?.get(id, made.tree, out);
	const result = stored ?? generate(nsgen, directory, out);
	if (!stored)
		store?.put(id, made.tree, out, result);
	if (result.series && given.judge) {
		result.faults = judged ? judged(made.tree, directory, result.series) :
			judge(path.resolve(given.judge), directory, result.series);
		result.verdict = !result.faults.length ? 'right' : result.verdict === 'served' ?
			'wrong and silent' : 'wrong and warned';
	}
	settle(made, result, index);
	const wrong = result.verdict.startsWith('wrong') || result.verdict === 'crash' ||
		(made.same === 'refuse' && result.verdict !== 'refused');
	const odd = given.refusals && made.same === true && result.verdict === 'refused';
	if (wrong || odd || given.op || given.only) {
		if (!given.summary)
			console.log(`${made.tree.release}: ` +
				`${made.operators.map((each) => each.name).join(' + ')}: ` +
				`${result.verdict} (${expected(made)})` +
				`${result.faults?.length ? `: ${result.faults[0]}` : ''}` +
				`${result.why ? `: ${result.why}` : ''}; ${how}`);
		keep(id, made, result, how);
	}
	if (given.only) {
		fs.rmSync('build/trees/only', { recursive: true, force: true });
		fs.cpSync(directory, 'build/trees/only/tree',
			{ recursive: true, verbatimSymlinks: true });
		if (result.series)
			fs.cpSync(result.series, 'build/trees/only/series', { recursive: true });
		result.faults?.slice(1).forEach((line) => console.log(`  ${line}`));
	}
	scratch.undo();
	fs.appendFileSync(LAST, [id, made.tree.release, result.verdict, made.same,
		made.operators.map((one) => one.name).join('+'), result.why,
		...(result.faults ?? [])].join('\t') + '\n');
	// Neither the tree nor the series: there may be thousands of them.
	const { kind, same, operators: { length } } = made;
	return { kind, same, operators: length, verdict: result.verdict,
		compiled: result.compiled?.says };
}

function pristine() {
	let failed = 0;
	for (const release of bases) {
		const one = scratch.path('one');
		const two = scratch.path('two');
		generate(nsgen, `build/linux-${release}`, one);
		generate(nsgen, scratch.pristine(release), two);
		const is = same(one, two);
		failed += !is;
		console.log(`${release}: ${is ? 'the same series' : 'ANOTHER SERIES'}`);
	}
	process.exit(failed ? 1 : 0);
}

if (given.pristine)
	pristine();

const results = [];
fs.writeFileSync(LAST, '');
if (given.op) {
	const pattern = new RegExp(given.op);
	for (const operator of operators.filter((each) => pattern.test(each.name))) {
		for (const release of bases) {
			const id = `${operator.name.replace('/', '-')}:${release}`;
			const tree = apply(new Tree(release), operator,
				randomFrom(`${given.seed}:${id}`));
			if (tree)
				results.push(attempt(id, described(tree, [operator])));
		}
	}
} else if (given.only) {
	const [seed, index] = given.only.split(':');
	results.push(attempt(given.only, change(seed, index, bases)));
} else {
	const first = Number(given.from);
	for (let i = first; i < first + Number(given.count); i++)
		results.push(attempt(`${given.seed}:${i}`, change(given.seed, i, bases), i));
}

if (!given.only) {
	console.log(print(counts(results, Boolean(given.judge))));
	console.log(`\n${print(meanings(results))}`);
	if (given.compile !== '0')
		console.log(`\n${print(compilations(results))}`);
	if (!given.summary)
		console.log(`\n${(cpuSeconds() / Math.max(1, results.length)).toFixed(2)} CPU ` +
			`seconds a tree`);
}
process.exit(results.some((each) => /^wrong|^crash/.test(each.verdict)) ? 1 : 0);
