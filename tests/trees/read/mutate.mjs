// SPDX-License-Identifier: GPL-2.0-only
//
// Single changes of a right result: a line taken out, moved out of its #if, given a neighbour's
// name, put twice; and a changed line left as it was.

const cased = (name, to) => [
	[name, to],
	[name.toUpperCase(), to.toUpperCase()],
	[name[0].toUpperCase() + name.slice(1), to[0].toUpperCase() + to.slice(1)],
];

const rename = (s, name, to) => cased(name, to).reduce((t, [a, b]) => t.replaceAll(a, b), s);

// What a line is: code is what the figure counts, the rest is listed beside it.
export function kindOf(path, rows, i, inComment) {
	const s = rows[i].s.trim();
	if (!s) return 'blank';
	if (path.startsWith('tools/'))
		return /^(\/\*|\*|\/\/|# SPDX)/.test(s) ? 'prose' : 'selftest';
	if (path.startsWith('Documentation/')) return 'prose';
	if (/\.[ch]$/.test(path))
		return /^(\/\*|\/\/)/.test(s) || inComment.has(i + 1) ? 'prose' : 'code';
	if (/Kconfig/.test(path)) return /^\t(  |help)/.test(rows[i].s) ? 'prose' : 'code';
	return /^#/.test(s) ? 'prose' : 'code';
}

// Where the innermost #if around row i ends, or -1; an include guard is none.
function endOfIf(rows, i) {
	let depth = 0,
		open = -1;
	for (let j = i - 1; j >= 0; j--) {
		if (/^\s*#\s*endif/.test(rows[j].s)) depth++;
		else if (/^\s*#\s*if/.test(rows[j].s) && depth-- === 0) {
			open = j;
			break;
		}
	}
	if (open < 0 || /_H_*\s*$/.test(rows[open].s)) return -1;
	depth = 0;
	for (let j = i + 1; j < rows.length; j++) {
		if (/^\s*#\s*if/.test(rows[j].s)) depth++;
		else if (/^\s*#\s*endif/.test(rows[j].s) && depth-- === 0) return j;
	}
	return -1;
}

export function* mutations(path, rows, name) {
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i];
		const copy = (edit) => {
			const all = [...rows];
			edit(all);
			return all;
		};
		if (!row.added || !row.s.trim()) continue;
		yield { i, how: 'out', rows: copy((a) => a.splice(i, 1)) };
		yield { i, how: 'twice', rows: copy((a) => a.splice(i, 0, row)) };
		if (row.was) {
			let n = 1;
			while (rows[i + n]?.added && !rows[i + n].was) n++;
			yield {
				i,
				how: 'unchanged',
				rows: copy((a) =>
					a.splice(i, n, ...row.was.map((s) => ({ s, added: false })))
				),
			};
		}
		const end = /^\s*#/.test(row.s) ? -1 : endOfIf(rows, i);
		if (end > 0)
			yield {
				i,
				how: 'unguarded',
				rows: copy((a) => {
					a.splice(end + 1, 0, row);
					a.splice(i, 1);
				}),
			};
		for (const to of ['time', 'cgroup']) {
			const s = rename(row.s, name, to);
			if (s !== row.s)
				yield {
					i,
					how: 'renamed',
					to,
					rows: copy((a) => {
						a[i] = { ...row, s };
					}),
				};
		}
	}
}
