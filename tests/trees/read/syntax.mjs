// SPDX-License-Identifier: GPL-2.0-only
//
// A C file as tree-sitter reads it, in plain objects: {type, field, named, line, end, text, kids}.

import { readFileSync } from 'node:fs';
import { blank } from './lex.mjs';

const home = new URL('../../../build/trees/node_modules/', import.meta.url);
const { Parser, Language } = await import(new URL('web-tree-sitter/web-tree-sitter.js', home).href);
await Parser.init();
const parser = new Parser();
parser.setLanguage(
	await Language.load(readFileSync(new URL('tree-sitter-c/tree-sitter-c.wasm', home)))
);

// Attributes that the grammar takes for types or names; as long as before, to keep the columns.
const ATTRIBUTES = new RegExp(
	'\\b(__init|__exit|__randomize_layout|__user|__rcu|__read_mostly|' +
		'__ro_after_init|__initdata|__must_check|__always_inline|__noreturn|__cold|' +
		'__visible|__latent_entropy|__pure|noinline|asmlinkage|__maybe_unused|' +
		'__weak|__percpu|__sched|' +
		'____cacheline_aligned\\w*|__cacheline_aligned\\w*|__aligned\\([^()]*\\)|' +
		'__(?:acquires|releases|must_hold|free|cleanup|printf|section|counted_by|' +
		'guarded_by)' +
		'\\([^()]*\\))',
	'g'
);

// Macros that are no C until they are expanded; put as C of the same length.
const MACROS = [
	[
		new RegExp(
			'((?:container_of|list_entry|rb_entry|offsetof)' +
				'\\((?:[^,()]|\\([^()]*\\))*,\\s*)struct (\\w)',
			'g'
		),
		(m, a, b) => `${a}struct_${b}`,
	],
	[/(\b(?:offsetof|va_arg)\()struct (\w)/g, (m, a, b) => `${a}struct_${b}`],
	[/\bscoped_(?:guard|class|cond_guard)\([^()]*\)/g, (m) => ' '.repeat(m.length)],
	[/^TEST_F\((\w+), (\w+)\)$/gm, (m, a, b) => `void ${a}__${b}() `],
	[/^FIXTURE\((\w+)\)$/gm, (m, a) => `struct ${a} `],
	[/^FIXTURE_(SETUP|TEARDOWN)\((\w+)\)$/gm, (m, a, b) => `void ${a}_${b}()  `],
	[/\bSKIP\(return,/g, () => 'SKIP(0     ,'],
	[/^TEST_HARNESS_MAIN$/gm, () => '                 '],
];

function plain(cursor, errors) {
	const node = {
		type: cursor.nodeType,
		field: cursor.currentFieldName,
		named: cursor.nodeIsNamed,
		line: cursor.startPosition.row + 1,
		column: cursor.startPosition.column,
		end: cursor.endPosition.row + 1,
		missing: cursor.nodeIsMissing,
		from: cursor.startIndex,
		to: cursor.endIndex,
		kids: [],
	};
	if (node.type === 'ERROR' || node.missing) errors.push(node);
	if (cursor.gotoFirstChild()) {
		do {
			if (cursor.nodeType !== 'comment') node.kids.push(plain(cursor, errors));
		} while (cursor.gotoNextSibling());
		cursor.gotoParent();
	}
	return node;
}

const field = (node, name) => node?.kids.find((k) => k.field === name) ?? null;

export function* walk(node, into = () => true) {
	yield node;
	if (into(node)) for (const kid of node.kids) yield* walk(kid, into);
}

// The name at the bottom of a declarator, and the parameter list if it is a function's.
export function declarator(node) {
	let params = null,
		pointers = 0;
	while (
		node &&
		node.type !== 'identifier' &&
		node.type !== 'field_identifier' &&
		node.type !== 'type_identifier'
	) {
		if (node.type === 'function_declarator') params = field(node, 'parameters');
		if (node.type === 'pointer_declarator') pointers++;
		node =
			field(node, 'declarator') ??
			node.kids.find(
				(k) =>
					/declarator$/.test(k.type) ||
					k.type === 'identifier' ||
					k.type === 'field_identifier'
			) ??
			null;
	}
	return { name: node, params, pointers };
}

export class Syntax {
	constructor(text, lexed, off = new Set()) {
		this.source = blank(text, lexed, off).replace(ATTRIBUTES, (m) =>
			' '.repeat(m.length)
		);
		for (const [what, to] of MACROS) this.source = this.source.replace(what, to);
		this.errors = [];
		const tree = parser.parse(this.source);
		this.root = plain(tree.walk(), this.errors);
		tree.delete();
		this.functions = [];
		this.prototypes = [];
		this.structs = new Map();
		this.variables = [];
		for (const node of this.top(this.root)) this.sort(node);
	}
	*top(node) {
		for (const kid of node.kids) {
			if (
				kid.type === 'ERROR' ||
				/^preproc|linkage|^declaration_list/.test(kid.type)
			)
				yield* this.top(kid);
			else yield kid;
		}
	}
	text(node) {
		return node ? this.source.slice(node.from, node.to) : '';
	}
	flat(node) {
		return this.text(node ?? null)
			.replace(/\s+/g, ' ')
			.trim();
	}
	params(list) {
		return list.kids
			.filter(
				(k) =>
					k.type === 'parameter_declaration' ||
					k.type === 'variadic_parameter'
			)
			.map((p) => {
				const d = declarator(field(p, 'declarator'));
				return {
					name: this.text(d.name),
					type: this.flat(field(p, 'type')),
					pointers: d.pointers,
					variadic: p.type === 'variadic_parameter',
					line: p.line,
					text: this.flat(p),
				};
			})
			.filter((p) => p.text !== 'void');
	}
	sort(node) {
		if (node.type === 'function_definition') {
			const d = declarator(field(node, 'declarator'));
			const type = this.flat(field(node, 'type'));
			if (!d.name || !d.params) return;
			this.functions.push({
				name: this.text(d.name),
				params: this.params(d.params),
				type,
				pointers: d.pointers,
				body: field(node, 'body'),
				node,
				line: node.line,
				end: node.end,
				isStatic: node.kids.some(
					(k) =>
						k.type === 'storage_class_specifier' &&
						this.text(k) === 'static'
				),
				isInline: node.kids.some(
					(k) =>
						k.type === 'storage_class_specifier' &&
						this.text(k) === 'inline'
				),
			});
		} else if (node.type === 'declaration') {
			this.struct(node);
			for (const kid of node.kids.filter((k) => k.field === 'declarator')) {
				const d = declarator(kid);
				if (!d.name) continue;
				const one = {
					name: this.text(d.name),
					type: this.flat(field(node, 'type')),
					line: d.name.line,
					pointers: d.pointers,
					node,
					value:
						kid.type === 'init_declarator'
							? field(kid, 'value')
							: null,
					storage: node.kids
						.filter((k) => k.type === 'storage_class_specifier')
						.map((k) => this.text(k)),
				};
				if (d.params)
					this.prototypes.push({
						...one,
						params: this.params(d.params),
					});
				else this.variables.push(one);
			}
		} else {
			this.struct(node);
		}
	}
	struct(node) {
		for (const s of walk(node, (n) => n.type !== 'compound_statement')) {
			const body = field(s, 'body');
			const name = field(s, 'name');
			if (
				(s.type !== 'struct_specifier' && s.type !== 'union_specifier') ||
				!body ||
				!name
			)
				continue;
			this.structs.set(this.text(name), {
				line: s.line,
				end: s.end,
				members: this.members(body),
			});
		}
	}
	// Members of anonymous structs and unions are members of what they are in.
	members(body) {
		const all = [];
		for (const decl of body.kids.filter((k) => k.type === 'field_declaration')) {
			const names = decl.kids.filter((k) => k.field === 'declarator');
			const type = field(decl, 'type');
			if (!names.length && field(type, 'body'))
				all.push(...this.members(field(type, 'body')));
			for (const n of names) {
				const d = declarator(n);
				if (d.name)
					all.push({
						name: this.text(d.name),
						type: this.flat(type).split('{')[0].trim(),
						pointers: d.pointers,
						line: d.name.line,
						function: !!d.params,
						params: d.params ? this.params(d.params) : null,
					});
			}
		}
		// RH_KABI_EXTEND(struct a *b) declares one, too.
		const declared = /(struct \w+|\w+(?: \w+)*)\s*(\**)(\w+)\s*;?\s*\)/.source;
		const macro = /\b[A-Z][A-Z0-9_]*\(\s*(?:\w+,\s*)?/.source;
		const macros = new RegExp(macro + declared, 'g');
		for (const [, type, stars, name] of this.text(body).matchAll(macros))
			if (/\D/.test(name) && !all.some((m) => m.name === name))
				all.push({
					name,
					type,
					pointers: stars.length,
					line: body.line,
					function: false,
					params: null,
				});
		return all;
	}
}

// Macros whose last argument is a member, not a value.
export const MEMBER_LAST = new Set([
	'task_cred_xxx',
	'current_cred_xxx',
	'kfree_rcu',
	'container_of',
	'list_entry',
	'rb_entry',
	'offsetof',
	'container_of_const',
]);

export { field };
