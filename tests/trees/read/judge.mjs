// SPDX-License-Identifier: GPL-2.0-only
//
// Judge one result: a pristine tree, the files that the series leaves, and its report.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Unreadable } from './series.mjs';
import { lex } from './lex.mjs';
import { Syntax } from './syntax.mjs';
import { lists } from './items.mjs';
import { readNames } from './names.mjs';
import { judgeLists } from './lists.mjs';
import { judgeShape } from './shape.mjs';
import { judgeNumbers } from './numbers.mjs';
import { judgeKbuild } from './kbuild.mjs';
import { judgeOwn } from './own.mjs';
import { Headers } from './headers.mjs';
import { judgeScope } from './scope.mjs';
import { judgeNsproxy } from './walk.mjs';

let serial = 0;

// A file as it is after the series; what was read of it is kept for as long as it is.
export class File {
	constructor(path, text, added, names, changed = [...(added ?? [])]) {
		this.serial = ++serial;
		this.path = path;
		this.text = text;
		this.added = added;
		this.changed = changed;
		this.names = names;
		this.c = /\.[ch]$/.test(path);
		this.memo = new Map();
	}
	once(what, make) {
		if (!this.memo.has(what)) this.memo.set(what, make());
		return this.memo.get(what);
	}
	get lexed() {
		return this.once('lexed', () => lex(this.text));
	}
	get syntax() {
		return this.once('syntax', () => new Syntax(this.text, this.lexed));
	}
	// As it is compiled with these options off.
	without(...off) {
		return this.once(
			`without ${off}`,
			() => new Syntax(this.text, this.lexed, new Set(off))
		);
	}
	get rows() {
		return this.once('rows', () => this.text.split('\n'));
	}
	// How deep each line is, in columns.
	get indents() {
		return this.once('indents', () =>
			this.rows.map((s) => /^\s*/.exec(s)[0].replace(/\t/g, '        ').length)
		);
	}
	// Lines that the series touched: those it added, and those beside what it removed.
	near(line) {
		return this.changed.some((l) => Math.abs(l - line) <= 3);
	}
	get lists() {
		return this.once('lists', () => lists(this.lexed, this.names));
	}
}

export class Result {
	constructor(tree, { files, report }) {
		this.tree = tree;
		this.report = report;
		this.spec = report.spec;
		this.level = report.level;
		this.name = report.name;
		this.overlay = new Map();
		this.memo = new Map();
		this.kept = tree.memo;
		const nsproxy =
			tree.memo.get('nsproxy') ??
			new File(
				'include/linux/nsproxy.h',
				tree.read('include/linux/nsproxy.h') ?? ''
			);
		tree.memo.set('nsproxy', nsproxy);
		const read = readNames(nsproxy, this.name);
		this.members = read.members;
		this.names = read.names;
		for (const [path, rows] of files) this.set(path, rows);
	}
	set(path, rows) {
		const added = new Set();
		rows.forEach((r, i) => r.added && added.add(i + 1));
		const file = new File(
			path,
			rows.map((r) => r.s).join('\n') + '\n',
			added,
			this.names,
			[...added, ...(rows.edits ?? [])]
		);
		file.fresh = !this.tree.has(path);
		this.overlay.set(path, file);
	}
	// The file as it is in the tree, whatever the series does to it.
	pristine(path) {
		const key = `${this.name} ${path}`;
		if (!this.kept.has(key)) {
			const text = this.tree.read(path);
			this.kept.set(
				key,
				text === null ? null : new File(path, text, new Set(), this.names)
			);
		}
		return this.kept.get(key);
	}
	file(path) {
		return this.overlay.get(path) ?? this.pristine(path);
	}
}

// What one file alone says is found once, however often the others change.
function alone(file, what, check) {
	return file.once(`judged ${what}`, () => {
		const found = [];
		check((path, line, text) => found.push([path, line, text]));
		return found;
	});
}

// What several files say together is found again when one of them changes.
function together(result, what, some, check) {
	const key = `${what} ${[...result.overlay]
		.filter(([p]) => some(p))
		.map(([, f]) => f.serial)
		.join()}`;
	if (!result.memo.has(key)) {
		const found = [];
		check((path, line, text) => found.push([path, line, text]));
		result.memo.set(key, found);
	}
	return result.memo.get(key);
}

const code = (path) => /\.[ch]$/.test(path);
const kernel = (path) => code(path) && !path.startsWith('tools/');

// Files that the series leaves alone, but that name namespaces: a list there needs ours, too.
function elsewhere(result, members) {
	const { tree } = result;
	if (!tree.memo.has('elsewhere')) {
		const dirs = [
			'kernel',
			'fs',
			'include',
			'ipc',
			'net/core',
			'security',
			'init',
		].filter((d) => tree.has(d) || existsSync(join(tree.dir, d)));
		const out = spawnSync(
			'grep',
			['-rlE', '--include=*.[ch]', 'CLONE_NEW|nsproxy', ...dirs],
			{ cwd: tree.dir, encoding: 'utf8', maxBuffer: 1 << 24 }
		);
		if (out.status > 1) throw new Unreadable(`${tree.dir}: ${out.stderr}`);
		const rows = out.stdout
			.split('\n')
			.filter(Boolean)
			.sort()
			.map((path) => {
				const many = (what) =>
					new Set((tree.read(path) ?? '').match(what) ?? []).size > 3;
				const walks = many(/->\w+_ns\b|->\w+_for_children\b/g);
				return {
					path,
					walks,
					lists:
						walks ||
						many(/\bCLONE_NEW\w+/g) ||
						many(/\b[a-z]+_namespace\b/g),
				};
			});
		tree.memo.set(
			'elsewhere',
			rows.filter((r) => r.lists)
		);
	}
	const found = [];
	for (const { path, walks } of tree.memo.get('elsewhere')) {
		if (result.overlay.has(path)) continue;
		const file = result.pristine(path);
		found.push(
			...alone(file, `elsewhere ${result.level}`, (to) => {
				judgeLists(file, result.names, result.level, to, file);
				if (walks)
					judgeNsproxy(file, members, result.names, result.level, to);
			})
		);
	}
	return found;
}

export function judge(result) {
	const found = new Set();
	const say = (path, line, what) => found.add(`${path}:${line}: ${what}`);
	const { names, level } = result;
	const members = result
		.file('include/linux/nsproxy.h')
		.once(
			'members',
			() => readNames(result.file('include/linux/nsproxy.h'), result.name).members
		);
	const memberKey = [...members.keys()].join();
	const headers = new Headers(result);
	// What a file says of names depends on the headers that the series changes.
	const version = [...result.overlay.values()]
		.filter((f) => f.path.endsWith('.h'))
		.map((f) => f.serial)
		.join();
	for (const file of result.overlay.values()) {
		if (!file.c) continue;
		for (const e of file.lexed.errors) say(file.path, e.line, e.what);
		alone(file, 'shape', (to) =>
			judgeShape(
				file,
				result.pristine(file.path),
				`CONFIG_${result.spec.config}`,
				to
			)
		).forEach((f) => say(...f));
		if (file.path.startsWith('tools/') && !existsSync('/usr/include/unistd.h'))
			continue;
		alone(file, `scope ${version}`, (to) =>
			judgeScope(result, headers, file, to)
		).forEach((f) => say(...f));
		if (file.path.startsWith('tools/')) continue;
		alone(file, 'lists', (to) =>
			judgeLists(file, names, level, to, result.pristine(file.path))
		).forEach((f) => say(...f));
		alone(file, `nsproxy ${memberKey}`, (to) =>
			judgeNsproxy(file, members, names, level, to)
		).forEach((f) => say(...f));
	}
	const add = (some) => some.forEach((f) => say(...f));
	add(together(result, 'own', kernel, (to) => judgeOwn(result, headers, to)));
	add(together(result, 'numbers', code, (to) => judgeNumbers(result, to)));
	add(
		together(
			result,
			'kbuild',
			(p) => !code(p),
			(to) => judgeKbuild(result, to)
		)
	);
	add(elsewhere(result, members));
	return [...found];
}
