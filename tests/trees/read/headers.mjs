// SPDX-License-Identifier: GPL-2.0-only
//
// What the headers that a file includes declare: names at the top level, with the number of
// parameters, and where a struct has its members.

import { existsSync } from 'node:fs';
import { dirname, join, normalize, resolve } from 'node:path';
import { closing, lex } from './lex.mjs';

function arity(tokens, open) {
	const end = closing(tokens, open);
	if (end < 0) return null;
	let n = 0,
		depth = 0;
	for (let i = open + 1; i < end; i++) {
		const { t } = tokens[i];
		if (t === '...') return null;
		if (/^[({[]$/.test(t)) depth++;
		else if (/^[)}\]]$/.test(t)) depth--;
		else if (t === ',' && depth === 0) n++;
	}
	return end === open + 1 || (end === open + 2 && tokens[open + 1].t === 'void') ? 0 : n + 1;
}

export function declares(text, lexed = lex(text)) {
	const names = new Map(),
		structs = new Map();
	const put = (name, n) => names.set(name, (names.get(name) ?? new Set()).add(n));
	const { tokens } = lexed;
	for (let i = 0; i < tokens.length; i++) {
		const tok = tokens[i];
		if (tok.k === 'd') {
			if (tok.macro)
				put(
					tok.macro,
					tok.args === null || /\.\.\./.test(tok.args)
						? null
						: /^\(\s*\)$/.test(tok.args)
							? 0
							: tok.args.split(',').length
				);
			while (
				tokens[i + 1]?.macro &&
				tokens[i + 1].k !== 'd' &&
				tokens[i + 1].macro === tok.macro
			)
				i++;
		} else if (tok.t === 'enum') {
			const open =
				tokens[i + 1]?.t === '{'
					? i + 1
					: tokens[i + 2]?.t === '{'
						? i + 2
						: -1;
			const end = open > 0 ? closing(tokens, open) : -1;
			for (let j = open + 1; j < end; j++)
				if (
					(tokens[j].k === 'i' && /^[{,]$/.test(tokens[j - 1].t)) ||
					(tokens[j].k === 'i' && tokens[j - 1].k === 'd')
				)
					put(tokens[j].t, null);
			if (end > 0) i = end;
		} else if (tok.t === '{') {
			const end = closing(tokens, i);
			const tag = tokens[i - 1];
			if (/^(struct|union)$/.test(tokens[i - 2]?.t) && tag.k === 'i')
				structs.set(tag.t, tok.line);
			if (tag?.k === 'i') put(`struct ${tag.t}`, null);
			if (end < 0) break;
			i = end;
		} else if (tok.t === '(') {
			const end = closing(tokens, i);
			if (end < 0) break;
			// DEFINE_GUARD(name, ...) and the like declare what they name.
			if (/^[A-Z][A-Z0-9_]+$/.test(tokens[i - 1]?.t ?? ''))
				for (let j = i + 1; j < end; j++)
					if (tokens[j].k === 'i' && tokens[j - 1].t !== 'struct')
						put(tokens[j].t, null);
			i = end;
		} else if (tok.k === 'i' && /^(struct|union|enum)$/.test(tokens[i - 1]?.t)) {
			put(`struct ${tok.t}`, null);
		} else if (tok.k === 'i') {
			const call = tokens[i + 1]?.t === '(';
			put(tok.t, call ? arity(tokens, i + 1) : null);
		}
	}
	const includes = lexed.directives
		.filter((d) => d.kind === 'include')
		.map((d) => /^[<"]([^>"]+)[>"]/.exec(d.rest))
		.filter(Boolean)
		.map((m) => [m[1], m[0][0] === '"']);
	return { names, structs, includes };
}

const ROOTS = ['include', 'include/uapi', 'arch/x86/include', 'arch/x86/include/uapi'];

const USER = [
	'include/uapi',
	'/usr/include',
	'/usr/include/x86_64-linux-gnu',
	'/usr/lib/gcc/x86_64-linux-gnu/12/include',
	'arch/x86/include/uapi',
	'include/uapi/asm-generic',
];

export class Headers {
	constructor(result) {
		this.result = result;
		this.tree = result.tree;
	}
	there(path) {
		return (
			this.tree.kept(path, 'there', () =>
				existsSync(resolve(this.tree.of(path).dir, path))
			) || this.result.overlay.has(path)
		);
	}
	// Where an include is found, or null.
	find(from, [name, quoted]) {
		// A selftest uses the C library's headers, and those that the kernel installs.
		if (from.startsWith('tools/') || from.startsWith('/')) {
			const all = quoted ? [normalize(join(dirname(from), name))] : [];
			all.push(...USER.map((root) => `${root}/${name}`));
			return all.find((p) => this.there(p)) ?? null;
		}
		const places = quoted ? [normalize(join(dirname(from), name))] : [];
		for (const root of ROOTS) places.push(`${root}/${name}`);
		if (name.startsWith('asm/'))
			places.push(
				// Up to 2.6.27, asm/ is a link to one of these.
				`include/asm-x86/${name.slice(4)}`,
				`include/asm-x86_64/${name.slice(4)}`,
				`include/asm-generic/${name.slice(4)}`,
				`include/uapi/asm-generic/${name.slice(4)}`
			);
		return places.find((p) => this.there(p)) ?? null;
	}
	// Up to 3.6 the top Makefile writes include/linux/version.h.
	made(name) {
		return (this.tree.read('Makefile') ?? '').includes(`\ninclude/${name}:`);
	}
	info(path) {
		const over = this.result.overlay.get(path);
		if (over) return over.once('declares', () => declares(over.text, over.lexed));
		return this.tree.kept(path, 'declares', () => {
			const text = this.tree.read(path);
			return text === null ? null : declares(text);
		});
	}
	// What a header of the tree includes does not depend on the series.
	resolved(path, info) {
		const all = () => info.includes.map((i) => this.find(path, i));
		if (this.result.overlay.has(path)) return all();
		if (this.tree.sameHeaders) return this.tree.kept(path, 'resolved', all);
		const key = `resolved here ${path}`;
		if (!this.tree.memo.has(key)) this.tree.memo.set(key, all());
		return this.tree.memo.get(key);
	}
	// All headers that a file includes, directly or not, with how deep.
	closure(path) {
		const depth = new Map();
		let todo = [[path, 0]];
		while (todo.length) {
			const next = [];
			for (const [at, d] of todo) {
				const info = this.info(at);
				for (const found of info ? this.resolved(at, info) : []) {
					if (found && !depth.has(found)) {
						depth.set(found, d + 1);
						next.push([found, d + 1]);
					}
				}
			}
			todo = next;
		}
		return depth;
	}
}
