// SPDX-License-Identifier: GPL-2.0-only
//
// Find the function of a hunk's line, and the calls of the functions that a series adds. All of
// this is read from the diff: there is no tree here.

const definition =
	/^(?!struct\b[^(]*\{|typedef\b|return\b|else\b)[A-Za-z_][\w\s*]*?[\s*]?\b([A-Za-z_]\w*)\(/;
const keywords = new Set(['if', 'for', 'while', 'switch', 'return', 'sizeof',
	'defined', 'guard', 'IS_ERR', 'PTR_ERR', 'ERR_PTR', 'ERR_CAST', 'likely', 'unlikely']);

/** functionAt() - the function that line i of a hunk is in, as far as the hunk shows it */
export function functionAt(hunk, i) {
	for (let at = i; at >= 0; at--) {
		const text = hunk.lines[at].content.slice(1);

		if (at < i && text === '}')
			return '';
		const found = definition.exec(text);

		if (found && !text.trimEnd().endsWith(';'))
			return found[1];
	}
	return definition.exec(hunk.section)?.[1] ?? /(\w+)(?:\[\w*\])? = \{$/.exec(
		hunk.section)?.[1] ?? /(?:struct|enum|union) \w+/.exec(hunk.section)?.[0] ?? '';
}

/** functionOf() - the function that the first changed line of a hunk is in */
export function functionOf(hunk) {
	const first = hunk.lines.findIndex((item) => item.type !== 'context');

	return first < 0 ? '' : functionAt(hunk, first);
}

function calls(body) {
	const names = [];

	for (const [, name] of body.replace(/\/\*.*?\*\/|"(?:[^"\\]|\\.)*"/gs,
		'').matchAll(/\b([A-Za-z_]\w*)\(/g))
		if (!keywords.has(name) && !names.includes(name))
			names.push(name);
	return names;
}

/**
 * functionsOf() - map name to { name, hunk, body, calls } for the functions that a hunk adds whole
 */
export function functionsOf(hunk) {
	const lines = hunk.lines.filter((item) => item.type !== 'delete')
		.map((item) => item.content.slice(1));
	const found = new Map();

	for (let i = 0; i < lines.length; i++) {
		const name = definition.exec(lines[i])?.[1];
		let open = i;

		while (name && open < lines.length && lines[open] !== '{' &&
			!/[;}]\s*$/.test(lines[open]))
			open++;
		if (!name || lines[open] !== '{')
			continue;
		const close = lines.indexOf('}', open);
		const body = lines.slice(open + 1, close < 0 ? lines.length : close).join('\n');

		/* Of a function and its empty stub for CONFIG_…=n, the function comes first. */
		if (!found.has(name))
			found.set(name, { name, hunk, body, calls: calls(body) });
		i = close < 0 ? lines.length : close;
	}
	return found;
}
