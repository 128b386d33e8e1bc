// SPDX-License-Identifier: GPL-2.0-only
//
// A file's tokens with its own macros expanded and its short names for a longer path written out,
// so that "VALIDATE(CLONE_NEWUTS, &nsp->uts_ns->ns)" and the statements that it stands for are
// read alike.

import { closing } from './lex.mjs';

const like = (tok, from, t = tok.t) => ({
	...tok,
	t,
	line: from.line,
	guards: from.guards,
	macro: null,
});

// "do { ... } while (0)" is there for the semicolon behind the call only.
function statements(body) {
	const said = body.map((t) => t.t).join(' ');
	return /^do \{ .* \} while \( 0 \)$/.test(said) ? body.slice(2, -5) : null;
}

// "(a, b)" of a #define
const parametersOf = (text) => text.slice(1, -1).split(',').map((s) => s.trim());

function macrosOf(tokens) {
	const macros = new Map();
	tokens.forEach((tok, i) => {
		if (tok.k !== 'd' || !tok.args) return;
		let end = i + 1;
		while (tokens[end]?.macro === tok.macro && tokens[end].k !== 'd') end++;
		const body = tokens.slice(i + 1, end);
		const inner = statements(body);
		const macro = {
			params: parametersOf(tok.args),
			body: inner ?? body,
			semicolon: Boolean(inner),
		};
		// Of two definitions one cannot tell which is meant.
		macros.set(tok.macro, macros.has(tok.macro) ? null : macro);
	});
	return macros;
}

function argumentsOf(tokens, open, close) {
	const all = [[]];
	let depth = 0;
	for (const tok of tokens.slice(open + 1, close)) {
		if (/^[({[]$/.test(tok.t)) depth++;
		else if (/^[)}\]]$/.test(tok.t)) depth--;
		if (depth === 0 && tok.t === ',') all.push([]);
		else all.at(-1).push(tok);
	}
	return all;
}

function substituted({ params, body }, args, from) {
	const out = [];
	for (let i = 0; i < body.length; i++) {
		const at = params.indexOf(body[i].t);
		const arg = at < 0 ? [body[i]] : (args[at] ?? []);
		if (body[i].t === '##') {
			const next = params.indexOf(body[++i]?.t);
			const [first, ...rest] = next < 0 ? [body[i]] : (args[next] ?? []);
			const last = out.pop();
			if (last && first) out.push(like(last, from, last.t + first.t), ...rest);
		} else if (
			// A parameter's brackets say nothing around a single word.
			at >= 0 &&
			arg.length === 1 &&
			out.at(-1)?.t === '(' &&
			out.at(-2)?.k !== 'i' &&
			body[i + 1]?.t === ')'
		) {
			out.pop();
			out.push(like(arg[0], from));
			i++;
		} else {
			out.push(...arg.map((t) => like(t, from)));
		}
	}
	return out;
}

function withMacros(tokens) {
	const macros = macrosOf(tokens);
	const out = [];
	for (let i = 0; i < tokens.length; i++) {
		const name = tokens[i].macro || tokens[i].k !== 'i' ? '' : tokens[i].t;
		const macro = macros.get(name);
		const close = macro && tokens[i + 1]?.t === '(' ? closing(tokens, i + 1) : -1;
		if (close < 0) {
			out.push(tokens[i]);
			continue;
		}
		out.push(...substituted(macro, argumentsOf(tokens, i + 1, close), tokens[i]));
		i = macro.semicolon && tokens[close + 1]?.t === ';' ? close + 1 : close;
	}
	return out;
}

// "struct x *p = a->b->c;": what p is for as long as its block lasts, if nothing else is put in it.
function withPaths(tokens) {
	const out = [...tokens];
	for (let i = 0; i < out.length; i++) {
		const [kind, , star, name, eq] = out.slice(i, i + 5);
		if (kind.t !== 'struct' || star?.t !== '*' || eq?.t !== '=') continue;
		let end = i + 5;
		while (out[end] && /^(->|\.)$|^\w+$/.test(out[end].t)) end++;
		const path = out.slice(i + 5, end);
		if (out[end]?.t !== ';' || !path.some((t) => t.t === '->')) continue;
		let last = end,
			depth = 0;
		for (; last < out.length && depth >= 0; last++)
			depth += out[last].t === '{' ? 1 : out[last].t === '}' ? -1 : 0;
		const uses = (j) => out[j].t === name.t && !/^(->|\.)$/.test(out[j - 1].t);
		const block = [...out.keys()].slice(end, last);
		if (block.some((j) => uses(j) && out[j + 1]?.t === '=')) continue;
		for (const j of block.reverse())
			if (uses(j)) out.splice(j, 1, ...path.map((t) => like(t, out[j])));
	}
	return out;
}

/** expanded() - what lists() reads, or null where there is nothing to expand */
export function expanded(lexed) {
	const tokens = withPaths(withMacros(lexed.tokens));
	return tokens.length === lexed.tokens.length ? null : { ...lexed, tokens };
}
