// SPDX-License-Identifier: GPL-2.0-only
//
// Just enough C to change a kernel's file in a certain place. This only has to find what stands in
// the five releases; what it does not find is skipped.

import { skip } from './tree.mjs';

// A long regular expression, in parts.
export function re(flags, ...parts) {
	return new RegExp(parts.map((each) => each.source).join(''), flags);
}

// The same text, with comments and literals blanked.
export function mask(text) {
	return text.replace(/\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'/g,
		(found) => found.replace(/[^\n]/g, ' '));
}

function closing(code, at) {
	let depth = 0;
	for (let i = at; i < code.length; i++) {
		if ('({['.includes(code[i]))
			depth++;
		else if (')}]'.includes(code[i]) && --depth === 0)
			return i;
	}
	return skip();
}

function lineStart(text, at) {
	return text.lastIndexOf('\n', at - 1) + 1;
}

// A function's definition: where its head, parameters and body are.
export function findFunction(text, name) {
	const code = mask(text);
	const pattern = new RegExp(`(?<![\\w.>])${name}\\s*\\(`, 'g');
	for (let found; (found = pattern.exec(code));) {
		const start = lineStart(code, found.index);
		if (!/^[A-Za-z_]/.test(code.slice(start)) ||
			/[;={}(]/.test(code.slice(start, found.index)))
			continue;
		const open = found.index + found[0].length - 1;
		const close = closing(code, open);
		const after = /^\s*(?:__\w+\s*)*\{/.exec(code.slice(close + 1));
		if (!after)
			continue;
		const body = close + after[0].length;
		let head = start;
		// "static int" on a line of its own
		const before = lineStart(code, head - 1);
		if (/^(static|int|void|struct|bool|unsigned)[\w *]*\n$/.test(code.slice(before,
			head)))
			head = before;
		return { start: head, name: found.index, params: [open + 1, close], body,
			end: closing(code, body) + 1 };
	}
	return null;
}

// A struct, enum or table: from its head to the ";" that ends it.
export function findBlock(text, head) {
	const code = mask(text);
	const found = new RegExp(`^${head}[^;{}]*\\{`, 'm').exec(code);
	if (!found)
		return null;
	const open = found.index + found[0].length - 1;
	const close = closing(code, open);
	const end = code.indexOf(';', close) + 1;
	return { start: found.index, open, close, end };
}

// A macro with its continuation lines.
export function findMacro(text, name) {
	const found = new RegExp(`^#define\\s+${name}\\b(?:[^\\n]*\\\\\\n)*[^\\n]*\\n`,
		'm').exec(text);
	return found ? { start: found.index, end: found.index + found[0].length } : null;
}

export function find(text, kind, name) {
	return { function: findFunction, block: findBlock, macro: findMacro }[kind](text, name);
}

function within(tree, file, place, change) {
	tree.edit(file, (text) => {
		const at = place(text) ?? skip();
		const old = text.slice(at.start, at.end);
		const now = change(old);
		return now == null || now === old ? skip() :
			text.slice(0, at.start) + now + text.slice(at.end);
	});
}

export function inFunction(tree, file, name, change) {
	within(tree, file, (text) => findFunction(text, name), change);
}

export function inBlock(tree, file, head, change) {
	within(tree, file, (text) => findBlock(text, head), change);
}

export function inMacro(tree, file, name, change) {
	within(tree, file, (text) => findMacro(text, name), change);
}

// Rename an identifier, but neither in comments nor in literals, nor a member of that name.
export function rename(text, from, to, members = false) {
	const code = mask(text);
	let out = '';
	let last = 0;
	for (const { index } of code.matchAll(new RegExp(`\\b${from}\\b`, 'g'))) {
		const before = code.slice(0, index).trimEnd();
		const member = /->$|[\w)\]\s]\.$/.test(before);
		if (members === 'only' ? !member : member && !members)
			continue;
		out += text.slice(last, index) + to;
		last = index + from.length;
	}
	return out + text.slice(last);
}

// Exchange pairs of identifiers everywhere in the text.
export function exchange(text, pairs) {
	const other = new Map(pairs.flatMap(([a, b]) => [[a, b], [b, a]]));
	return text.replace(/\b\w+\b/g, (word) => other.get(word) ?? word);
}

// The lines of a block's inside, as pieces that stay together: an #if with what it guards.
export function pieces(inside) {
	const all = [];
	let depth = 0;
	for (const line of inside.split(/(?<=\n)/)) {
		if (depth)
			all[all.length - 1] += line;
		else
			all.push(line);
		if (/^#\s*if/.test(line))
			depth++;
		else if (/^#\s*endif/.test(line))
			depth--;
	}
	return all;
}

// The same, with the part between its outer braces changed.
export function inside(block, change) {
	const code = mask(block);
	const open = code.indexOf('{');
	const close = closing(code, open);
	return block.slice(0, open + 1) + change(block.slice(open + 1, close)) + block.slice(close);
}
