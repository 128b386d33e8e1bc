// SPDX-License-Identifier: GPL-2.0-only
//
// The text of the hook that wrote a line: a file of cocci/ whose digest is that in the report.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const path = /^cocci(?:\/[a-z0-9_-]+)+\.(?:cocci|list|kconfig|makefile|skel)$/;

/** hookText() - { text } of a site's hook, or { gone } with the reason why there is none */
export function hookText(home, site) {
	let bytes;

	if (!path.test(site.hook))
		return { gone: 'The report names no file of cocci/.' };
	try {
		bytes = readFileSync(join(home, site.hook));
	} catch {
		return { gone: 'There is no such file any more; the report is of another nsgen.' };
	}
	if (createHash('sha256').update(bytes).digest('hex') !== site.sha256)
		return { gone: 'It has changed since it wrote these lines, so it is not shown; ' +
			'generate the series again.' };
	return { text: bytes.toString('utf8') };
}

/** hookHelp() - what else determines a hook's lines, by the engine that runs it */
export function hookHelp(site, spec) {
	const conf = `namespaces/${spec.name}.conf`;

	switch (site.hook.split('.').pop()) {
	case 'kconfig':
		return `Prompt and help are words of the spec: ${conf} can set them. ` +
			'How they are laid out is scripts/engine/kconfig.c.';
	case 'makefile':
		return `File and object are words of the spec: ${conf} can set them. ` +
			'How the line is laid out is scripts/engine/makefile.c.';
	case 'skel':
		return `This is a template: @word@ is a word of the spec, which ${conf} can set.`;
	case 'list':
		return 'Where it has no text of its own it copies its neighbour\'s line, ' +
			`with the words of the spec, which ${conf} can set.`;
	default:
		return `Its virtual identifiers are words of the spec, which ${conf} can set.`;
	}
}
