// SPDX-License-Identifier: GPL-2.0-only
//
// Kconfig, Makefiles and Documentation: the option, the object and the limit are there once, in
// the form and at the place that the neighbours have.

const rowsOf = (file) => file.text.split('\n');

// Kconfig entries: [name, first row, rows, the ifs around it].
function entries(text) {
	const all = [];
	const ifs = [];
	let now = null;
	text.split('\n').forEach((s, i) => {
		const head =
			/^((?:menu)?config|(?:end)?if|(?:end)?menu|(?:end)?choice|comment|source)\b\s*(.*)/.exec(
				s
			);
		if (head) {
			if (head[1] === 'if') ifs.push(head[2]);
			if (head[1] === 'endif') ifs.pop();
			now = {
				kind: head[1],
				name: head[2],
				line: i + 1,
				rows: [],
				ifs: [...ifs],
			};
			all.push(now);
		} else if (now) {
			now.rows.push(s);
		}
	});
	return all;
}

function kconfig(result, say) {
	const { config } = result.spec;
	const found = [];
	for (const file of result.overlay.values()) {
		if (!/Kconfig/.test(file.path)) continue;
		const all = entries(file.text);
		const before = entries(result.pristine(file.path)?.text ?? '');
		const ours = all.filter((e) => e.kind === 'config' && e.name === config);
		found.push(...ours);
		for (const e of ours) entry(result, file, e, all, say);
		// The others are as they were.
		const rest = all.filter((e) => !ours.includes(e));
		if (rest.length !== before.length)
			say(
				file.path,
				ours[0]?.line ?? 1,
				'the entries are not those of before and ours'
			);
		rest.forEach((e, i) => {
			const b = before[i];
			if (b && (b.name !== e.name || b.kind !== e.kind))
				say(
					file.path,
					e.line,
					`${e.kind} ${e.name} was ${b.kind} ${b.name}`
				);
			else if (
				b &&
				b.rows.filter(Boolean).join('\n') !==
					e.rows.filter(Boolean).join('\n')
			)
				say(file.path, e.line, `the entry of ${e.name} changed`);
		});
	}
	if (found.length !== 1)
		say(
			'init/Kconfig',
			found[1]?.line ?? 1,
			`config ${config} is there ${found.length} times`
		);
}

function entry(result, file, e, all, say) {
	const rows = e.rows.filter((s) => s.trim());
	const types = rows.filter((s) => /^\t(bool|tristate|def_bool)\b/.test(s));
	if (types.length !== 1 || !/^\tbool "[^"]+"( if .*)?$/.test(types[0]))
		say(file.path, e.line, `config ${e.name} has no bool "..." or more than one`);
	else if (result.names.of(types[0].match(/"(\w+)/)[1], true)?.[0] !== result.names.ours)
		say(file.path, e.line, `the prompt of ${e.name} names something else`);
	const help = rows.findIndex((s) => /^\t(help|---help---)$/.test(s));
	if (help < 0 || rows.length === help + 1)
		say(file.path, e.line, `config ${e.name} has no help`);
	rows.forEach((s, i) => {
		if ((help >= 0 && i > help && !/^\t {2}\S/.test(s)) || !/^\t/.test(s))
			say(file.path, e.line + i + 1, `is no line of an entry: ${s}`);
		if (
			help >= 0 &&
			i < help &&
			!/^\t(bool|default|depends on|select|def_bool|imply) ?/.test(s)
		)
			say(file.path, e.line + i + 1, `is no attribute: ${s}`);
	});
	if (help >= 0 && rows.slice(help + 1).some((s) => /^\thelp/.test(s)))
		say(file.path, e.line, `config ${e.name} has two helps`);
	// Where most neighbours are.
	const others = all.filter(
		(o) =>
			o.kind === 'config' &&
			o !== e &&
			/_NS$/.test(o.name) &&
			result.names.of(o.name)
	);
	if (others.length && !others.some((o) => o.ifs.join() === e.ifs.join()))
		say(file.path, e.line, `config ${e.name} is not under if ${others[0].ifs}`);
	if (rowsOf(file)[e.line - 2] !== '')
		say(file.path, e.line, 'no empty line before the entry');
}

function makefile(result, say) {
	const { spec } = result;
	const object = spec.object;
	const hits = [];
	for (const file of result.overlay.values()) {
		if (!/Makefile$/.test(file.path) || file.path.startsWith('tools/')) continue;
		let ifs = 0;
		rowsOf(file).forEach((s, i, all) => {
			if (/^(ifeq|ifneq|ifdef|ifndef)\b/.test(s)) ifs++;
			if (/^endif\b/.test(s)) ifs--;
			if (new RegExp(`\\b${object.replace('.', '\\.')}`).test(s)) {
				hits.push([file.path, i + 1]);
				const m = /^(obj|[\w-]+)-\$\(CONFIG_(\w+)\)\s*\+= (\S+)$/.exec(s);
				if (!m || m[2] !== spec.config || m[3] !== object)
					say(
						file.path,
						i + 1,
						`does not build ${object} for CONFIG_${spec.config}`
					);
				if (ifs || all[i - 1]?.endsWith('\\'))
					say(
						file.path,
						i + 1,
						`${object} is under a condition or in a list`
					);
				if (
					!result.overlay.has(
						file.path.replace(
							'Makefile',
							object.replace('.o', '.c')
						)
					)
				)
					say(file.path, i + 1, `no source for ${object}`);
			} else if (file.added.has(i + 1) && s.trim()) {
				say(file.path, i + 1, `adds something else: ${s}`);
			}
		});
	}
	if (hits.length !== 1)
		say(
			hits[1]?.[0] ?? 'kernel/Makefile',
			hits[1]?.[1] ?? 1,
			`${object} is built ${hits.length} times`
		);
}

// user.rst: a heading, its underline and a paragraph for each limit, in order.
function limits(result, say) {
	const file = result.overlay.get('Documentation/admin-guide/sysctl/user.rst');
	const there = result.tree.has('Documentation/admin-guide/sysctl/user.rst');
	if (result.level !== 'full' || !there) return;
	const want = `max_${result.name}_namespaces`;
	const rows = file ? rowsOf(file) : [];
	const heads = rows
		.map((s, i) => [s, i])
		.filter(([s, i]) => /^max_\w+$/.test(s) && /^=+$/.test(rows[i + 1] ?? ''));
	const mine = heads.filter(([s]) => s === want);
	const at = mine[0]?.[1] ?? 0;
	const path = 'Documentation/admin-guide/sysctl/user.rst';
	if (mine.length !== 1) {
		say(path, at + 1, `${want} is described ${mine.length} times`);
		return;
	}
	const text = (i, name) => {
		const next = heads.find(([, j]) => j > i);
		return rows
			.slice(i, next ? next[1] : i + 7)
			.map((s) => s.trim().replaceAll(name, '@'))
			.map((s, j) => (j === 1 ? '=' : s))
			.join('|')
			.replace(/\|+$/, '|');
	};
	if (rows[at + 1].length !== want.length)
		say(path, at + 2, 'the underline has another length');
	const others = heads.filter(([s]) => s !== want).map(([s, i]) => text(i, s.split('_')[1]));
	if (!others.includes(text(at, result.name)))
		say(path, at + 1, `${want} is described unlike any neighbour`);
	if (rows[at - 1] !== '') say(path, at + 1, 'no empty line before the heading');
}

function documents(result, say) {
	for (const file of result.overlay.values()) {
		if (/index\.rst$/.test(file.path)) {
			const hits = rowsOf(file)
				.map((s, i) => [s, i])
				.filter(([s]) => s.trim() === result.name);
			if (hits.length !== 1)
				say(
					file.path,
					(hits[1]?.[1] ?? 0) + 1,
					`${result.name} is in the list ${hits.length} times`
				);
			else if (!/^ {3}\S/.test(hits[0][0]))
				say(file.path, hits[0][1] + 1, 'is not indented as the list');
			rowsOf(file).forEach((s, i) => {
				if (
					file.added.has(i + 1) &&
					s.trim() &&
					!result.overlay.has(
						file.path.replace('index.rst', `${s.trim()}.rst`)
					)
				)
					say(file.path, i + 1, `no document ${s.trim()}`);
			});
		}
		if (/\.rst$/.test(file.path))
			rowsOf(file).forEach((s, i, all) => {
				if (
					/^=+$/.test(s) &&
					file.added.has(i + 1) &&
					all[i - 1].length !== s.length
				)
					say(file.path, i + 1, 'the underline has another length');
				if (file.added.has(i + 1) && s.trim() && s === all[i - 1])
					say(file.path, i + 1, 'the line before says the same');
			});
	}
}

// The selftest's directory: in the list once, and what its Makefile builds is there.
function selftest(result, say) {
	const top = result.overlay.get('tools/testing/selftests/Makefile');
	const dirs = new Set(
		[...result.overlay.keys()]
			.map((p) => /^tools\/testing\/selftests\/([^/]+)\/Makefile$/.exec(p)?.[1])
			.filter(Boolean)
	);
	for (const dir of dirs) {
		const rows = top ? rowsOf(top) : [];
		const n = rows.filter((s) => s === `TARGETS += ${dir}`).length;
		if (n !== 1)
			say(
				'tools/testing/selftests/Makefile',
				1,
				`${dir} is in TARGETS ${n} times`
			);
		const base = `tools/testing/selftests/${dir}`;
		const make = result.overlay.get(`${base}/Makefile`);
		const programs = /^TEST_GEN_PROGS := (.*)$/m.exec(make.text)?.[1]?.split(' ') ?? [];
		if (!programs.length || !/^include \.\.\/lib\.mk$/m.test(make.text))
			say(make.path, 1, 'builds no program, or does not include lib.mk');
		for (const p of programs) {
			if (!result.overlay.has(`${base}/${p}.c`))
				say(make.path, 1, `no source for ${p}`);
			const ignored = result.overlay.get(`${base}/.gitignore`);
			if (ignored && !rowsOf(ignored).includes(p))
				say(ignored.path, 1, `${p} is not ignored`);
		}
		if (!/^CFLAGS \+= .*(KHDR_INCLUDES|-I.*usr\/include)/m.test(make.text))
			say(make.path, 1, 'does not use the installed headers');
		const config = result.overlay.get(`${base}/config`);
		if (config && !rowsOf(config).includes(`CONFIG_${result.spec.config}=y`))
			say(config.path, 1, `does not set CONFIG_${result.spec.config}`);
		for (const f of [make, config, result.overlay.get(`${base}/.gitignore`)]) {
			const seen = new Set();
			for (const [i, s] of f ? rowsOf(f).entries() : []) {
				if (s.trim() && seen.has(s))
					say(f.path, i + 1, `is there twice: ${s}`);
				seen.add(s);
			}
		}
	}
	if (top) {
		rowsOf(top).forEach((s, i) => {
			const dir = /^TARGETS \+= (\S+)$/.exec(s)?.[1];
			if (top.added.has(i + 1) && !dirs.has(dir))
				say(top.path, i + 1, `no directory ${dir}`);
		});
	}
}

export function judgeKbuild(result, say) {
	kconfig(result, say);
	makefile(result, say);
	limits(result, say);
	documents(result, say);
	selftest(result, say);
}
