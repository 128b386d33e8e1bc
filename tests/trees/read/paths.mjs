// SPDX-License-Identifier: GPL-2.0-only
//
// Every way through a function: its statements as jumps, and the paths through them.

import { field } from './syntax.mjs';

const MOST = 3000;

export function compile(syntax, fn) {
	const code = [],
		labels = new Map(),
		jumps = [];
	const emit = (op, node, more = {}) => code.push({ op, node, ...more }) - 1;
	const block = (node, ctx) => node.kids.filter((k) => k.named).forEach((k) => stmt(k, ctx));
	const stmt = (node, ctx) => {
		if (!node) return;
		switch (node.type) {
			case 'compound_statement':
				block(node, ctx);
				break;
			case 'if_statement': {
				const test = emit('if', field(node, 'condition'));
				stmt(field(node, 'consequence'), ctx);
				const other = field(node, 'alternative');
				if (other) {
					const past = emit('jump', node);
					code[test].else = code.length;
					stmt(
						other.type === 'else_clause'
							? other.kids.find((k) => k.named)
							: other,
						ctx
					);
					code[past].to = code.length;
				} else {
					code[test].else = code.length;
				}
				break;
			}
			case 'while_statement':
			case 'do_statement':
			case 'for_statement': {
				const init = field(node, 'initializer');
				if (init) emit('expr', init);
				const breaks = [],
					again = [];
				const body = node.type === 'do_statement' ? code.length : -1;
				const condition = field(node, 'condition');
				const test =
					body < 0 && condition
						? emit('if', condition, { loop: true })
						: -1;
				stmt(field(node, 'body'), { ...ctx, breaks, again });
				again.forEach((j) => {
					code[j].to = code.length;
				});
				const update = field(node, 'update');
				if (update) emit('expr', update);
				if (body >= 0)
					emit('if', condition, {
						else: code.length + 2,
						loop: true,
					});
				emit('jump', node, {
					to: body >= 0 ? body : test >= 0 ? test : code.length + 1,
				});
				if (test >= 0) code[test].else = code.length;
				breaks.forEach((j) => {
					code[j].to = code.length;
				});
				break;
			}
			case 'switch_statement': {
				const at = emit('switch', field(node, 'condition'), {
					targets: [],
				});
				const breaks = [];
				let others = false;
				for (const kid of field(node, 'body')?.kids ?? []) {
					if (kid.type !== 'case_statement') {
						if (kid.named) stmt(kid, { ...ctx, breaks });
						continue;
					}
					code[at].targets.push(code.length);
					others ||= !field(kid, 'value');
					kid.kids
						.filter((k) => k.named && k.field !== 'value')
						.forEach((k) => stmt(k, { ...ctx, breaks }));
				}
				breaks.forEach((j) => {
					code[j].to = code.length;
				});
				if (!others) code[at].targets.push(code.length);
				break;
			}
			case 'labeled_statement':
				labels.set(syntax.text(field(node, 'label')), code.length);
				node.kids
					.filter((k) => k.named && k.field !== 'label')
					.forEach((k) => stmt(k, ctx));
				break;
			case 'goto_statement': {
				const label = syntax.text(field(node, 'label'));
				jumps.push({
					at: emit('jump', node, { real: true }),
					label,
					line: node.line,
				});
				break;
			}
			case 'break_statement':
				(ctx.breaks ?? []).push(
					emit('jump', node, { to: code.length + 1, real: true })
				);
				break;
			case 'continue_statement':
				(ctx.again ?? []).push(
					emit('jump', node, { to: code.length + 1, real: true })
				);
				break;
			case 'return_statement':
				emit('return', node);
				break;
			default:
				emit('expr', node);
		}
	};
	stmt(fn.body, {});
	emit('end', fn.node);
	const lost = [];
	for (const j of jumps) {
		if (labels.has(j.label)) code[j.at].to = labels.get(j.label);
		else lost.push(j);
		if (code[j.at].to === undefined) code[j.at].to = code.length - 1;
	}
	return { code, labels, lost, used: new Set(jumps.map((j) => j.label)) };
}

// Each path is a list of [op, node, taken]. keep(step, path) may refuse a branch.
export function paths({ code }, keep = () => true) {
	const all = [];
	const stack = [[0, [], new Map()]];
	while (stack.length && all.length < MOST) {
		let [at, path, seen] = stack.pop();
		for (;;) {
			const ins = code[at];
			if (!ins) break;
			const n = (seen.get(at) ?? 0) + 1;
			if (n > 2) break;
			seen.set(at, n);
			if (ins.op === 'jump') {
				at = ins.to;
			} else if (ins.op === 'if') {
				const no = ['if', ins.node, false];
				if (keep(no, path))
					stack.push([ins.else, [...path, no], new Map(seen)]);
				const yes = ['if', ins.node, true];
				if (!keep(yes, path)) break;
				path.push(yes);
				at++;
			} else if (ins.op === 'switch') {
				for (const t of ins.targets)
					stack.push([
						t,
						[...path, ['switch', ins.node]],
						new Map(seen),
					]);
				break;
			} else if (ins.op === 'return' || ins.op === 'end') {
				path.push([ins.op, ins.node]);
				all.push(path);
				break;
			} else {
				path.push(['expr', ins.node]);
				at++;
			}
		}
	}
	return all;
}

// What no path reaches.
export function unreached({ code }) {
	const seen = new Set(),
		todo = [0];
	while (todo.length) {
		const at = todo.pop();
		const ins = code[at];
		if (!ins || seen.has(at)) continue;
		seen.add(at);
		if (ins.op === 'jump') todo.push(ins.to);
		else if (ins.op === 'switch') todo.push(...ins.targets);
		else if (ins.op === 'if') todo.push(at + 1, ins.else);
		else if (ins.op !== 'return' && ins.op !== 'end') todo.push(at + 1);
	}
	return code
		.filter(
			(ins, i) =>
				!seen.has(i) && ins.op !== 'end' && (ins.op !== 'jump' || ins.real)
		)
		.map((ins) => ins.node);
}
