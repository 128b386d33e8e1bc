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
import { judgeProse, judgeTest } from './prose.mjs';
import { judgeKbuild } from './kbuild.mjs';
import { judgeOwn } from './own.mjs';
import { Headers } from './headers.mjs';
import { judgeScope } from './scope.mjs';
import { judgeNsproxy } from './walk.mjs';

const NSPROXY = 'include/linux/nsproxy.h';

let serial = 0;
const sayings = new Map();

// A file as it is after the series; what was read of it is kept for as long as it is. One that is
// like another has the same text.
export class File {
	constructor(path, text, added, names, changed = [...(added ?? [])], like = null) {
		this.serial = ++serial;
		this.path = path;
		this.text = text;
		this.added = added;
		this.changed = changed;
		this.names = names;
		this.like = like;
		this.c = /\.[ch]$/.test(path);
		this.memo = new Map();
	}
	once(what, make) {
		if (!this.memo.has(what)) this.memo.set(what, make());
		return this.memo.get(what);
	}
	get lexed() {
		return this.like?.lexed ?? this.once('lexed', () => lex(this.text));
	}
	get syntax() {
		return (
			this.like?.syntax ??
			this.once('syntax', () => new Syntax(this.text, this.lexed))
		);
	}
	// As it is compiled with these options off.
	without(...off) {
		return this.once(
			`without ${off}`,
			() => new Syntax(this.text, this.lexed, new Set(off))
		);
	}
	// What it says to whoever includes it, by number: comments and layout say nothing.
	get said() {
		return this.once('said', () => {
			const text = [
				...this.lexed.directives.map((d) => `${d.kind} ${d.rest}`),
				...this.lexed.tokens.map((t) => t.t),
			].join(' ');
			if (!sayings.has(text)) sayings.set(text, sayings.size);
			return sayings.get(text);
		});
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
		const nsproxy = tree.kept(
			NSPROXY,
			'members',
			() => new File(NSPROXY, tree.read(NSPROXY) ?? '')
		);
		const read = tree.kept(NSPROXY, this.name, () => readNames(nsproxy, this.name));
		this.members = read.members;
		this.names = read.names;
		for (const [path, rows] of files) this.set(path, rows);
	}
	set(path, rows) {
		const added = new Set();
		rows.forEach((r, i) => r.added && added.add(i + 1));
		const text = rows.map((r) => r.s).join('\n') + '\n';
		const changed = [...added, ...(rows.edits ?? [])];
		const fresh = !this.tree.has(path);
		// Most series on trees of one release leave most files as another one does.
		const root = this.tree.base ?? this.tree;
		const recent = root.recent.get(path) ?? [];
		root.recent.set(path, recent);
		let file = recent.find(
			(f) =>
				f.text === text &&
				f.names === this.names &&
				f.fresh === fresh &&
				f.changed.join() === changed.join()
		);
		if (!file) {
			file = new File(path, text, added, this.names, changed);
			file.fresh = fresh;
			recent.push(file);
			if (recent.length > 3) recent.splice(1, 1);
		}
		this.overlay.set(path, file);
	}
	// The file as it is in the tree, whatever the series does to it.
	pristine(path) {
		const make = (like) => () => {
			const text = this.tree.read(path);
			return text === null
				? null
				: new File(path, text, new Set(), this.names, [], like);
		};
		const { tree } = this;
		const file = tree.kept(path, `file ${this.name}`, make(null));
		if (!file || file.names === this.names) return file;
		// The names of this tree's namespaces are others.
		const key = `file here ${path}`;
		if (!tree.memo.has(key)) tree.memo.set(key, make(file)());
		return tree.memo.get(key);
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

// A file that names namespaces, and whether it lists them.
function listing(path, text) {
	const many = (what) => new Set(text.match(what) ?? []).size > 3;
	const walks = many(/->\w+_ns\b|->\w+_for_children\b/g);
	return {
		path,
		walks,
		lists: walks || many(/\bCLONE_NEW\w+/g) || many(/\b[a-z]+_namespace\b/g),
	};
}

const ABOUT = /CLONE_NEW|nsproxy/;
const DIRS = ['kernel', 'fs', 'include', 'ipc', 'net/core', 'security', 'init'];

function listings(tree) {
	if (tree.memo.has('elsewhere')) return tree.memo.get('elsewhere');
	let all;
	if (tree.base) {
		const here = [...tree.changed]
			.filter((p) => /\.[ch]$/.test(p) && DIRS.some((d) => p.startsWith(`${d}/`)))
			.filter((p) => ABOUT.test(tree.read(p) ?? ''))
			.map((p) => listing(p, tree.read(p)));
		all = [...listings(tree.base).filter((r) => !tree.changed.has(r.path)), ...here];
	} else {
		const out = spawnSync(
			'grep',
			[
				'-rlE',
				'--include=*.[ch]',
				ABOUT.source,
				...DIRS.filter((d) => existsSync(join(tree.dir, d))),
			],
			{ cwd: tree.dir, encoding: 'utf8', maxBuffer: 1 << 24 }
		);
		if (out.status > 1) throw new Unreadable(`${tree.dir}: ${out.stderr}`);
		all = out.stdout
			.split('\n')
			.filter(Boolean)
			.map((p) => listing(p, tree.read(p) ?? ''));
	}
	all = all.filter((r) => r.lists).sort((a, b) => (a.path < b.path ? -1 : 1));
	tree.memo.set('elsewhere', all);
	return all;
}

// Files that the series leaves alone, but that name namespaces: a list there needs ours, too.
function elsewhere(result, members) {
	const found = [];
	const defined = new Set(
		[...result.overlay.values()]
			.filter((f) => f.c)
			.flatMap((f) => f.lists)
			.filter((l) => l.kind === 'defines')
			.flatMap((l) => l.items)
			.filter((i) => i.stem === result.names.ours)
			.map((i) => i.loose)
	);
	// A number may be defined in the one header or in the other.
	const other = (kind, form) => kind === 'defines' && defined.has(form);
	const key = [[...members.keys()].join(), ...defined].join('; ');
	for (const { path, walks } of listings(result.tree)) {
		if (result.overlay.has(path)) continue;
		const file = result.pristine(path);
		found.push(
			...alone(file, `elsewhere ${result.level} ${key}`, (to) => {
				judgeLists(file, result.names, result.level, to, file, other);
				if (walks)
					judgeNsproxy(file, members, result.names, result.level, to);
			})
		);
	}
	return found;
}

function walked(file, members, { names, level }) {
	const key = [...members.keys()].join();
	return alone(file, `nsproxy ${level} ${key}`, (to) =>
		judgeNsproxy(file, members, names, level, to)
	);
}

export function judge(result) {
	const found = new Set();
	const say = (path, line, what) => found.add(`${path}:${line}: ${what}`);
	const { names, level } = result;
	const members = result
		.file(NSPROXY)
		.once('members', () => readNames(result.file(NSPROXY), result.name).members);
	const headers = new Headers(result);
	// What a file says of names depends on the headers that the series changes.
	const version = `${[...result.overlay.values()]
		.filter((f) => f.path.endsWith('.h'))
		.map((f) => f.said)
		.join()} ${result.tree.variant}`;
	for (const file of result.overlay.values()) {
		if (result.tree.isLink(file.path))
			say(file.path, 1, 'is a symbolic link, which the patch does not apply to');
		alone(file, 'prose', (to) => judgeProse(file, names, to)).forEach((f) => say(...f));
		if (!file.c) continue;
		if (file.fresh && file.path.startsWith('tools/'))
			alone(file, 'test', (to) => judgeTest(file, names, to)).forEach((f) =>
				say(...f)
			);
		const before = result.pristine(file.path);
		for (const e of file.lexed.errors)
			if (!before?.lexed.errors.some((b) => b.what === e.what))
				say(file.path, e.line, e.what);
		alone(file, `shape ${before?.serial}`, (to) =>
			judgeShape(file, before, `CONFIG_${result.spec.config}`, to)
		).forEach((f) => say(...f));
		if (file.path.startsWith('tools/') && !existsSync('/usr/include/unistd.h'))
			continue;
		alone(file, `scope ${version}`, (to) =>
			judgeScope(result, headers, file, to)
		).forEach((f) => say(...f));
		if (file.path.startsWith('tools/')) continue;
		alone(file, `lists ${level} ${before?.serial}`, (to) =>
			judgeLists(file, names, level, to, before)
		).forEach((f) => say(...f));
		// What is odd before the series, too, is not its fault.
		const odd = new Set(
			(before ? walked(before, result.members, result) : []).map(
				([, , what]) => what
			)
		);
		walked(file, members, result)
			.filter(([, , what]) => !odd.has(what))
			.forEach((f) => say(...f));
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
