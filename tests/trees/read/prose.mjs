// SPDX-License-Identifier: GPL-2.0-only
//
// Comments, help texts and documentation: a line of the series is about ours, and said once. What
// such a line should say, and whether it is missing, nobody can tell from the tree.

// The namespaces that a line speaks of.
function about(text, names) {
	const stems = new Set();
	for (const word of text.match(/\w+/g) ?? []) {
		const found = /^namespace/.test(word) ? null : names.of(word);
		if (found) stems.add(found[0]);
	}
	for (const [, word] of text.matchAll(/(\w+)(?:``|"|'|\))? namespaces?\b/gi)) {
		const stem = word.toLowerCase();
		if (names.stems.has(stem)) stems.add(stem);
	}
	for (const [, word] of text.matchAll(/\/ns\/(\w+)/g))
		if (names.stems.has(word)) stems.add(word);
	return stems;
}

export function isProse(file, line) {
	if (!file.c) return true;
	return file.lexed.inComment.has(line) || /^\s*(\/\*|\/\/)/.test(file.rows[line - 1]);
}

/** judgeProse() - of one file */
export function judgeProse(file, names, say) {
	const bad = (line, what, text) => say(file.path, line, `${what}: ${text.slice(0, 50)}`);
	for (const line of file.added) {
		const text = file.rows[line - 1].trim();
		if (!isProse(file, line) || text.length < 4) continue;
		if (file.rows[line - 2]?.trim() === text)
			bad(line, 'the line before says the same', text);
		const stems = about(text, names);
		if (stems.size && !stems.has(names.ours) && ![...stems].every((s) => s === 'user'))
			bad(line, `is about ${[...stems].join(', ')}, not ours`, text);
	}
}

/** judgeTest() - what a new selftest defines is of no other namespace */
export function judgeTest(file, names, say) {
	const others = [...names.stems].filter((s) => s !== names.ours && s !== 'user');
	const words = new RegExp(`^"(${others.join('|')})"$`);
	for (const t of file.lexed.tokens.filter((each) => each.macro)) {
		const stem = t.k === 's' ? words.exec(t.t)?.[1] : t.k === 'i' && names.of(t.t)?.[0];
		if (stem && stem !== names.ours && stem !== 'user' && !/_INIT_INO$/.test(t.t))
			say(file.path, t.line, `${t.t} is of ${stem}, and this a test of ours`);
	}
	for (const d of file.lexed.directives)
		for (const word of d.rest.match(/\w+/g) ?? [])
			if (/^ifn?def$/.test(d.kind) && others.includes(names.of(word)?.[0]))
				say(file.path, d.line, `${word}, in a test of ours`);
}
