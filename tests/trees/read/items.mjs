// SPDX-License-Identifier: GPL-2.0-only
//
// What a file lists: enums, tables, initialisers, _Generic, X-macros, cases, masks, declarations,
// the statements of a function. Each list has items; each item that belongs to a namespace has a
// key, which is the item with @ for that namespace, with the #if conditions inside the list.

import { closing } from './lex.mjs';

const NUMBER = /^\.?\d/;

// One item, if it belongs to exactly one namespace (or to ours, or to "user" alone).
function item(tokens, base, names) {
	const stems = new Set();
	tokens.forEach((tok, i) => {
		const found =
			tok.k === 'i'
				? names.of(tok.t, label(tokens, i))
				: tok.k === 's'
					? names.ofString(tok.t)
					: null;
		if (found) stems.add(found[0]);
	});
	let stem = null;
	if (stems.has(names.ours)) stem = names.ours;
	else if (stems.size === 1) [stem] = stems;
	else if (stems.size === 2 && stems.has('user'))
		[stem] = [...stems].filter((s) => s !== 'user');
	if (!stem) return null;
	// A mask has many; a statement that has ours and one other has the wrong name in one place.
	const mixed =
		stem === names.ours &&
		[...stems].filter((s) => s !== stem && s !== 'user').length === 1 &&
		!tokens.some((t) => t.t === '|');
	const loose = [],
		key = [];
	let guards = base.join(' && ');
	tokens.forEach((tok, i) => {
		const now = guardsOf(tok, base, names, stem);
		if (now !== guards && (now || key.length || guards)) {
			key.push(`[${now}]`);
		}
		guards = now;
		const found =
			tok.k === 'i'
				? names.of(tok.t, label(tokens, i))
				: tok.k === 's'
					? names.ofString(tok.t)
					: null;
		const said =
			found && found[0] === stem
				? found[1]
				: tok.k === 'n' && NUMBER.test(tok.t) && tok.t !== '0'
					? '#'
					: tok.t;
		key.push(tok.k === 's' && found ? `"${said}"` : said);
		loose.push(key.at(-1));
	});
	return {
		stem,
		key: key.join(' '),
		loose: loose.join(' '),
		mixed,
		words: mixed ? tokens.filter((t) => t.k === 'i').map((t) => t.t) : [],
		line: tokens[0].line,
		depth: tokens[0].depth ?? '',
	};
}

const label = (tokens, i) =>
	tokens[i - 1]?.t === 'goto' ||
	(tokens[i + 1]?.t === ':' && (i === 0 || /[;{}]/.test(tokens[i - 1].t)));

function guardsOf(tok, base, names, stem) {
	return tok.guards
		.slice(base.length)
		.map((g) => {
			const not = g.startsWith('!') ? '!' : '';
			const found = names.of(g.slice(not.length));
			return found && found[0] === stem ? `${not}@` : g;
		})
		.join(' && ');
}

// Split at a separator outside brackets.
// RH_KABI_EXTEND(struct a *b) brings a semicolon of its own.
function ended(body) {
	return body.flatMap((tok, i) =>
		tok.t === ')' && body[i + 1] && body[i + 1].line > tok.line &&
		!/^[;,)]$/.test(body[i + 1].t)
			? [tok, { ...tok, k: 'p', t: ';' }]
			: [tok]
	);
}

export function split(tokens, at) {
	const parts = [];
	let part = [],
		depth = 0;
	for (const tok of tokens) {
		if (/^[({[]$/.test(tok.t)) depth++;
		else if (/^[)}\]]$/.test(tok.t)) depth--;
		if (depth === 0 && tok.t === at && tok.k === 'p') {
			parts.push(part);
			part = [];
		} else {
			part.push(tok);
		}
	}
	parts.push(part);
	return parts.filter((p) => p.length);
}

// "X(a, B) X(c, D)": each call is an item.
function calls(tokens) {
	const parts = [];
	for (let i = 0; i < tokens.length; i++) {
		if (tokens[i].k !== 'i' || tokens[i + 1]?.t !== '(') return [];
		const end = closing(tokens, i + 1);
		if (end < 0) return [];
		parts.push(tokens.slice(i, end + 1));
		i = end;
	}
	return parts;
}

// The arms of a switch: its labels, and what follows up to the next label.
function arms(tokens) {
	const parts = [];
	let part = [],
		depth = 0,
		labels = false;
	for (let i = 0; i < tokens.length; i++) {
		const tok = tokens[i];
		const starts =
			depth === 0 &&
			(tok.t === 'case' || (tok.t === 'default' && tokens[i + 1]?.t === ':'));
		if (starts && part.length) {
			parts.push(part);
			part = [];
		}
		if (/^[({[]$/.test(tok.t)) depth++;
		else if (/^[)}\]]$/.test(tok.t)) depth--;
		part.push(tok);
		labels ||= starts;
	}
	if (part.length) parts.push(part);
	return labels ? parts : [];
}

// Statements, each "if" with what it controls.
function statements(tokens) {
	const parts = [];
	let i = 0;
	const one = () => {
		const from = i;
		const word = tokens[i].t;
		if (word === '{') {
			const end = closing(tokens, i);
			i = end < 0 ? tokens.length : end + 1;
		} else if (/^(if|while|for|switch)$/.test(word) && tokens[i + 1]?.t === '(') {
			const end = closing(tokens, i + 1);
			i = end < 0 ? tokens.length : end + 1;
			if (i < tokens.length) one();
			if (tokens[i]?.t === 'else') {
				i++;
				if (i < tokens.length) one();
			}
		} else {
			let depth = 0;
			for (; i < tokens.length; i++) {
				const { t } = tokens[i];
				if (/^[({[]$/.test(t)) depth++;
				else if (/^[)}\]]$/.test(t)) depth--;
				if (depth <= 0 && (t === ';' || (t === ':' && i === from + 1))) {
					i++;
					break;
				}
			}
		}
		return tokens.slice(from, i);
	};
	while (i < tokens.length) parts.push(one());
	return parts;
}

// A block's statements, and those in the blocks inside.
function* deep(tokens) {
	for (const s of statements(tokens)) {
		yield s;
		const open = s.findIndex((t) => t.t === '{');
		if (/^(if|while|for|switch|\{|else)$/.test(s[0].t)) {
			if (open >= 0 && s.at(-1).t === '}') {
				const end = closing(s, open);
				yield* deep(s.slice(open + 1, end));
				if (end + 1 < s.length && s[end + 1].t === 'else')
					yield* deep(s.slice(end + 2));
			}
		}
	}
}

// How deep in blocks each statement is, and after how many locks that are held.
function context(body) {
	let braces = 0,
		locks = 0;
	for (let i = 0; i < body.length; i++) {
		if (body[i].t === '}') braces--;
		body[i].depth = `${braces} ${locks}`;
		if (body[i].t === '{') braces++;
		else if (body[i + 1]?.t === '(' && /(^|_)(lock|lock_irq\w*)$/.test(body[i].t))
			locks++;
		else if (body[i + 1]?.t === '(' && /(^|_)unlock(_irq\w*)?$/.test(body[i].t))
			locks--;
	}
}

export function lists(lexed, names) {
	const all = [];
	const add = (kind, name, parts, base, line, extra = {}) => {
		const items = [];
		for (const part of parts) {
			const one = item(part, base, names);
			if (one) items.push(one);
		}
		if (items.length) all.push({ kind, name, line, items, ...extra });
	};
	const inner = (tokens, name) => {
		for (let i = 0; i < tokens.length; i++) {
			const tok = tokens[i];
			if (tok.t === '_Generic' && tokens[i + 1]?.t === '(') {
				const end = closing(tokens, i + 1);
				if (end > 0)
					add(
						'generic',
						name,
						split(tokens.slice(i + 2, end), ','),
						tok.guards,
						tok.line
					);
			} else if (tok.t === 'switch' && tokens[i + 1]?.t === '(') {
				const head = closing(tokens, i + 1);
				const end =
					head > 0 && tokens[head + 1]?.t === '{'
						? closing(tokens, head + 1)
						: -1;
				if (end > 0)
					add(
						'switch',
						name,
						arms(tokens.slice(head + 2, end)),
						tok.guards,
						tok.line
					);
			}
		}
	};
	const masks = (tokens, name) => {
		let run = [];
		const flush = () => {
			const flags = run.filter((t) => t.k === 'i');
			if (flags.length > 2)
				add(
					'mask',
					name,
					flags.map((t) => [t]),
					flags[0].guards,
					flags[0].line
				);
			run = [];
		};
		for (const tok of tokens) {
			if (
				tok.t === '|' ||
				(tok.k === 'i' && /^[A-Z][A-Z0-9_]+$/.test(tok.t)) ||
				(/^[()~]$/.test(tok.t) && run.length)
			)
				run.push(tok);
			else flush();
		}
		flush();
	};
	// What is in "#if 0" lists nothing.
	const tokens = lexed.tokens.filter((t) => !t.guards.includes('0'));
	const defines = [],
		declarations = [];
	let i = 0;
	while (i < tokens.length) {
		const tok = tokens[i];
		if (tok.k === 'd') {
			let end = i + 1;
			while (
				end < tokens.length &&
				tokens[end].macro === tok.macro &&
				tokens[end].k !== 'd'
			)
				end++;
			const body = tokens.slice(i + 1, end);
			defines.push([tok, { ...tok, t: tok.macro ?? '', k: 'i' }, ...body]);
			inner(body, tok.macro);
			masks(body, tok.macro);
			const rows = calls(body);
			if (rows.length > 2) add('xlist', tok.macro, rows, tok.guards, tok.line);
			i = end;
			continue;
		}
		// A declaration or definition at the top: up to ";" or the end of a function.
		const from = i;
		let brace = -1,
			end = -1;
		for (; i < tokens.length && tokens[i].k !== 'd'; i++) {
			const { t } = tokens[i];
			if (t === '{') {
				if (brace < 0) brace = i;
				const close = closing(tokens, i);
				if (close < 0) break;
				end = close;
				i = close;
				if (
					tokens[brace - 1]?.t === ')' ||
					(tokens[close + 1]?.t !== ';' &&
						!/^(enum|struct|union|=|const|static|typedef)$/.test(
							tokens[from].t
						) &&
						tokens[brace - 1]?.t !== '=')
				) {
					i++;
					break;
				}
			} else if (t === '(' || t === '[') {
				const close = closing(tokens, i);
				if (close < 0) break;
				i = close;
			} else if (t === ';') {
				i++;
				break;
			}
		}
		if (i === from) i++;
		const whole = tokens.slice(from, i);
		if (brace < 0) {
			declarations.push(whole);
			continue;
		}
		const head = tokens.slice(from, brace);
		const body = tokens.slice(brace + 1, end < 0 ? i : end);
		const words = head.map((t) => t.t);
		const base = tokens[brace].guards;
		if (tokens[brace - 1]?.t === ')') {
			const open = head.findIndex(
				(t, j) => t.t === '(' && head[j - 1]?.k === 'i'
			);
			const name = head[open - 1]?.t ?? '';
			inner(body, name);
			masks(body, name);
			context(body);
			add('function', name, [...deep(body)], base, head[0]?.line ?? 0, {
				end: whole.at(-1).line,
			});
		} else if (words.includes('=')) {
			const eq = words.indexOf('=');
			const name =
				[...head.slice(0, eq)].reverse().find((t) => t.k === 'i')?.t ?? '';
			const parts = split(body, ',');
			// A list may end with NULL or an empty element.
			const stop = parts.find((p) =>
				/^(NULL|0|\{ \})$/.test(p.map((t) => t.t).join(' '))
			);
			add('init', name, parts, base, head[0].line, {
				type: words.join(' '),
				stop: stop?.[0].line,
			});
			declarations.push(whole);
		} else if (words.includes('enum')) {
			add(
				'enum',
				words[words.indexOf('enum') + 1] ?? '',
				split(body, ','),
				base,
				head[0].line
			);
		} else if (words.includes('struct') || words.includes('union')) {
			add('struct', words.at(-1), split(ended(body), ';'), base, head[0].line);
		}
	}
	const first = (rows) => (rows[0]?.[0].guards.length ? [rows[0][0].guards[0]] : []);
	add(
		'defines',
		'',
		defines.filter((d) => !/_H_*$/.test(d[0].macro ?? '')),
		first(defines),
		1
	);
	add('file', '', declarations, first(declarations), 1);
	return all;
}
