// SPDX-License-Identifier: GPL-2.0-only
//
// A list that has most of the tree's namespaces must have ours: once, in the form that a
// neighbour's item has there, under the same #if.

import { expanded } from './expand.mjs';
import { lists } from './items.mjs';
import { callersDo } from './walk.mjs';

const MANY = 4;

// At framework level a namespace is copied and dropped with the others, and nothing else.
function wanted(list, level, key, file) {
	if (level === 'full') return true;
	if (list.kind === 'struct') return list.name === 'nsproxy';
	if (list.kind === 'init') return /struct nsproxy/.test(list.type);
	if (list.kind === 'file')
		return (
			key === 'struct @_namespace ;' &&
			file.lists.some((l) => l.name === 'nsproxy')
		);
	if (list.kind === 'function')
		return /(put|get|copy)_@/.test(key) && !/CLONE_NEW@|PIDFD_GET_@/.test(key);
	return false;
}

function stemsOf(items, names) {
	return new Set(items.map((i) => i.stem).filter((s) => s !== names.ours));
}

function groups(items, by) {
	const map = new Map();
	for (const one of items) map.set(one[by], [...(map.get(one[by]) ?? []), one]);
	return map;
}

// The same calls, whatever the test around them looks like.
const CALL = /\w+ \( [^()]*@[^()]* \)/g;

function does(one, other) {
	const calls = (other.match(CALL) ?? []).filter((c) => !/^(IS_ENABLED|if|likely)/.test(c));
	return calls.length > 0 && calls.every((c) => one.includes(c));
}

// Neighbours that test their option with IS_ENABLED() instead of #ifdef.
const tested = (others, loose) =>
	others.some((i) => /IS_ENABLED/.test(i.loose) && does(i.loose, loose));

const GROUPED = new Set(['function', 'file', 'struct', 'defines']);

// What the tree says of a neighbour, the result says as well; a line may name us instead.
function lost(file, names, pristine, say) {
	const count = (all) => {
		const map = new Map();
		for (const list of all.filter((l) => l.kind !== 'function'))
			for (const i of list.items) {
				const key = `${list.kind} ${list.name}: ${i.stem}: ${i.loose}`;
				map.set(key, [...(map.get(key) ?? []), i]);
			}
		return map;
	};
	const after = count(file.lists);
	for (const [key, some] of count(pristine?.lists ?? [])) {
		const left = after.get(key)?.length ?? 0;
		const ours = key.replace(/: \w+: /, `: ${names.ours}: `);
		// A macro that has ours, too, now is judged as what it is.
		const macro = /^defines .*: #define (\S+)/.exec(key)?.[1];
		if (macro && file.lexed.tokens.some((t) => t.k === 'd' && t.macro === macro))
			continue;
		if (left < some.length && !(after.has(ours) && !key.startsWith('mask')))
			say(
				file.path,
				some[0].line,
				`"${some[0].loose}" of ${some[0].stem} is gone`
			);
	}
}

// Without a number or a designator after items that have one: it has the next one.
function follows(list, others, key) {
	if (list.kind === 'enum' && !key.includes(' = '))
		return others.some((i) => i.key.replace(/ = .*$/, '') === key);
	if (list.kind !== 'init' || key.includes('] =')) return false;
	const bare = (k) => k.replace(/\[ [^\]]* \] = /, '');
	return others.some((i) => i.key.includes('] =') && bare(i.key) === key);
}

function mostlyGuarded(others, loose) {
	const same = others.filter((i) => i.loose === loose);
	const guarded = same.filter((i) => /^\[@\]/.test(i.key));
	return guarded.length > same.length - guarded.length;
}

// A helper has this form of the others, and each function that calls it has it of ours.
function inCallers(file, list, names, key) {
	if (list.kind !== 'function') return false;
	const fn = file.syntax.functions.find((f) => f.name === list.name);
	return (
		!!fn &&
		callersDo(file.syntax, fn, (caller) =>
			file.lists.some(
				(l) =>
					l.kind === 'function' &&
					l.name === caller.name &&
					l.items.some(
						(i) => i.stem === names.ours && does(i.loose, key)
					)
			)
		)
	);
}

// A parameter may be called as another namespace's member.
function ofParameter(file, list, one, names) {
	const fn = file.syntax.functions.find((f) => f.name === list.name);
	const others = one.words.filter((w) => {
		const found = names.of(w, '');
		return found && found[0] !== names.ours && found[0] !== 'user';
	});
	return (
		list.kind === 'function' &&
		others.every((w) => fn?.params?.some((p) => p.name === w))
	);
}

// The same file as its macros expand.
function asExpanded(file, names) {
	if (!file?.c) return null;
	return file.once('expanded', () => {
		const lexed = expanded(file.lexed);
		return lexed && Object.create(file, { lists: { value: lists(lexed, names) } });
	});
}

// elsewhere: a form of ours is in another file that the series changes.
export function judgeLists(file, names, level, say, pristine, elsewhere = () => false) {
	const found = [];
	listsAsWritten(file, names, level, (...f) => found.push(f), pristine, elsewhere);
	const full = found.length ? asExpanded(file, names) : null;
	if (!full) {
		found.forEach((f) => say(...f));
		return;
	}
	// What a list lacks only as it is written, it has.
	const where = ([, , text]) => /^\w+( \w+)?(?=: )/.exec(text)?.[0] ?? '';
	const still = new Set(['']);
	listsAsWritten(full, names, level, (...f) => still.add(where(f)),
		asExpanded(pristine, names) ?? pristine, elsewhere);
	found.filter((f) => still.has(where(f))).forEach((f) => say(...f));
}

function listsAsWritten(file, names, level, say, pristine, elsewhere) {
	// A line that named a neighbour and names us now is like the one it replaces.
	const before = new Map();
	for (const list of pristine?.lists ?? [])
		before.set(`${list.kind} ${list.name}`, new Set(list.items.map((i) => i.key)));
	lost(file, names, pristine, say);
	for (const list of file.lists) {
		if (names.of(list.name, true)?.[0] === names.ours) continue;
		const was = before.get(`${list.kind} ${list.name}`);
		const ours = list.items.filter((i) => i.stem === names.ours);
		const others = list.items.filter((i) => i.stem !== names.ours);
		const where = list.name ? `${list.kind} ${list.name}` : list.kind;
		const known = stemsOf(others, names);

		if (GROUPED.has(list.kind) || list.kind === 'generic') {
			// A form that many namespaces have here.
			for (const [key, some] of groups(others, 'loose')) {
				const stems = new Set(some.map((i) => i.stem));
				if (stems.size < MANY || !wanted(list, level, key, file)) continue;
				if (
					!ours.some(
						(i) =>
							i.loose === key ||
							key.endsWith(`) ${i.loose}`) ||
							(list.kind === 'function' &&
								does(i.loose, key))
					) &&
					!elsewhere(list.kind, key) &&
					!inCallers(file, list, names, key)
				) {
					const have = `${some.length} have "${key}"`;

					say(file.path, some.at(-1).line,
						`${where}: ${have}, ours does not`);
				}
			}
		}
		if (
			!GROUPED.has(list.kind) &&
			known.size >= MANY &&
			!ours.length &&
			wanted(list, level, '', file)
		) {
			say(
				file.path,
				list.line,
				`${where}: ${[...known].join(', ')}, but not ours`
			);
		}
		if (list.stop && ours.some((i) => i.line >= list.stop))
			say(file.path, list.stop, `${where}: ours is after the end of the list`);
		if (list.kind === 'mask') {
			for (const [, some] of groups(list.items, 'key')) {
				const stems = groups(some, 'stem');
				for (const [stem, twice] of stems)
					if (
						twice.length > 1 &&
						(ours.length || file.added?.has(twice[1].line))
					)
						say(
							file.path,
							twice[1].line,
							`${where}: ${stem} is there twice`
						);
			}
		}
		// Ours, against the forms that are there.
		for (const [key, some] of groups(ours, 'key')) {
			const like = others.filter((i) => i.key === key);
			if (
				some[0].mixed &&
				!like.length &&
				!ofParameter(file, list, some[0], names)
			)
				say(
					file.path,
					some[0].line,
					`${where}: names another namespace: "${key}"`
				);
			else if (
				!like.length &&
				known.size &&
				!was?.has(key) &&
				!follows(list, others, key) &&
				!(key.startsWith('[@]') && tested(others, some[0].loose)) &&
				(!GROUPED.has(list.kind) ||
					others.some((i) => i.loose === some[0].loose))
			)
				say(
					file.path,
					some[0].line,
					`${where}: unlike any neighbour's: "${key}"`
				);
			// Where most neighbours' are under their options, so is ours.
			else if (!/\[!?@/.test(key) && mostlyGuarded(others, some[0].loose))
				say(
					file.path,
					some[0].line,
					`${where}: ours is not under its option: "${key}"`
				);
			const alike = others.filter(
				(i) => i.key === key || does(i.loose, some[0].loose)
			);
			const locks = (i) => i.depth.split(' ')[1];
			if (
				list.kind === 'function' &&
				alike.length &&
				!alike.some((i) => locks(i) === locks(some[0]))
			)
				say(
					file.path,
					some[0].line,
					`${where}: under other locks: "${key}"`
				);
			if (
				list.kind === 'function' &&
				like.length &&
				!like.some((i) => i.depth === some[0].depth)
			)
				say(
					file.path,
					some[0].line,
					`${where}: in another block: "${key}"`
				);
			const most = Math.max(
				1,
				...[...groups(like, 'stem').values()].map((v) => v.length)
			);
			if (some.length > most)
				say(
					file.path,
					some.at(-1).line,
					`${where}: ours is there ${some.length} times`
				);
		}
		// Two items for one namespace, added here: one of them has the wrong name.
		if (!GROUPED.has(list.kind)) {
			for (const [, some] of groups(others, 'stem')) {
				const same = groups(some, 'key');
				for (const [key, twice] of same)
					if (
						twice.length > 1 &&
						twice.some((i) => file.added?.has(i.line))
					)
						say(
							file.path,
							twice.at(-1).line,
							`${where}: "${key}" twice`
						);
			}
		}
	}
}
