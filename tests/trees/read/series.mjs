// SPDX-License-Identifier: GPL-2.0-only
//
// Read a tree and a series. Patches are applied here, strictly: a context line that differs is an
// error, because git would find another place for it.

import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

export class Unreadable extends Error {}

// A tree before the series. Each file is read once. One that differs from a base in a few files
// shares what was read, and what was found out, of the others.
export class Tree {
	constructor(dir, base = null, changed = []) {
		this.dir = dir;
		this.base = base;
		this.changed = new Set(changed);
		this.texts = new Map();
		this.memo = new Map();
		// Files as series left them: see Result.
		this.recent = new Map();
		// What depends on headers is found out anew if one of them changed.
		this.own = [...this.changed].filter((path) => path.endsWith('.h'));
		this.variant = this.own.map((path) => `${path}: ${this.read(path)}`).join('');
		this.sameHeaders = !this.own.some((path) => this.has(path) !== base.has(path));
	}
	// The tree that this file belongs to.
	of(path) {
		return this.base && !this.changed.has(path) ? this.base : this;
	}
	read(path) {
		const { dir, texts } = this.of(path);
		if (!texts.has(path)) {
			let text = null;
			try {
				text = readFileSync(resolve(dir, path), 'utf8');
			} catch (error) {
				if (!['ENOENT', 'ENOTDIR', 'EISDIR'].includes(error.code))
					throw new Unreadable(`${path}: ${error.message}`);
			}
			texts.set(path, text);
		}
		return texts.get(path);
	}
	has(path) {
		const { dir, texts } = this.of(path);
		return texts.has(path) ? this.read(path) !== null : existsSync(join(dir, path));
	}
	isLink(path) {
		return this.kept(path, 'link', () => {
			const { dir } = this.of(path);
			const is = lstatSync(join(dir, path), { throwIfNoEntry: false });
			return Boolean(is?.isSymbolicLink());
		});
	}
	// What was found out of a file.
	kept(path, what, make) {
		const { memo } = this.of(path);
		const key = `${what} ${path}`;
		if (!memo.has(key)) memo.set(key, make());
		return memo.get(key);
	}
}

const lines = (text) => {
	const all = text.split('\n');
	if (all.at(-1) === '') all.pop();
	return all;
};

// The hunks of one patch file: [path, first line, [op + text]...].
function* hunks(name, text) {
	let path = null,
		fresh = false;
	const all = text.split('\n');
	for (let i = 0; i < all.length; i++) {
		const line = all[i];
		let at;
		if (line.startsWith('diff --git ')) {
			path = null;
			fresh = false;
		} else if (line.startsWith('--- ')) {
			fresh = line === '--- /dev/null';
		} else if (line.startsWith('+++ b/')) {
			path = line.slice(6);
		} else if (path && (at = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line))) {
			let old = +(at[2] ?? 1),
				now = +(at[3] ?? 1);
			const ops = [];
			while (old > 0 || now > 0) {
				const op = all[++i];
				if (op === undefined || !/^[ +-]/.test(op))
					throw new Unreadable(`${name}:${i + 1}: hunk is cut short`);
				if (op[0] !== '+') old--;
				if (op[0] !== '-') now--;
				ops.push(op);
			}
			yield { path, fresh, first: +at[1], ops, from: `${name}:${i + 1}` };
		}
	}
}

// Apply one hunk to rows {s, added, was}; shift is by how much earlier hunks moved this file.
function apply(rows, hunk, shift) {
	let at = Math.max(hunk.first - 1, 0) + shift;
	let was = [];
	for (const op of hunk.ops) {
		const s = op.slice(1);
		if (op[0] === '+') {
			rows.splice(at++, 0, { s, added: true, was: was.length ? was : undefined });
			was = [];
		} else if (rows[at]?.s !== s) {
			throw new Unreadable(`${hunk.from}: does not apply to ${hunk.path}`);
		} else if (op[0] === '-') {
			rows.splice(at, 1);
			was.push(s);
		} else {
			at++;
			was = [];
		}
	}
}

export function readSeries(tree, dir) {
	let names, report;
	try {
		names = readdirSync(dir)
			.filter((n) => /^\d{4}-.*\.patch$/.test(n))
			.sort();
		report = JSON.parse(readFileSync(join(dir, 'report.json'), 'utf8'));
	} catch (error) {
		throw new Unreadable(`${dir}: ${error.message}`);
	}
	const files = new Map();
	for (const name of names) {
		const shifts = new Map();
		for (const hunk of hunks(name, readFileSync(join(dir, name), 'utf8'))) {
			const { path } = hunk;
			if (!files.has(path)) {
				const text = tree.read(path);
				if (text === null && !hunk.fresh)
					throw new Unreadable(
						`${hunk.from}: no ${path} in the tree`
					);
				if (text !== null && hunk.fresh)
					throw new Unreadable(
						`${hunk.from}: ${path} already exists`
					);
				files.set(
					path,
					lines(text ?? '').map((s) => ({ s, added: false }))
				);
			}
			const shift = shifts.get(path) ?? 0;
			apply(files.get(path), hunk, shift);
			const grown = hunk.ops.reduce(
				(n, op) => n + (op[0] === '+') - (op[0] === '-'),
				0
			);
			shifts.set(path, shift + grown);
		}
	}
	if (!files.size) throw new Unreadable(`${dir}: no patches`);
	return { files, report };
}
