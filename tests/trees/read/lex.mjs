// SPDX-License-Identifier: GPL-2.0-only
//
// Tokens of a C file, each with its line and the #if conditions it is under. Comments are not
// tokens; the body of a #define is, and knows its macro. This reads what a C grammar cannot.

const TOKEN = new RegExp(
	[
		'(?<i>[A-Za-z_]\\w*)',
		'(?<n>\\.?\\d(?:[eEpP][+-]|[\\w.])*)',
		'(?<s>"(?:\\\\.|[^"\\\\\\n])*"|\'(?:\\\\.|[^\'\\\\\\n])*\')',
		'(?<p>->|\\+\\+|--|<<=?|>>=?|\\|\\||&&|[-+*/%&|^=!<>]=|\\.\\.\\.|##|[^\\s\\w])',
	].join('|'),
	'y'
);

// Namespaces' options depend on this one.
const IMPLIED =
	/^defined ?\(?CONFIG_NAMESPACES\)? && |^! ?defined ?\(?CONFIG_NAMESPACES\)? \|\| /;

// "defined(CONFIG_X) || ..." stays as it is; one option alone is reduced to its name.
function condition(kind, rest) {
	const text = rest.replace(/\s+/g, ' ').trim().replace(IMPLIED, '');
	if (kind === 'ifdef') return text.split(' ')[0];
	if (kind === 'ifndef') return `!${text.split(' ')[0]}`;
	const one = /^(!?) ?(?:defined ?|IS_ENABLED|IS_BUILTIN)\(? ?(\w+) ?\)?$/.exec(text);
	return one ? one[1] + one[2] : text;
}

export const negate = (c) =>
	/^!\w+$/.test(c) ? c.slice(1) : /^\w+$/.test(c) ? `!${c}` : `!(${c})`;

function skip(text, at, end) {
	const close = text.indexOf(end, at);
	return close < 0 ? text.length : close + end.length;
}

export function lex(text) {
	const tokens = [],
		directives = [],
		errors = [];
	const inComment = new Set();
	let stack = [],
		guards = [],
		line = 1,
		at = 0,
		macro = null,
		fresh = true;
	const regroup = () => {
		guards = stack.map((s) => s.now);
	};

	const directive = () => {
		let end = at;
		for (;;) {
			const eol = text.indexOf('\n', end);
			end = eol < 0 ? text.length : eol;
			if (eol < 0 || text[end - 1] !== '\\') break;
			end++;
		}
		const raw = text.slice(at, end);
		const clean = raw
			.replace(/\\\n/g, ' ')
			.replace(/\/\*[^]*?(\*\/|$)/g, ' ')
			.replace(/\/\/.*/, '');
		const [, kind = '', rest = ''] = /^#\s*(\w*)\s*([^]*)$/.exec(clean) ?? [];
		const entry = { kind, rest: rest.trim(), line, guards };
		directives.push(entry);
		if (kind === 'if' || kind === 'ifdef' || kind === 'ifndef') {
			const now = condition(kind, rest);
			stack.push({ now, was: [now], line });
		} else if (kind === 'elif' || kind === 'else') {
			const top = stack.at(-1);
			if (!top) {
				errors.push({ line, what: `#${kind} without #if` });
			} else {
				if (top.else) errors.push({ line, what: `#${kind} after #else` });
				top.else = kind === 'else';
				const not = top.was.map(negate);
				if (kind === 'elif') {
					const c = condition('if', rest);
					not.push(c);
					top.was.push(c);
				}
				top.now = not.length === 1 ? not[0] : not.join(' && ');
			}
		} else if (kind === 'endif') {
			if (!stack.pop()) errors.push({ line, what: '#endif without #if' });
		}
		regroup();
		entry.after = guards;
		if (kind === 'define') {
			// Step over "#define NAME(args)", then read the body as tokens.
			const head = /^#\s*define\s+(\w+)(\((?:[^()]*)\))?/.exec(raw);
			macro = head ? head[1] : null;
			const taken = head ? head[0].length : raw.length;
			tokens.push({
				t: '#define',
				k: 'd',
				line,
				guards,
				macro,
				args: head?.[2] ?? null,
			});
			line += raw.slice(0, taken).split('\n').length - 1;
			at += taken;
			return;
		}
		line += raw.split('\n').length - 1;
		at = end;
	};

	while (at < text.length) {
		const c = text[at];
		if (c === '\n') {
			if (macro && text[at - 1] !== '\\') macro = null;
			line++;
			at++;
			fresh = true;
		} else if (c === ' ' || c === '\t' || c === '\r' || c === '\f') {
			at++;
		} else if (c === '\\' && text[at + 1] === '\n') {
			at++;
		} else if (c === '/' && text[at + 1] === '*') {
			const end = skip(text, at + 2, '*/');
			const rows = text.slice(at, end).split('\n').length - 1;
			for (let i = 1; i <= rows; i++) inComment.add(line + i);
			line += rows;
			at = end;
		} else if (c === '/' && text[at + 1] === '/') {
			const eol = text.indexOf('\n', at);
			at = eol < 0 ? text.length : eol;
		} else if (c === '#' && fresh && !macro) {
			directive();
		} else {
			fresh = false;
			TOKEN.lastIndex = at;
			const m = TOKEN.exec(text);
			if (!m) {
				at++;
				continue;
			}
			const k = m.groups.i ? 'i' : m.groups.n ? 'n' : m.groups.s ? 's' : 'p';
			tokens.push({ t: m[0], k, line, guards, macro });
			at += m[0].length;
		}
	}
	for (const open of stack) errors.push({ line: open.line, what: '#if without #endif' });
	return { tokens, directives, errors, inComment };
}

// A header's own guard is no condition that means anything.
export function includeGuard(lexed) {
	const [first, second] = lexed.directives;
	return first?.kind === 'ifndef' &&
		second?.kind === 'define' &&
		second.rest.split(/\s/)[0] === first.rest.split(/\s/)[0]
		? `!${first.rest}`
		: null;
}

// Index of the bracket that closes the one at i, or -1.
export function closing(tokens, i) {
	const open = tokens[i].t,
		close = { '(': ')', '{': '}', '[': ']' }[open];
	let depth = 0;
	for (let j = i; j < tokens.length; j++) {
		if (tokens[j].t === open) depth++;
		else if (tokens[j].t === close && --depth === 0) return j;
	}
	return -1;
}

// Is a line under these conditions compiled, with all options on but those in `off`?
export function active(guards, off) {
	return guards.every((g) => {
		if (g === '0') return false;
		if (/^\w+$/.test(g)) return !off.has(g);
		if (/^!CONFIG_\w+$/.test(g)) return off.has(g.slice(1));
		if (/^!\w+$/.test(g)) return true;
		return !/^!\(/.test(g);
	});
}

// The text with directives, and what is not compiled, blanked: the lines stay where they are.
export function blank(text, lexed, off) {
	const rows = text.split('\n');
	const { directives } = lexed;
	let d = 0,
		live = true;
	for (let i = 0; i < rows.length; i++) {
		if (d < directives.length && directives[d].line === i + 1) {
			d++;
			live = active(directives[d - 1].after, off);
			let j = i;
			while (rows[j].endsWith('\\') && j + 1 < rows.length) rows[j++] = '';
			rows[j] = '';
			i = j;
		} else if (!live) {
			rows[i] = '';
		}
	}
	return rows.join('\n');
}
