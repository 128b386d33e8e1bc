// SPDX-License-Identifier: GPL-2.0-only
//
// What nsgen made of each tree, kept in a directory: the judge can read it again, after a change of
// the judge, without another run of nsgen.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

function filesIn(directory, names) {
	return Object.fromEntries(names.map((name) =>
		[name, fs.readFileSync(path.join(directory, name), 'utf8')]));
}

// A tree is the same as long as its release and its changed files are.
function digest(tree) {
	const hash = createHash('sha256');
	for (const file of ['Makefile', ...tree.changed.keys()].sort())
		hash.update(JSON.stringify([file, tree.changed.has(file) ?
			tree.changed.get(file) : tree.original(file)]));
	return hash.digest('hex');
}

export class Store {
	constructor(directory) {
		this.directory = directory;
		fs.mkdirSync(directory, { recursive: true });
	}

	file(id) {
		return path.join(this.directory, `${id.replace(':', '-')}.json`);
	}

	// The result, with its series in out; null if there is none of this tree.
	get(id, tree, out) {
		if (!fs.existsSync(this.file(id)))
			return null;
		const { of, result, files } = JSON.parse(fs.readFileSync(this.file(id), 'utf8'));
		if (of !== digest(tree))
			return null;
		fs.rmSync(out, { recursive: true, force: true });
		for (const [name, text] of Object.entries(files)) {
			fs.mkdirSync(path.dirname(path.join(out, name)), { recursive: true });
			fs.writeFileSync(path.join(out, name), text);
		}
		return { ...result, series: result.series && path.join(out, result.series) };
	}

	put(id, tree, out, result) {
		const { series } = result;
		const files = series ? filesIn(out, result.made) : {};
		const text = JSON.stringify({ of: digest(tree), result: { ...result,
			series: series && path.relative(out, series) }, files });
		fs.writeFileSync(`${this.file(id)}.new`, text);
		fs.renameSync(`${this.file(id)}.new`, this.file(id));
	}
}
