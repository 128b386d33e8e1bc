// SPDX-License-Identifier: GPL-2.0-only
//
// Parse a patch file by counting: a hunk is as long as its @@ line says, whatever its lines look
// like.

const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;

function takeHunk(lines, start) {
	const [, oldStart, oldCount = '1', newStart, newCount = '1',
		section] = header.exec(lines[start]);
	const hunk = {
		header: lines[start], section, oldStart: Number(oldStart),
		oldCount: Number(oldCount),
		newStart: Number(newStart), newCount: Number(newCount), lines: [],
	};
	let oldNumber = hunk.oldStart, newNumber = hunk.newStart;
	const oldEnd = oldNumber + hunk.oldCount, newEnd = newNumber + hunk.newCount;
	let at = start + 1;

	for (; at < lines.length && (oldNumber < oldEnd || newNumber < newEnd); at++) {
		const content = lines[at];

		if (content.startsWith('\\'))
			continue;
		if (content.startsWith('+'))
			hunk.lines.push({ type: 'insert', content, newNumber: newNumber++ });
		else if (content.startsWith('-'))
			hunk.lines.push({ type: 'delete', content, oldNumber: oldNumber++ });
		else
			hunk.lines.push({ type: 'context', content: content || ' ',
				oldNumber: oldNumber++, newNumber: newNumber++ });
	}
	return { hunk, next: at };
}

function takeFiles(lines, start) {
	const files = [];
	let at = start;

	while (at < lines.length) {
		const line = lines[at];

		if (header.test(line) && files.length) {
			const { hunk, next } = takeHunk(lines, at);

			files[files.length - 1].hunks.push(hunk);
			at = next;
			continue;
		}
		if (line === '-- ')
			break;
		if (line.startsWith('diff --git '))
			files.push({ path: '', state: 'modified', hunks: [] });
		else if (files.length && line.startsWith('new file mode'))
			files[files.length - 1].state = 'new';
		else if (files.length && line.startsWith('+++ b/'))
			files[files.length - 1].path = line.slice('+++ b/'.length);
		at++;
	}
	return files;
}

/** parsePatch() - subject, body, diffstat and files of a patch in mail format */
export function parsePatch(text) {
	const lines = text.split('\n');
	let diff = lines.findIndex((line) => line.startsWith('diff --git '));

	if (diff < 0)
		diff = lines.length;
	const head = lines.slice(0, diff);
	const blank = head.indexOf('');
	const mail = blank < 0 ? head : head.slice(0, blank);
	const rest = blank < 0 ? [] : head.slice(blank + 1);
	const end = rest.findIndex((line) => line === '---' || line === '-- ');
	const subject = mail.join('\n')
		.match(/^Subject: (.*(?:\n[ \t].*)*)/m)?.[1].replace(/\n[ \t]+/g, ' ') ?? '';

	return {
		subject: subject.replace(/^\[[^\]]*PATCH[^\]]*\] /, ''),
		body: (end < 0 ? rest : rest.slice(0, end)).join('\n').trim(),
		files: takeFiles(lines, diff),
	};
}
