// SPDX-License-Identifier: GPL-2.0-only
//
// The header: its guard, and what it declares, the same with the option on and off and as the
// source defines it.

export function guard(header, spec, say) {
	const d = header.lexed.directives;
	const name = d[0]?.kind === 'ifndef' ? d[0].rest : null;
	if (!name || d[1]?.kind !== 'define' || d[1].rest !== name)
		say(header.path, d[0]?.line ?? 1, 'no include guard');
	else if (name !== spec.guard && !name.includes(spec.NAME))
		say(header.path, d[0].line, `the include guard ${name} is another header's`);
	for (const t of header.lexed.tokens)
		if (name && !t.guards.includes(`!${name}`))
			say(header.path, t.line, 'is outside of the include guard');
	// What an #endif says it ends must be what it ends.
	for (const file of [header]) {
		const open = [];
		file.rows.forEach((s, i) => {
			const m = /^#\s*(if\w*)\s+(.*)/.exec(s);
			if (m) open.push(m[2].trim());
			const e = /^#\s*endif(?:\s*\/\* (\w+) \*\/)?/.exec(s);
			if (e) {
				const was = open.pop();
				if (e[1] && was && e[1] !== was)
					say(file.path, i + 1, `#endif of ${was} says ${e[1]}`);
			}
		});
	}
}

const shape = (f) =>
	`${f.type}${'*'.repeat(f.pointers)} ${f.params
		.map((p) => `${p.type}${'*'.repeat(p.pointers)}`)
		.join(', ')}`;

// Defined here, declared there, and called the same with the option on and off.
export function interfaces(header, source, on, off, spec, say) {
	const declared = (s, name) =>
		[...s.functions, ...s.prototypes].find((f) => f.name === name);
	for (const name of [spec.copy, spec.get, spec.put]) {
		const a = declared(on, name),
			b = declared(off, name);
		if (!a || !b)
			say(
				header.path,
				1,
				`${name}() is not declared with the option ${a ? 'off' : 'on'}`
			);
		else if (shape(a) !== shape(b))
			say(
				header.path,
				b.line,
				`${name}() differs with the option off: ${shape(b)}`
			);
		if (b && !off.functions.includes(b))
			say(header.path, b.line, `${name}() is not there with the option off`);
	}
	for (const s of [on, off])
		for (const f of s.functions)
			if (!f.isStatic || !f.isInline)
				say(
					header.path,
					f.line,
					`${f.name}() in a header is not static inline`
				);
	for (const p of [...on.prototypes, ...off.prototypes])
		if (!source.syntax.functions.some((f) => f.name === p.name && !f.isStatic))
			say(header.path, p.line, `${p.name}() is not defined`);
	for (const f of source.syntax.functions.filter((x) => !x.isStatic)) {
		const p = on.prototypes.find((x) => x.name === f.name);
		if (!p) say(source.path, f.line, `${f.name}() is not declared in ${header.path}`);
		else if (shape(p) !== shape(f))
			say(source.path, f.line, `${f.name}() is declared as ${shape(p)}`);
	}
	for (const name of [spec.copy, spec.free])
		if (!source.syntax.functions.some((f) => f.name === name))
			say(source.path, 1, `${name}() is not defined`);
	if (!on.variables.some((v) => v.name === spec.init && v.storage.includes('extern')))
		say(header.path, 1, `${spec.init} is not declared`);
	const struct = `struct ${spec.tag}`;
	for (const s of [on, off])
		for (const name of [spec.get, spec.put, spec.copy]) {
			const f = declared(s, name);
			if (f && f.params.at(-1)?.type !== struct)
				say(header.path, f.line, `${name}() does not take ${struct}`);
			if (f && name !== spec.put && (f.type !== struct || f.pointers !== 1))
				say(header.path, f.line, `${name}() does not return ${struct} *`);
			if (f && name === spec.put && (f.type !== 'void' || f.pointers))
				say(header.path, f.line, `${name}() returns something`);
		}
	// A struct that prototypes or members name must be declared before.
	const known = new Set(on.structs.keys());
	for (const m of header.text.matchAll(/^struct (\w+);/gm)) known.add(m[1]);
	const reach = new Set(
		header.lexed.directives.filter((d) => d.kind === 'include').map((d) => d.rest)
	);
	for (const [, s] of on.structs)
		for (const m of s.members) {
			const type = /^struct (\w+)$/.exec(m.type)?.[1];
			if (type && m.pointers && !known.has(type))
				say(header.path, m.line, `struct ${type} is not declared before`);
		}
	for (const p of on.prototypes)
		for (const q of p.params) {
			const type = /^struct (\w+)$/.exec(q.type)?.[1];
			if (type && !known.has(type) && !reach.has(`<linux/${type}.h>`))
				say(header.path, q.line, `struct ${type} is not declared before`);
		}
}
