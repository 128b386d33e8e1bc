// SPDX-License-Identifier: GPL-2.0-only
//
// Which namespaces a tree has, and which of them an identifier belongs to. They are read off
// struct nsproxy; the user namespace is in the credentials instead.

import { Unreadable } from './series.mjs';

// Names older than the scheme that the others follow; what they would be called today.
const IRREGULAR = new Map(
	Object.entries({
		net: ['net', '@_namespace'],
		init_net: ['net', 'init_@_ns'],
		put_net: ['net', 'put_@_ns'],
		get_net: ['net', 'get_@_ns'],
		copy_utsname: ['uts', 'copy_@_ns'],
		copy_ipcs: ['ipc', 'copy_@_ns'],
		CLONE_NEWNS: ['mnt', 'CLONE_NEW@'],
		CONFIG_CGROUPS: ['cgroup', 'CONFIG_@_NS'],
		get_task_net_ns: ['net', 'get_task_@_ns'],
		CONFIG_NET: ['net', 'CONFIG_@_NS'],
		namespace: ['mnt', '@_namespace'],
	})
);

export class Names {
	constructor(ours, stems) {
		this.ours = ours.toLowerCase();
		this.stems = new Set([...stems, 'user', this.ours]);
		this.cache = new Map();
	}
	// [stem, the identifier with @ for it], or null. Loose: labels and strings have no "ns".
	of(word, loose = false) {
		const id = (loose ? '~' : '') + word;
		if (!this.cache.has(id)) this.cache.set(id, this.split(word, loose));
		return this.cache.get(id);
	}
	split(word, loose) {
		const known = IRREGULAR.get(word);
		if (known) return this.stems.has(known[0]) ? known : null;
		const parts = word.split('_');
		for (let i = 0; i < parts.length; i++) {
			const p = parts[i].toLowerCase();
			const bare = p.startsWith('new') ? p.slice(3) : p;
			for (const stem of [bare, bare.replace(/ns$/, '')]) {
				if (!this.stems.has(stem) || stem === '') continue;
				const rest = parts
					.map((q) => q.toLowerCase())
					.filter((q, j) => j !== i);
				const marked =
					p !== stem ||
					rest.includes('ns') ||
					loose ||
					rest.some((q) => /^namespaces?$/.test(q)) ||
					/_INIT_(INO|ID)$/.test(word);
				if (!marked) continue;
				// "pid_ns" is the namespace, "pid" alone is not.
				const said = [...parts];
				said[i] = parts[i].replace(new RegExp(stem, 'i'), '@');
				return [stem, said.join('_')];
			}
		}
		return null;
	}
	// The rows of user_table[] are strings.
	ofString(text) {
		const m = /^"(max_\w+_namespaces)"$/.exec(text);
		return m ? this.of(m[1], true) : null;
	}
}

// The members of struct nsproxy that are namespaces, and the stems of their types.
export function readNames(file, ours) {
	const struct = file?.syntax.structs.get('nsproxy');
	if (!struct) throw new Unreadable('include/linux/nsproxy.h: no struct nsproxy');
	const members = new Map();
	for (const m of struct.members) {
		const type = /^struct (\w+)$/.exec(m.type)?.[1];
		if (!type || !m.pointers) continue;
		const stem =
			type === 'net'
				? 'net'
				: type === 'namespace'
					? 'mnt'
					: /^(\w+)_namespace$/.exec(type)?.[1];
		if (stem) members.set(m.name, stem);
	}
	if (members.size < 2)
		throw new Unreadable('include/linux/nsproxy.h: struct nsproxy has no namespaces');
	return { members, names: new Names(ours, new Set(members.values())) };
}
