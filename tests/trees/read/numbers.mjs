// SPDX-License-Identifier: GPL-2.0-only
//
// Numbers by value: what a constant is, whether it is taken once, and whether lists that must
// agree do.

import { closing } from './lex.mjs';
import { split } from './items.mjs';

// An old version in "#if 0" says nothing.
const compiled = (file) => file.lexed.tokens.filter((t) => !t.guards.includes('0'));

// A constant expression of C, as a BigInt; null if it cannot be told.
export function evaluate(tokens, env, depth = 0) {
	let i = 0;
	if (depth > 20) return null;
	const LEVELS = [
		['||'],
		['&&'],
		['|'],
		['^'],
		['&'],
		['==', '!='],
		['<', '>', '<=', '>='],
		['<<', '>>'],
		['+', '-'],
		['*', '/', '%'],
	];
	const DO = {
		'|': (a, b) => a | b,
		'^': (a, b) => a ^ b,
		'&': (a, b) => a & b,
		'<<': (a, b) => a << b,
		'>>': (a, b) => a >> b,
		'+': (a, b) => a + b,
		'-': (a, b) => a - b,
		'*': (a, b) => a * b,
	};
	const unary = () => {
		const tok = tokens[i++];
		if (!tok) return null;
		if (tok.t === '~') {
			const v = unary();
			return v === null ? null : ~v;
		}
		if (tok.t === '-') {
			const v = unary();
			return v === null ? null : -v;
		}
		if (tok.t === '(') {
			const v = level(0);
			return tokens[i++]?.t === ')' ? v : null;
		}
		if (tok.k === 'n') {
			const text = tok.t.replace(/[uUlL]+$/, '');
			return /^(0[xX][\da-fA-F]+|\d+)$/.test(text)
				? BigInt(/^0\d/.test(text) ? `0o${text.slice(1)}` : text)
				: null;
		}
		if (tok.k !== 'i') return null;
		if (/^(BIT|BIT_ULL|_BITUL|_BITULL|UL|U|ULL)$/.test(tok.t) && tokens[i]?.t === '(') {
			const v = unary();
			return v === null ? null : /BIT/.test(tok.t) ? 1n << v : v;
		}
		const known = env.get(tok.t);
		if (typeof known === 'bigint') return known;
		return known ? evaluate(known, env, depth + 1) : null;
	};
	const level = (n) => {
		if (n === LEVELS.length) return unary();
		let v = level(n + 1);
		while (i < tokens.length && LEVELS[n].includes(tokens[i].t)) {
			const op = tokens[i++].t;
			const w = level(n + 1);
			v = v === null || w === null || !DO[op] ? null : DO[op](v, w);
		}
		return v;
	};
	const value = level(0);
	return i === tokens.length ? value : null;
}

// All constants of a file: #defines, and enumerators with their values; enums by name.
export function constants(file, env) {
	const tokens = compiled(file);
	const defines = new Map(),
		enums = new Map();
	for (let i = 0; i < tokens.length; i++) {
		const tok = tokens[i];
		if (tok.k === 'd') {
			let end = i + 1;
			while (tokens[end]?.macro === tok.macro && tokens[end].k !== 'd') end++;
			const body = tokens.slice(i + 1, end);
			if (tok.args === null && body.length) {
				env.set(tok.macro, body);
				defines.set(tok.macro, { line: tok.line, body });
			}
		} else if (tok.t === 'enum') {
			const open = tokens[i + 1]?.t === '{' ? i + 1 : i + 2;
			const end = tokens[open]?.t === '{' ? closing(tokens, open) : -1;
			if (end < 0) continue;
			const rows = [];
			let at = open + 1,
				next = 0n;
			while (at < end) {
				let stop = at,
					depth = 0;
				while (stop < end && (depth || tokens[stop].t !== ',')) {
					if (tokens[stop].t === '(') depth++;
					if (tokens[stop].t === ')') depth--;
					stop++;
				}
				const part = tokens
					.slice(at, stop)
					.filter((t) => t.k !== 'd' && !t.macro);
				if (part.length) {
					const value =
						part[1]?.t === '='
							? evaluate(part.slice(2), env)
							: next;
					rows.push({
						name: part[0].t,
						line: part[0].line,
						value,
						guards: part[0].guards,
						tokens: part,
					});
					if (value !== null) {
						env.set(part[0].t, value);
						next = value + 1n;
					}
				}
				at = stop + 1;
			}
			enums.set(open === i + 2 ? tokens[i + 1].t : `enum@${tok.line}`, rows);
			i = end;
		}
	}
	return { defines, enums };
}

const FILES = [
	'include/uapi/linux/sched.h',
	'include/uapi/linux/nsfs.h',
	'include/linux/proc_ns.h',
	'include/linux/ns/ns_common_types.h',
	'include/linux/ns_common.h',
	'include/linux/sched.h',
	'include/uapi/linux/pidfd.h',
	'include/linux/user_namespace.h',
];

export function judgeNumbers(result, say) {
	const { spec, level } = result;
	const env = new Map();
	const read = new Map();
	for (const path of FILES) {
		const file = result.file(path);
		if (file) read.set(path, constants(file, env));
	}
	const hex = (v) => (v === null ? '?' : `0x${v.toString(16)}`);
	const at = (path, line, what) => say(path, line, what);
	if (level === 'full') {
		const flag = evaluate([{ k: 'i', t: spec.clone_flag }], env);
		for (const [path, { defines }] of read) {
			const mine = defines.get(spec.clone_flag);
			for (const [name, d] of defines) {
				if (
					!mine ||
					!/^CLONE_/.test(name) ||
					name === spec.clone_flag ||
					/SIZE/.test(name)
				)
					continue;
				const value = evaluate(d.body, env);
				if (value !== null && flag !== null && value === flag)
					at(
						path,
						mine.line,
						`${spec.clone_flag} is ${hex(flag)}, as ${name}`
					);
			}
			if (mine && flag !== BigInt(spec.flag_value))
				at(
					path,
					mine.line,
					`${spec.clone_flag} is ${hex(flag)}, not ${spec.flag_value}`
				);
		}
		if (flag === null) at(FILES[0], 1, `${spec.clone_flag} has no value`);
		else if (flag <= 0n || flag & (flag - 1n) || flag >= 1n << 31n)
			at(FILES[0], 1, `${spec.clone_flag} is not one bit below 2^31`);
		signal(result, env, flag, at);
	}
	numbersOfNamespaces(result, read, env, at);
	pidfd(result, read, env, at);
	if (level === 'full') limits(result, read, env, at);
	selftests(result, env, at);
}

function numbersOfNamespaces(result, read, env, at) {
	const { names, spec, level } = result;
	for (const [path, { enums }] of read) {
		for (const [, rows] of enums) {
			for (const kind of [/_INO$/, /_INIT_ID$/, /^[A-Z]+_NS$/]) {
				const some = rows.filter(
					(r) => kind.test(r.name) && r.name !== 'NS_LAST_INIT_ID'
				);
				for (const r of some) {
					const same = some.find(
						(o) => o !== r && o.value === r.value
					);
					if (
						same &&
						r.value !== null &&
						[r, same].some(
							(x) => names.of(x.name)?.[0] === names.ours
						)
					)
						at(
							path,
							r.line,
							`${r.name} has the number of ${same.name}`
						);
					if (
						r.value === null &&
						names.of(r.name)?.[0] === names.ours
					)
						at(
							path,
							r.line,
							`${r.name} has no number that can be told`
						);
				}
			}
			const last = rows.find((r) => r.name === 'NS_LAST_INIT_ID');
			const ids = rows.filter((r) => /_INIT_ID$/.test(r.name) && r !== last);
			const most = ids.reduce((m, r) => (r.value > m ? r.value : m), 0n);
			if (ids.length && !last) at(path, ids.at(-1).line, 'no NS_LAST_INIT_ID');
			else if (last && last.value !== most)
				at(
					path,
					last.line,
					`NS_LAST_INIT_ID is ${last.value}, the last id ${most}`
				);
			for (const r of rows.filter((x) => /^[A-Z]+_NS$/.test(x.name))) {
				const stem = names.of(r.name)?.[0];
				const flag =
					stem === 'mnt'
						? 'CLONE_NEWNS'
						: `CLONE_NEW${stem?.toUpperCase()}`;
				const value = evaluate([{ k: 'i', t: flag }], env);
				if (stem && value !== null && value !== r.value)
					at(
						path,
						r.line,
						`${r.name} is ${r.value}, ${flag} is ${value}`
					);
			}
		}
	}
	if (level !== 'full') return;
	for (const [name, want] of [
		[spec.inum_name, spec.inum],
		[spec.proc_inum_name, spec.inum],
		[spec.id_name, spec.id],
	]) {
		const value = evaluate([{ k: 'i', t: name ?? '' }], env);
		const wanted =
			want && /^[\dxXa-fA-F]+[uUlL]*$/.test(want)
				? BigInt(want.replace(/[uUlL]+$/, ''))
				: null;
		if (value !== null && wanted !== null && value !== wanted)
			at(FILES[2], 1, `${name} is ${value}, not ${want}`);
	}
	// /proc's number is always there; the other one where the neighbours have one.
	for (const [name, like] of [
		[spec.proc_inum_name, 'PROC_UTS_INIT_INO'],
		[spec.inum_name, 'UTS_NS_INIT_INO'],
		[spec.id_name, 'UTS_NS_INIT_ID'],
		[spec.type_name, 'UTS_NS'],
	])
		if (env.has(like) && name && !env.has(name))
			at(FILES[2], 1, `${like} is defined, ${name} is not`);
}

// clone3() must not refuse a flag in the byte of the exit signal.
function signal(result, env, flag, at) {
	const fork = result.file('kernel/fork.c');
	if (!fork || flag === null || flag > 0xffn) return;
	const tokens = compiled(fork);
	tokens.forEach((tok, i) => {
		if (tok.t !== 'CSIGNAL' || tokens[i + 1]?.t === ')') return;
		// Outwards, to "flags & (...)".
		let open = i,
			depth = 0;
		while (
			open > 0 &&
			!(
				depth < 0 &&
				tokens[open].t === '(' &&
				tokens[open - 1].t === '&' &&
				tokens[open - 2]?.t === 'flags'
			)
		) {
			if (/^[;{}]$/.test(tokens[open].t)) return;
			if (tokens[open].t === ')') depth++;
			if (tokens[open].t === '(') depth--;
			open--;
		}
		const end = closing(tokens, open);
		const mask = evaluate(tokens.slice(open, end + 1), env);
		if (mask === null)
			at(
				fork.path,
				tok.line,
				'cannot read the mask of flags that clone3() refuses'
			);
		else if (mask & flag) at(fork.path, tok.line, 'clone3() refuses our flag');
		const time = evaluate([{ k: 'i', t: 'CLONE_NEWTIME' }], env);
		const before = result.pristine('kernel/fork.c');
		if (
			mask !== null &&
			time &&
			mask & time &&
			before &&
			/CSIGNAL & \(~ ?CLONE_NEWTIME/.test(before.text)
		)
			at(fork.path, tok.line, 'clone3() refuses CLONE_NEWTIME now');
		const others = evaluate([{ k: 'i', t: 'CSIGNAL' }], env);
		if (mask !== null && others && others & ~flag & ~(time ?? 0n) & ~mask)
			at(fork.path, tok.line, 'clone3() takes bits of the exit signal now');
	});
}

function pidfd(result, read, env, at) {
	const path = 'include/uapi/linux/pidfd.h';
	const rows = new Map();
	for (const [name, d] of read.get(path)?.defines ?? []) {
		if (!/^PIDFD_/.test(name) || !/^_IO/.test(d.body[0].t)) continue;
		const comma = d.body.findIndex((t) => t.t === ',');
		const number = evaluate([d.body[comma + 1]], env);
		if (
			rows.has(number) &&
			[name, rows.get(number)].some(
				(n) => result.names.of(n)?.[0] === result.names.ours
			)
		)
			at(path, d.line, `${name} has the number of ${rows.get(number)}`);
		rows.set(number, name);
	}
	const code = result.file('fs/pidfs.c');
	const ours = [...rows].find(([, n]) => result.names.of(n)?.[0] === result.names.ours);
	const has = code && new RegExp(`\\b${ours?.[1]}\\b`).test(code.text);
	if (ours && !has) at(path, 1, `nothing handles ${ours[1]}`);
	if (ours && result.spec.nr && ours[0] !== BigInt(result.spec.nr))
		at(path, 1, `${ours[1]} is ${ours[0]}, not ${result.spec.nr}`);
}

// The rows of user_table[] by their index, each with its string; null for one that has none. A tree
// may call the table otherwise: it is the file's only array of struct ctl_table.
function tableRows(code, env) {
	const tokens = compiled(code);
	const starts = tokens.map((t, i) => i).filter((i) => tokens[i - 1]?.t === 'ctl_table' &&
		tokens[i - 2]?.t === 'struct' && tokens[i + 1]?.t === '[');
	const start = starts.length === 1 ? starts[0] : tokens.findIndex((t, i) =>
		t.t === 'user_table' && tokens[i + 1]?.t === '[');
	const open = tokens.findIndex((t, i) => i > start && t.t === '{');
	if (start < 0 || open < 0) return null;
	const strings = new Map();
	tokens.forEach((t, i) => {
		if (t.k === 'd' && tokens[i + 1]?.k === 's' && tokens[i + 1].macro === t.macro)
			strings.set(t.macro, tokens[i + 1].t);
	});
	const rows = [];
	let next = 0;
	for (let part of split(tokens.slice(open + 1, closing(tokens, open)), ',')) {
		const [{ line, guards }] = part;
		if (part[0].t === '[') {
			const end = closing(part, 0);
			const value = evaluate(part.slice(1, end), env);
			if (value === null) return null;
			next = Number(value);
			part = part.slice(end + 1);
		}
		const texts = part
			.map((t) => (t.k === 's' ? t.t : strings.get(t.t)))
			.filter((t) => t !== undefined);
		const none = part.map((t) => t.t).join('') === '{}';
		const text = texts.map((t) => t.slice(1, -1)).join('');
		rows[next++] = { text: texts.length || none ? text : null, line, guards };
	}
	return rows;
}

// enum ucount_type and user_table[] must say the same, index by index.
function limits(result, read, env, at) {
	const path = 'include/linux/user_namespace.h';
	const rows = read.get(path)?.enums.get('ucount_type');
	const code = result.file('kernel/ucount.c');
	if (!rows || !code) return;
	const table = tableRows(code, env);
	if (!table) {
		at(code.path, 1, 'cannot read user_table[]');
		return;
	}
	const last = rows.find((r) => r.name === 'UCOUNT_COUNTS');
	const byValue = new Map();
	const ours = (name) => result.names.of(name)?.[0] === result.names.ours;
	for (const r of rows) {
		if (r === last || /RLIMIT/.test(r.name)) continue;
		if (r.value === null) {
			at(path, r.line, `${r.name} has no value that can be told`);
			continue;
		}
		if (!byValue.has(r.value)) byValue.set(r.value, r);
		const row = table[Number(r.value)];
		const want = `max_${r.name.replace(/^UCOUNT_/, '').toLowerCase()}`;
		const alias = byValue.get(r.value) !== r;
		if (alias && result.names.of(r.name)?.[0] !== result.names.ours) continue;
		// A tree that had a number without a row before is not the series' fault.
		if (!row && /_NAMESPACES$/.test(r.name))
			at(path, r.line, `user_table[] has no row for ${r.name}`);
		else if (!row) continue;
		// Nor are two lists of the tree that differ, if both have ours at the same index.
		else if (row.text !== null && row.text !== want && /_NAMESPACES$/.test(r.name) &&
			(ours(r.name) || ours(row.text)))
			at(
				code.path,
				row.line,
				`row ${r.value} is "${row.text}", the enum says ${r.name}`
			);
		if (row && /_NAMESPACES$/.test(r.name) && own(r.guards) !== own(row.guards))
			at(path, r.line, `${r.name} and its row are under different #if`);
	}
	if (last && !rows.some((r) => result.names.of(r.name)?.[0] === result.names.ours))
		at(path, last.line, 'enum ucount_type has no entry for us');
	if (last && last.value !== null && rows.some((r) => r !== last && r.value >= last.value))
		at(path, last.line, 'an entry stands after UCOUNT_COUNTS');
}

const own = (guards) => guards.filter((g) => /^!?CONFIG_\w+_NS$/.test(g)).join();

// A selftest that defines what the headers define must say the same.
function selftests(result, env, at) {
	for (const file of result.overlay.values()) {
		if (!file.c || !file.path.startsWith('tools/')) continue;
		const mine = new Map();
		for (const [name, d] of constants(file, mine).defines) {
			const here = evaluate(d.body, mine);
			const there = evaluate([{ k: 'i', t: name }], env);
			if (here !== null && there !== null && here !== there)
				at(
					file.path,
					d.line,
					`${name} is ${here} here and ${there} in the kernel`
				);
			if (
				/INIT_INO$/.test(name) &&
				/^NS_/.test(name) &&
				result.spec.inum &&
				here !== BigInt(result.spec.inum.replace(/[uUlL]+$/, ''))
			)
				at(file.path, d.line, `${name} is not ${result.spec.inum}`);
			if (
				/^PIDFD_GET/.test(name) &&
				result.spec.nr &&
				d.body.find((t, i) => d.body[i - 1]?.t === ',')?.t !==
					result.spec.nr
			)
				at(file.path, d.line, `${name} is not number ${result.spec.nr}`);
		}
	}
}
