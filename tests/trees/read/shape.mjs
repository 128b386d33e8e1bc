// SPDX-License-Identifier: GPL-2.0-only
//
// What is wrong in itself, wherever it stands: syntax, a line twice, indentation that says
// something else than the code, code that is not reached, a value that is not set or not used.

import { negate } from './lex.mjs';
import { compile, paths, unreached } from './paths.mjs';
import { MEMBER_LAST, declarator, field, walk } from './syntax.mjs';

const UNUSED_OK = /^(__|_)/;

// With our option on, and off where that makes a difference.
const statesOf = (file, config) =>
	file &&
	(file.text.includes(config)
		? [file.syntax, file.without(config)]
		: [file.syntax, file.syntax]);

export function judgeShape(file, pristine, config, say) {
	const states = statesOf(file, config);
	const olds = statesOf(pristine, config);
	states.forEach((syntax, i) => grown(file, syntax, olds?.[i], say));
	unbalanced(file, pristine, say);
	repeated(file, say);
	for (const state of new Set(states)) duplicates(file, state, say);
	for (const state of new Set(states))
		for (const fn of state.functions)
			if (
				fn.body &&
				file.changed.some((l) => l >= fn.line - 1 && l <= fn.end + 1)
			)
				judgeFunction(file, state, fn, say);
}

function grown(file, syntax, old, say) {
	const bad = (e) => syntax.flat(e).slice(0, 40);
	// Kernel files have errors as they are; a new one is the series' own.
	const before = new Map();
	for (const e of old?.errors ?? []) {
		const key = `${e.type} ${old.flat(e)}`;
		before.set(key, (before.get(key) ?? 0) + 1);
	}
	for (const e of syntax.errors) {
		const key = `${e.type} ${syntax.flat(e)}`;
		const left = before.get(key) ?? 0;
		before.set(key, left - 1);
		if (left <= 0) say(file.path, e.line, `syntax: ${bad(e) || `missing ${e.type}`}`);
	}
}

function unbalanced(file, pristine, say) {
	const sum = (f) =>
		f.lexed.tokens.reduce(
			(n, t) =>
				n +
				(t.macro
					? 0
					: t.t === '{'
						? 1
						: t.t === '}'
							? -1
							: t.t === '('
								? 1000
								: t.t === ')'
									? -1000
									: 0),
			0
		);
	if (sum(file) !== (pristine ? sum(pristine) : 0))
		say(file.path, 1, 'brackets do not match');
	for (const { t, k, line } of file.lexed.tokens)
		if (k === 'p' && t === '"' && file.added.has(line))
			say(file.path, line, 'string without an end');
}

// The same line twice, one after the other.
function repeated(file, say) {
	const rows = file.text.split('\n');
	for (const line of file.added) {
		const s = rows[line - 1].trim();
		if (
			s.length > 2 &&
			rows[line - 2]?.trim() === s &&
			!/^(\*|\/\*|#\s*endif|return;)/.test(s)
		)
			say(file.path, line, `the line before says the same: ${s.slice(0, 50)}`);
	}
}

// A name defined twice under the same conditions: compile with each option off and on.
function duplicates(file, syntax, say) {
	const dup = () => {
		const seen = new Map();
		const once = (kind, name, line) => {
			const key = `${kind} ${name}`;
			if (
				seen.has(key) &&
				(file.added.has(line) || file.added.has(seen.get(key)))
			)
				say(file.path, line, `${name} is defined twice`);
			seen.set(key, line);
		};
		syntax.functions.forEach((f) => once('f', f.name, f.line));
		syntax.variables.filter((v) => v.value).forEach((v) => once('v', v.name, v.line));
		for (const [name, s] of syntax.structs) {
			const members = new Set();
			for (const m of s.members) {
				if (members.has(m.name) && file.added.has(m.line))
					say(
						file.path,
						m.line,
						`struct ${name} has ${m.name} twice`
					);
				members.add(m.name);
			}
		}
		for (const n of walk(syntax.root)) {
			const names = new Map();
			if (n.type === 'initializer_list') {
				for (const p of n.kids.filter(
					(k) => k.type === 'initializer_pair'
				)) {
					const name = p.kids
						.filter((k) => k.field === 'designator')
						.map((k) => syntax.flat(k))
						.join('');
					if (names.has(name) && file.added.has(p.line))
						say(file.path, p.line, `${name} is set twice`);
					names.set(name, p.line);
				}
			} else if (n.type === 'enumerator') {
				once('e', syntax.text(field(n, 'name')), n.line);
			}
		}
	};
	dup();
	// One in an #if and one in its #else are one.
	const before = new Map();
	const apart = (a, b) => a.guards.some((g) => b.guards.includes(negate(g)));
	const directive = (key, d, words) => {
		const others = before.get(key) ?? [];
		if (file.added.has(d.line) && others.some((o) => !apart(o, d)))
			say(file.path, d.line, words);
		before.set(key, [...others, d]);
	};
	for (const d of file.lexed.directives) {
		if (d.kind === 'include') {
			directive(d.rest, d, `${d.rest} is included twice`);
		} else if (d.kind === 'define') {
			const name = /^\w+/.exec(d.rest)?.[0];
			directive(`#${name}`, d, `${name} is defined twice`);
		}
	}
	const forward = new Map();
	for (const row of file.lists.filter((l) => l.kind === 'file').flatMap((l) => l.items)) {
		const key = `${row.stem} ${row.key}`;
		if (
			/^(struct \w+|extern .*) ;$/.test(row.key.replaceAll('@', 'x')) &&
			forward.has(key) &&
			file.added.has(row.line)
		)
			say(file.path, row.line, 'declared twice');
		forward.set(key, row.line);
	}
}

function judgeFunction(file, syntax, fn, say) {
	const at = (line, what) => say(file.path, line, `${fn.name}(): ${what}`);
	const compiled = compile(syntax, fn);
	for (const j of compiled.lost) at(j.line, `goto ${j.label}, which is no label here`);
	for (const label of compiled.labels.keys())
		if (!compiled.used.has(label)) at(fn.line, `label ${label} is not used`);
	for (const node of unreached(compiled))
		if (node.type !== 'declaration')
			at(node.line, `is never reached: ${syntax.flat(node).slice(0, 50)}`);
	for (const n of walk(fn.body)) {
		if (
			n.type === 'labeled_statement' &&
			n.kids.filter((k) => k.type === 'statement_identifier').length > 1
		)
			at(n.line, 'two labels');
		indentation(file, n, at);
		cases(syntax, n, at);
	}
	params(fn, at);
	values(file, syntax, fn, compiled, at);
}

// "if (x)" governs the next statement; it is one step deeper, and the one after is not.
function indentation(file, node, at) {
	const rows = file.indents;
	const depth = (n) => rows[n.line - 1];
	if (node.type === 'if_statement') {
		const body = field(node, 'consequence');
		if (
			body &&
			body.type !== 'compound_statement' &&
			body.line !== node.line &&
			depth(body) <= depth(node) &&
			file.near(body.line)
		)
			at(body.line, 'is not indented, but the if before it governs it');
		if (body?.type === 'expression_statement' && !body.kids.some((k) => k.named))
			at(body.line, 'the if governs nothing');
	}
	if (node.type === 'compound_statement') {
		const own = node.kids.filter(
			(k) =>
				k.named &&
				k.type !== 'labeled_statement' &&
				k.type !== 'case_statement' &&
				!/^preproc/.test(k.type)
		);
		const first = own[0];
		for (const k of own) {
			if (k.line === node.line || !file.near(k.line)) continue;
			if (depth(k) > depth(first) && k.line !== first.line)
				at(k.line, 'is indented, but nothing governs it');
		}
	}
	if (node.type === 'case_statement') {
		const own = node.kids.filter((k) => k.named && k.field !== 'value');
		for (const k of own)
			if (
				k.type !== 'labeled_statement' &&
				k.line !== own[0].line &&
				depth(k) > depth(own[0]) &&
				file.near(k.line)
			)
				at(k.line, 'is indented, but nothing governs it');
	}
	if (node.type === 'labeled_statement' || node.type === 'compound_statement') {
		const two = node.kids.filter((k) => k.named);
		for (let i = 1; i < two.length; i++)
			if (
				two[i].type === two[i - 1].type &&
				two[i].line === two[i - 1].line &&
				two[i].type === 'expression_statement' &&
				file.near(two[i].line)
			)
				at(two[i].line, 'two statements on one line');
	}
}

// A case must not fall into the next one, unless it says so or has no statement.
function cases(syntax, node, at) {
	if (node.type !== 'switch_statement') return;
	const all = (field(node, 'body')?.kids ?? []).filter((k) => k.type === 'case_statement');
	const labels = new Map();
	all.forEach((c, i) => {
		const value = field(c, 'value');
		const label = value ? syntax.flat(value) : 'default';
		if (labels.has(label)) at(c.line, `case ${label} is there twice`);
		labels.set(label, c.line);
		const own = c.kids.filter((k) => k.named && k.field !== 'value');
		if (!own.length || i === all.length - 1) return;
		const end = own.at(-1);
		const text = syntax.flat(end);
		if (!leaves(end) && !/fallthrough|BUG|unreachable/.test(text))
			at(end.end, `case ${label} falls into the next one`);
	});
}

function leaves(node) {
	if (!node) return false;
	if (/^(return|break|goto|continue)_statement$/.test(node.type)) return true;
	if (node.type === 'compound_statement' || node.type === 'labeled_statement')
		return leaves(node.kids.filter((k) => k.named).at(-1));
	if (node.type === 'if_statement') {
		const other = field(node, 'alternative');
		return (
			!!other &&
			leaves(field(node, 'consequence')) &&
			leaves(other.kids.find((k) => k.named))
		);
	}
	return (
		node.type === 'while_statement' ||
		node.type === 'for_statement' ||
		node.type === 'switch_statement' ||
		node.type === 'do_statement'
	);
}

function params(fn, at) {
	const seen = new Set();
	for (const p of fn.params) {
		if (p.name && seen.has(p.name)) at(p.line, `two parameters ${p.name}`);
		if (!p.name && !p.variadic) at(p.line, `parameter without a name: ${p.text}`);
		seen.add(p.name);
	}
}

// Locals: declared once, set before they are read, and read at all.
function values(file, syntax, fn, compiled, at) {
	({ source } = syntax);
	const locals = new Map();
	for (const n of walk(fn.body)) {
		if (n.type !== 'declaration') continue;
		for (const kid of n.kids.filter((k) => k.field === 'declarator')) {
			const d = declarator(kid);
			if (!d.name || d.params) continue;
			const name = syntax.text(d.name);
			if (locals.has(name) && locals.get(name).depth === n.column)
				at(n.line, `${name} is declared twice`);
			const attribute = /__free|__cleanup/.test(file.rows[n.line - 1]);
			locals.set(name, {
				depth: n.column,
				line: n.line,
				set:
					kid.type === 'init_declarator' ||
					kid.type === 'array_declarator' ||
					attribute ||
					(/^(struct|union) \w+$/.test(
						syntax.flat(field(n, 'type'))
					) &&
						!d.pointers),
				node: d.name,
			});
		}
	}
	if (fn.type !== 'void' || fn.pointers) {
		for (const path of paths(compiled).slice(0, 500)) {
			const [op, node] = path.at(-1);
			if (
				op === 'end' &&
				!/BUG|unreachable|scoped|guard/.test(syntax.text(fn.body))
			) {
				at(fn.end, 'ends without a return');
				break;
			}
			if (op === 'return' && !node.kids.some((k) => k.named)) {
				at(node.line, 'returns nothing');
				break;
			}
		}
	}
	const unset = new Set([...locals].filter(([, l]) => !l.set).map(([name]) => name));
	const read = new Set();
	const uses = (node, live, write) => {
		for (const n of order(node)) {
			if (n.type === 'identifier') {
				const name = syntax.text(n);
				if (!locals.has(name) || locals.get(name).node === n) continue;
				if (n.written) {
					live.delete(name);
				} else {
					read.add(name);
					if (live.has(name) && !n.sized) write(name, n.line);
				}
			}
		}
	};
	const said = new Set();
	for (const path of paths(compiled).slice(0, 800)) {
		const live = new Set(unset);
		for (const [, node] of path)
			if (node !== fn.node)
				uses(node, live, (name, line) => {
					if (!said.has(name))
						at(line, `${name} is read before it is set`);
					said.add(name);
				});
	}
	for (const [name, l] of locals)
		if (
			!read.has(name) &&
			file.added.has(l.line) &&
			!UNUSED_OK.test(name) &&
			!new RegExp(`\\b${name}\\b[^]*\\b${name}\\b`).test(syntax.text(fn.body))
		)
			at(l.line, `${name} is not used`);
	if (!fn.body.kids.some((k) => k.named) && !/^\s*\{\s*\}\s*$/.test(syntax.text(fn.body)))
		at(fn.line, 'is empty');
}

// Identifiers in the order of evaluation: what is assigned to comes last, and is not read.
let source = '';
const callee = (node) => source.slice(node.kids[0].from, node.kids[0].to);

function* order(node) {
	if (node.type === 'assignment_expression') {
		const left = field(node, 'left');
		yield* order(field(node, 'right'));
		if (left.type === 'identifier')
			yield { ...left, written: node.kids.some((k) => k.type === '=') };
		else yield* order(left);
	} else if (node.type === 'pointer_expression' && node.kids[0]?.type === '&') {
		for (const n of order(node.kids.at(-1)))
			yield n.type === 'identifier' ? { ...n, written: true } : n;
	} else if (node.type === 'sizeof_expression' || node.type === 'field_identifier') {
		// Nothing is read.
	} else if (
		node.type === 'call_expression' &&
		node.kids[0] &&
		node.kids[0].type === 'identifier'
	) {
		const args = field(node, 'arguments')?.kids.filter((k) => k.named) ?? [];
		if (MEMBER_LAST.has(callee(node))) args.pop();
		for (const kid of args)
			for (const n of order(kid))
				yield kid.type === 'pointer_expression' && kid.kids[0]?.type === '*'
					? { ...n, sized: true }
					: n;
	} else if (node.type === 'identifier') {
		yield node;
	} else {
		for (const kid of node.kids) yield* order(kid);
	}
}
