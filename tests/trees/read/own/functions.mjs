// SPDX-License-Identifier: GPL-2.0-only
//
// get, put and copy: what they do with a reference, and what their stubs do.

import { compile, paths } from '../paths.mjs';
import { called, calls } from './calls.mjs';

// get takes a reference and returns what it got; put drops one and frees on the last.
export function references(header, on, spec, say) {
	const get = on.functions.find((f) => f.name === spec.get);
	const put = on.functions.find((f) => f.name === spec.put);
	if (get) {
		if (![...calls(on, get.body)].some((c) => /_(inc|get)$/.test(c.name)))
			say(header.path, get.line, `${get.name}() takes no reference`);
		if (!on.text(get.body).includes(`return ${get.params[0]?.name};`))
			say(header.path, get.line, `${get.name}() does not return what it got`);
	}
	if (put) {
		const text = on.flat(put.body);
		if (![...calls(on, put.body)].some((c) => /(dec_and_test|_put)$/.test(c.name)))
			say(header.path, put.line, `${put.name}() drops no reference`);
		if (!text.includes(spec.free))
			say(header.path, put.line, `${put.name}() never frees`);
		if (called(on, put.body, spec.free) && !/if \(.*(dec_and_test|_put)\(/.test(text))
			say(header.path, put.line, `${put.name}() frees without a test`);
	}
}

export function stubs(header, off, spec, level, say) {
	const copy = off.functions.find((f) => f.name === spec.copy);
	const get = off.functions.find((f) => f.name === spec.get);
	const put = off.functions.find((f) => f.name === spec.put);
	if (copy) {
		const text = off.flat(copy.body);
		const old = copy.params.at(-1)?.name;
		if (!text.endsWith(`return ${old}; }`))
			say(
				header.path,
				copy.line,
				`${copy.name}() does not return ${old} when off`
			);
		if (
			level === 'full' &&
			!new RegExp(
				`if \\(\\w+ & ${spec.clone_flag}\\) ` +
					'return ERR_PTR\\(-EINVAL\\);'
			).test(text)
		)
			say(
				header.path,
				copy.line,
				`${copy.name}() takes ${spec.clone_flag} when off`
			);
	}
	if (get && off.flat(get.body) !== `{ return ${get.params[0]?.name}; }`)
		say(header.path, get.line, `${get.name}() does something when off`);
	if (put && off.flat(put.body) !== '{ }')
		say(header.path, put.line, `${put.name}() does something when off`);
}

// With the flag a new one, without it the old one with another reference.
export function copies(source, spec, level, say) {
	const { syntax } = source;
	const copy = syntax.functions.find((f) => f.name === spec.copy);
	if (!copy) return;
	const old = copy.params.at(-1)?.name;
	const get = `${spec.get}(${old})`;
	const test = new RegExp(`^\\(?!?\\(?\\w+ & ${spec.clone_flag}\\)?\\)?$`);
	let shared = 0,
		created = 0;
	for (const path of paths(compile(syntax, copy))) {
		const value = path.at(-1)[1].kids.find((k) => k.named);
		const text = value ? syntax.flat(value) : '';
		const cond = path.find(([op, node]) => op === 'if' && test.test(syntax.flat(node)));
		const asked = cond && (/^\(?!/.test(syntax.flat(cond[1])) ? !cond[2] : cond[2]);
		if (text === get) shared++;
		else if (cond && asked) created++;
		else
			say(
				source.path,
				path.at(-1)[1].line,
				`${copy.name}() returns ${text || 'nothing'} ` +
					'when no new namespace is asked for'
			);
		if (text === get && asked)
			say(
				source.path,
				path.at(-1)[1].line,
				`${copy.name}() shares when asked for new`
			);
	}
	if (!shared || (level === 'full' && !created))
		say(
			source.path,
			copy.line,
			`${copy.name}() never ${shared ? 'creates' : 'shares'}`
		);
}
