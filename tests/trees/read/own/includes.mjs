// SPDX-License-Identifier: GPL-2.0-only
//
// What the files ask for: options, and headers.

// The only option that our own files ask for is ours.
export function conditions(header, source, config, say) {
	let found = 0;
	for (const file of [header, source])
		for (const d of file.lexed.directives)
			for (const name of d.kind.startsWith('if') || d.kind === 'elif'
				? (d.rest.match(/CONFIG_\w+/g) ?? [])
				: []) {
				if (name !== config) say(file.path, d.line, `asks for ${name}`);
				found++;
			}
	if (!found) say(header.path, 1, `never asks for ${config}`);
}

// What is used is included from where it is declared; not by chance, through another header.
const UMBRELLA = /\/(cleanup|rcupdate|container_of|gfp\w*|kernel|ns_common\w*|spinlock\w*)\.h$/;

export function includes(result, headers, header, source, say) {
	const direct = (file) =>
		new Set(
			(headers.info(file.path)?.includes ?? [])
				.map((i) => headers.find(file.path, i))
				.filter(Boolean)
		);
	const mine = direct(header);
	const has = (file, path) =>
		direct(file).has(path) ||
		(file === source &&
			mine.has(path) &&
			/refcount|kref|ns_common|container_of|err\.h$/.test(path) === true &&
			!/err\.h$/.test(path));
	for (const file of [header, source]) {
		const need = (path, line, why) => {
			if (headers.there(path) && !has(file, path))
				say(
					file.path,
					line,
					`uses ${why}, does not include ${path.slice(8)}`
				);
		};
		const seen = new Set();
		const { tokens } = file.lexed;
		const own = headers.info(file.path).names;
		const closure = headers.closure(file.path);
		tokens.forEach((t, i) => {
			if (t.k !== 'i' || seen.has(t.t)) return;
			seen.add(t.t);
			if (/^u(8|16|32|64)$/.test(t.t) && file === header)
				need('include/linux/types.h', t.line, t.t);
			if (/^CLONE_NEW/.test(t.t) || (t.t === 'task_struct' && file === source))
				need('include/linux/sched.h', t.line, t.t);
			if (/^__init$|_initcall$/.test(t.t))
				need('include/linux/init.h', t.line, t.t);
			if (t.t === 'container_of' && file === header)
				need(
					headers.there('include/linux/container_of.h')
						? 'include/linux/container_of.h'
						: 'include/linux/kernel.h',
					t.line,
					t.t
				);
			if (
				/^(nsproxy|nsset)$/.test(t.t) &&
				tokens[i - 1]?.t === 'struct' &&
				file === source
			)
				need('include/linux/nsproxy.h', t.line, t.t);
			if (t.t === 'proc_ns_operations')
				need('include/linux/proc_ns.h', t.line, t.t);
			if (
				t.t === 'ns_common' &&
				tokens[i + 1]?.t !== ';' &&
				tokens[i + 1]?.t !== '*' &&
				file === header
			)
				need('include/linux/ns_common.h', t.line, t.t);
			if (/^(refcount_t|refcount_\w+)$/.test(t.t) && file === header)
				need('include/linux/refcount.h', t.line, t.t);
			const guarded = tokens[i - 2]?.t === 'guard';
			if (
				(tokens[i + 1]?.t !== '(' && !guarded) ||
				own.has(t.t) ||
				/^(if|for|while|switch|return|sizeof)$/.test(t.t)
			)
				return;
			if (/^[A-Z]/.test(t.t) && t.t !== 'ERR_PTR') return;
			const where = [...closure.keys()].filter((p) => {
				const n = headers.info(p)?.names.get(t.t);
				return n && p.startsWith('include/linux/');
			});
			if (where.length && !where.some((p) => has(file, p) || UMBRELLA.test(p)))
				say(
					file.path,
					t.line,
					`uses ${t.t}(), does not include ${where[0].slice(8)}`
				);
		});
	}
}

// A macro that looks into our struct needs its header.
export function complete(result, spec, say) {
	for (const file of result.overlay.values()) {
		if (!file.path.endsWith('.c') || file.fresh) continue;
		const uses = new RegExp(
			`\\b(to_ns_common|ns_ref_\\w+|validate_ns)\\(.*->${spec.member}\\b`
		).exec(file.text);
		const line = uses ? file.text.slice(0, uses.index).split('\n').length : 0;
		if (
			uses &&
			!file.lexed.directives.some(
				(d) => d.kind === 'include' && d.rest === `<${spec.header}>`
			)
		)
			say(
				file.path,
				line,
				`looks into struct ${spec.tag}, does not include ${spec.header}`
			);
	}
}
