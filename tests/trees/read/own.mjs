// SPDX-License-Identifier: GPL-2.0-only
//
// The namespace's own header and source: what every namespace in the tree has, and that what is
// taken for a new one is given back, on each error path and when it is freed.

import { copies, references, stubs } from './own/functions.mjs';
import { guard, interfaces } from './own/header.mjs';
import { complete, conditions, includes } from './own/includes.mjs';
import { commonMembers, initial } from './own/initial.mjs';
import { operations } from './own/operations.mjs';
import { resources, statics } from './own/resources.mjs';

export function judgeOwn(result, headers, say) {
	const { spec, level } = result;
	const header = result.overlay.get(spec.header_path);
	const source = result.overlay.get(spec.source);
	if (!header || !source) {
		say(spec.source, 1, 'the namespace has no header or no source');
		return;
	}
	const config = `CONFIG_${spec.config}`;
	const on = header.syntax,
		off = header.without(config);
	guard(header, spec, say);
	interfaces(header, source, on, off, spec, say);
	references(header, on, spec, say);
	stubs(header, off, spec, level, say);
	copies(source, spec, level, say);
	const common = commonMembers(result);
	initial(result, header, source, common, say);
	statics(source, say);
	resources(source, header, spec, common, say);
	if (level === 'full') operations(result, source, spec, say);
	conditions(header, source, config, say);
	includes(result, headers, header, source, say);
	complete(result, spec, say);
}
