// SPDX-License-Identifier: GPL-2.0-only
//
// The initial namespace.

import { field } from '../syntax.mjs';
import { REFERENCES } from './calls.mjs';

export function commonMembers(result) {
	for (const path of ['include/linux/ns_common.h', 'include/linux/ns/ns_common_types.h']) {
		const s = result.file(path)?.syntax.structs.get('ns_common');
		if (s) return new Map(s.members.map((m) => [m.name, m.type]));
	}
	return null;
}

const COUNT =
	/^((KREF|REFCOUNT|ATOMIC|ATOMIC_LONG)_INIT\(2\)|\{ \.refcount = ATOMIC_INIT\(2\),? \})$/;
const TWO = /^REFCOUNT_INIT\(2\)$/;

// Does a neighbour's initial namespace set this member?
const INITIALS = ['init/version.c', 'ipc/msgutil.c', 'kernel/user.c', 'kernel/pid.c'];
const setByOthers = (result, member) =>
	INITIALS.some((path) => result.pristine(path)?.text.includes(`.${member}`));

// Each member of the initial namespace that must not be zero.
export function initial(result, header, source, common, say) {
	const { spec, level } = result;
	const { syntax } = source;
	const init = syntax.variables.find((v) => v.name === spec.init);
	const members = header.syntax.structs.get(spec.tag)?.members ?? [];
	if (!init?.value) {
		say(source.path, 1, `${spec.init} is not defined`);
		return;
	}
	if (init.type !== `struct ${spec.tag}` || init.pointers)
		say(source.path, init.line, `${spec.init} is ${init.type}`);
	const set = new Map();
	for (const p of init.value.kids.filter((k) => k.type === 'initializer_pair'))
		set.set(
			p.kids
				.filter((k) => k.field === 'designator')
				.map((k) => syntax.flat(k))
				.join(''),
			syntax.flat(field(p, 'value'))
		);
	const want = (name, value) => {
		if (!value.test(set.get(name) ?? ''))
			say(
				source.path,
				init.line,
				`${spec.init}${name} is ${set.get(name) ?? 'not set'}`
			);
	};
	if (!members.length) say(header.path, 1, `struct ${spec.tag} has no members`);
	for (const m of members) {
		if (REFERENCES.test(m.type))
			want(`.${m.name}`, COUNT);
		else if (m.type === 'struct user_namespace') want(`.${m.name}`, /^&init_user_ns$/);
	}
	if (level !== 'full') return;
	for (const [type, name] of [
		['struct user_namespace', 'user_ns'],
		['struct ucounts', 'ucounts'],
		['struct ns_common', 'ns'],
	])
		if (
			!members.some(
				(m) =>
					m.type === type &&
					m.name === name &&
					m.pointers === (name === 'ns' ? 0 : 1)
			)
		)
			say(header.path, 1, `struct ${spec.tag} has no ${type} ${name}`);
	if (!common) return;
	const own = members.some((m) => REFERENCES.test(m.type));
	if (set.has('.ns')) {
		want('.ns', new RegExp(`^NS_COMMON_INIT\\(${spec.init}\\b.*\\)$`));
	} else {
		want(
			'.ns.inum',
			new RegExp(
				`^(${spec.proc_inum_name}|${spec.inum_name}|ns_init_inum\\(&${spec.init}\\))$`
			)
		);
		if (common.has('ops')) want('.ns.ops', new RegExp(`^&${spec.operations}$`));
		const counts = [...common].filter(([, type]) => type === 'refcount_t');
		for (const [name] of counts)
			want(`.ns.${name}`, name === 'count' ? TWO : /^REFCOUNT_INIT\(\d\)$/);
		if (common.has('ns_type') && setByOthers(result, 'ns_type'))
			want('.ns.ns_type', /^(ns_common_type\(&\w+\)|CLONE_NEW\w+)$/);
	}
	if (!own && ![...common.values()].includes('refcount_t'))
		say(header.path, 1, `struct ${spec.tag} has no reference count`);
}
