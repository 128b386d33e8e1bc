// SPDX-License-Identifier: GPL-2.0-only
//
// A hunk as a table, unified and split. diff2html pairs the lines and finds the changed words; the
// templates here make it print records, which become rows with syntax colours and with the hook
// that wrote each line.

import { diff2html } from './vendor.mjs';
import { html, visible } from './html.mjs';
import { colourLines, line, unmark } from './colour.mjs';

/* Separators that cannot occur in the text: control characters have been made visible before. */
const field = '\x1f', record = '\x1e', side = '\x1d';

const templates = {
	'generic-wrapper': '{{{content}}}',
	'generic-block-header': '',
	'generic-line': `{{type}}${field}{{{lineNumber}}}${field}{{{content}}}${record}`,
	'line-by-line-numbers': `{{oldNumber}},{{newNumber}}`,
	'line-by-line-file-diff': '{{{diffs}}}',
	'side-by-side-file-diff': `{{{diffs.left}}}${side}{{{diffs.right}}}`,
};

function records(text) {
	return text.split(record).filter((item) => item.includes(field)).map((item) => {
		const [type, numbers, content] = item.split(field);

		return { type: type.trim(), numbers, content: content ?? '' };
	});
}

function render(hunk, outputFormat) {
	const file = {
		oldName: 'a', newName: 'a', isCombined: false,
		isGitDiff: true, language: 'c', addedLines: 0, deletedLines: 0,
		blocks: [{
			header: '', oldStartLine: hunk.oldStart, newStartLine: hunk.newStart,
			lines: hunk.lines.map(({ type, content, oldNumber, newNumber }) =>
				({ type, content: content[0] + visible(content.slice(1)),
				oldNumber, newNumber })),
		}],
	};

	return diff2html.html([file], { outputFormat, drawFileList: false,
		matching: 'lines', diffStyle: 'word', rawTemplates: templates });
}

/* The colours of the lines of one side of a hunk, by line number. */
function colours(hunk, not, number) {
	const lines = hunk.lines.filter((item) => item.type !== not);
	const coloured = colourLines(hunk.path,
		lines.map((item) => visible(item.content.slice(1))));

	return new Map(lines.map((item, i) => [item[number], coloured[i]]));
}

/** lineClasses - the class of a line of a diff, or of half a line in the split view */
export const lineClasses = { insert: 'i', delete: 'd', context: 'x', empty: 'e' };

const kinds = { 'd2h-ins': [lineClasses.insert, '+'], 'd2h-del': [lineClasses.delete, '-'] };

function code(item, ranges) {
	const { text, ranges: words } = unmark(item.content, (tag) => tag);

	return line(text, ranges ?? [], words);
}

function tag(letters, site) {
	const letter = site && letters.get(site);

	return letter ? html`<a class=by href="#${letter.id}" title="${site.hook}"
		aria-label="by hook ${letter.letter}">${letter.letter}</a>` : '';
}

function unified(hunk, sideColours, letters) {
	const sites = new Map(hunk.lines.filter((item) => item.site)
		.map((item) => [`${item.oldNumber ?? ''},${item.newNumber ?? ''}`, item.site]));

	return records(render(hunk, 'line-by-line')).map((item) => {
		const [kind, sign] = kinds[item.type.split(' ')[0]] ?? [lineClasses.context, ' '];
		const [oldNumber, newNumber] = item.numbers.split(',');
		const ranges = newNumber ? sideColours.new.get(Number(newNumber))
			: sideColours.old.get(Number(oldNumber));

		return html`<tr class=${kind}><td data-n="${oldNumber}"><td data-n="${newNumber}">
			<td class=b>${tag(letters, sites.get(item.numbers))}
			<td class=s>${sign}<td>${code(item, ranges)}`;
	});
}

function half(item, map, letters, site) {
	const [kind, sign] = kinds[item.type.split(' ')[0]] ??
		[item.type.includes('emptyplaceholder')
		? lineClasses.empty : lineClasses.context, ' '];
	const content = kind === lineClasses.empty ? '' : code(item, map.get(Number(item.numbers)));

	return html`<td class=${kind} data-n="${item.numbers}">
		<td class="${kind} s">${sign}<td class=${kind}>${tag(letters, site)}${content}`;
}

function split(hunk, sideColours, letters) {
	const [left, right] = render(hunk, 'side-by-side').split(side).map(records);
	const removed = new Map(hunk.lines.filter((item) => item.type === 'delete')
		.map((item) => [String(item.oldNumber), item.site]));
	const added = new Map(hunk.lines.filter((item) => item.type === 'insert')
		.map((item) => [String(item.newNumber), item.site]));

	return left.map((item, i) =>
		html`<tr>${half(item, sideColours.old, letters, removed.get(item.numbers))}${
		half(right[i], sideColours.new, letters, added.get(right[i].numbers))}`);
}

/**
 * diffTables() - a hunk unified, and split in a template that the browser uses on demand
 *
 * letters maps a site to { letter, id } of its hook, and is empty if the hunk has one hook.
 */
export function diffTables(hunk, letters) {
	const sideColours = { old: colours(hunk, 'insert', 'oldNumber'),
		new: colours(hunk, 'delete', 'newNumber') };

	return html`<table class="u${letters.size ? '' : ' one'}">
		<caption class=vh>${hunk.path}, unified</caption><col class=n><col class=n>
		<col class=b><col class=s><col><tbody>${unified(hunk, sideColours, letters)}</table>
<template><table class=v><caption class=vh>${hunk.path}, old and new side by side</caption>
	<col class=n><col class=s><col><col class=n><col class=s>
	<col><tbody>${split(hunk, sideColours, letters)}</table></template>`;
}
