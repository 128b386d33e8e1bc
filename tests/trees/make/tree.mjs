// SPDX-License-Identifier: GPL-2.0-only
//
// A tree as operators see it: a pristine kernel with what they have changed so far. Nothing is
// written here; scratch.mjs does that.

import fs from 'node:fs';
import path from 'node:path';

// An operator that finds nothing to change in this tree.
export class Skip extends Error {}

export function skip() {
	throw new Skip();
}

const cache = new Map();

function pristine(root, file) {
	const whole = path.join(root, file);
	if (!cache.has(whole))
		cache.set(whole, fs.existsSync(whole) && fs.statSync(whole).isFile() ?
			fs.readFileSync(whole, 'latin1') : null);
	return cache.get(whole);
}

export const RELEASES = ['5.10', '6.1', '6.12', '7.2', '7.3'];

// Those of a run. The others are not read: a seed must mean the same where they are absent.
let used = RELEASES;

export function useReleases(list) {
	used = list;
}

export function usedReleases() {
	return used;
}

export class Tree {
	constructor(release, changed = new Map()) {
		this.release = release;
		this.root = `build/linux-${release}`;
		// file -> text, null (removed), or { link } or { directory }
		this.changed = changed;
	}

	copy() {
		return new Tree(this.release, new Map(this.changed));
	}

	original(file) {
		return pristine(this.root, file);
	}

	has(file) {
		return this.read(file) !== null;
	}

	// latin1, so that any byte survives.
	read(file) {
		if (!this.changed.has(file))
			return this.original(file);
		const now = this.changed.get(file);
		return typeof now === 'string' ? now : null;
	}

	get(file) {
		return this.read(file) ?? skip();
	}

	set(file, text) {
		this.changed.set(file, text);
	}

	edit(file, change) {
		const old = this.get(file);
		const now = change(old);
		if (now == null || now === old)
			skip();
		this.set(file, now);
	}

	// Replace what must be there.
	sub(file, pattern, by) {
		this.edit(file, (text) => text.replace(pattern, by));
	}

	// Replace what may be there; used with another change that is certain.
	maybe(file, pattern, by) {
		if (this.has(file))
			this.set(file, this.get(file).replace(pattern, by));
	}

	append(file, text) {
		this.edit(file, (old) => old + text);
	}

	remove(file) {
		this.get(file);
		this.changed.set(file, null);
	}

	// The same file in another release, as far as that release is here.
	other(release, file) {
		return used.includes(release) ? pristine(`build/linux-${release}`, file) : null;
	}

	// The files that differ from the pristine tree.
	files() {
		return [...this.changed].filter(([file, now]) => now !== this.original(file));
	}
}
