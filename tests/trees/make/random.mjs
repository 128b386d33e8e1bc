// SPDX-License-Identifier: GPL-2.0-only
//
// Random numbers from a seed: the same on any machine, in any order of the trees.

function hash(text) {
	let h = 2166136261;
	for (const c of text)
		h = Math.imul(h ^ c.codePointAt(0), 16777619);
	return h >>> 0;
}

export function randomFrom(seed) {
	let state = hash(String(seed));
	// mulberry32
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	const below = (n) => Math.floor(next() * n);
	const pick = (list) => list[below(list.length)];
	const shuffle = (list) => {
		const all = [...list];
		for (let i = all.length - 1; i > 0; i--) {
			const k = below(i + 1);
			[all[i], all[k]] = [all[k], all[i]];
		}
		return all;
	};
	// An order that differs from the given one, so that it is a change.
	const disorder = (list) => {
		if (new Set(list).size < 2)
			return list;
		for (;;) {
			const all = shuffle(list);
			if (all.some((each, i) => each !== list[i]))
				return all;
		}
	};
	return { next, below, pick, shuffle, disorder };
}
