// SPDX-License-Identifier: GPL-2.0-only
//
// Trees to run nsgen on: hard links to a pristine kernel, with the changed files in their places.
// Nothing is written through a link: a file is unlinked first. A copy has only what nsgen and the
// judge read, because nsgen looks through the whole tree; "run --pristine" shows that it suffices.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const PARTS = ['Makefile', 'Kconfig', 'Kbuild', 'MAINTAINERS', 'COPYING', 'init', 'ipc', 'kernel',
	'fs/proc', 'fs/Kconfig', 'fs/Makefile', 'include/linux', 'include/uapi', 'include/net',
	'include/asm-generic', 'include/kunit', 'include/vdso', 'net/core', 'net/Kconfig',
	'net/Makefile', 'net/socket.c', 'security/integrity/ima/Kconfig',
	'Documentation/admin-guide/namespaces', 'Documentation/admin-guide/sysctl',
	'Documentation/admin-guide/index.rst', 'tools/testing/selftests/Makefile',
	'tools/testing/selftests/lib.mk', 'tools/testing/selftests/kselftest.h',
	'tools/testing/selftests/kselftest_harness.h', 'tools/testing/selftests/timens',
	'tools/testing/selftests/pidfd', 'tools/testing/selftests/namespaces',
	'tools/testing/selftests/nsfs', 'tools/testing/selftests/filesystems',
	'tools/testing/selftests/clone3', 'tools/testing/selftests/proc',
		'tools/include/uapi/linux',
	'tools/perf/trace/beauty', 'scripts/checkpatch.pl', 'scripts/spelling.txt',
	'scripts/const_structs.checkpatch', 'scripts/get_maintainer.pl'];

function link(from, to) {
	try {
		fs.linkSync(from, to);
	} catch {
		// another file system, or one without hard links
		fs.copyFileSync(from, to);
	}
}

function copyPart(root, copy, part) {
	const from = path.join(root, part);
	const is = fs.lstatSync(from, { throwIfNoEntry: false });
	if (!is)
		return;
	if (is.isDirectory()) {
		fs.mkdirSync(path.join(copy, part), { recursive: true });
		for (const name of fs.readdirSync(from))
			copyPart(root, copy, `${part}/${name}`);
	} else if (is.isFile()) {
		fs.mkdirSync(path.dirname(path.join(copy, part)), { recursive: true });
		link(from, path.join(copy, part));
	}
}

export class Scratch {
	constructor() {
		// tests/trees/run makes it and removes it.
		this.top = process.env.NSGEN_TREES;
		this.made = new Set();
		this.changed = [];
	}

	path(...parts) {
		return path.join(this.top, ...parts);
	}

	pristine(release) {
		const copy = this.path(`linux-${release}`);
		if (!this.made.has(release)) {
			const root = fs.realpathSync(`build/linux-${release}`);
			const parts = [...PARTS, ...fs.readdirSync(path.join(root, 'fs'))
				.filter((name) => /\.[ch]$/.test(name))
					.map((name) => `fs/${name}`)];
			for (const part of parts)
				copyPart(root, copy, part);
			this.made.add(release);
		}
		return copy;
	}

	// All of a kernel, for a compiler.
	whole(release) {
		const copy = this.path(`whole-${release}`);
		if (!fs.existsSync(copy)) {
			const root = fs.realpathSync(`build/linux-${release}`);
			const run = spawnSync('cp', ['-al', `${root}/.`, copy],
				{ encoding: 'utf8' });
			if (run.status !== 0)
				throw new Error(`${root}: cannot be copied: ${run.stderr}`);
		}
		return copy;
	}

	// The tree's directory, until the next call of undo().
	put(tree, copy = this.pristine(tree.release)) {
		for (const [file, now] of tree.files()) {
			const whole = path.join(copy, file);
			let above = path.dirname(whole);
			const born = [];
			while (!fs.existsSync(above)) {
				born.push(above);
				above = path.dirname(above);
			}
			fs.mkdirSync(path.dirname(whole), { recursive: true });
			fs.rmSync(whole, { force: true, recursive: true });
			this.changed.push({ root: tree.root, copy, file, born });
			if (typeof now === 'string')
				fs.writeFileSync(whole, now, 'latin1');
			else if (now?.link)
				fs.symlinkSync(now.link, whole);
			else if (now?.directory)
				fs.mkdirSync(whole);
		}
		return copy;
	}

	undo() {
		for (const { root, copy, file, born } of this.changed.reverse()) {
			const whole = path.join(copy, file);
			fs.rmSync(whole, { force: true, recursive: true });
			const from = path.join(root, file);
			if (fs.existsSync(from))
				link(fs.realpathSync(from), whole);
			born.forEach((each) => fs.rmSync(each, { recursive: true, force: true }));
		}
		this.changed = [];
	}
}
