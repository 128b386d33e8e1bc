// SPDX-License-Identifier: GPL-2.0-only
//
// What a token must look like, wherever it stands: its colour, what is behind it, and whether it
// can be read.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { codeMarks, classOf, tokenMarks } from '../../review/colour.mjs';
import { lineClasses } from '../../review/diff.mjs';
import { same } from './browser.mjs';

const colourOf = { header: '--ink', plus: '--good', minus: '--bad' };
const behind = { context: '--sheet', added: '--add', removed: '--del', 'added word': '--add2',
	'removed word': '--del2', hook: '--sheet', neighbour: '--sheet',
	'neighbour here': '--here' };
const inDiff = ['context', 'added', 'removed', 'added word', 'removed word'];

/**
 * disjoint() - no class of a token is one of a line, a column or anything else; read from the
 * sources
 */
export function disjoint(top) {
	const source = (name) => readFileSync(join(top, 'review', name), 'utf8');
	const tokens = tokenMarks.map(classOf);
	const written = ['audit', 'callpath', 'checks', 'diff', 'hunk', 'page', 'sites'].flatMap(
		(name) => [...source(`${name}.mjs`).matchAll(/class=(?:"([^"]*)"|([\w-]+))/g)]
		.flatMap(([, quoted, bare]) => (quoted ?? bare).split(/[^\w-]+/)));
	const lines = [...Object.values(lineClasses), ...written].filter(Boolean);
	const rules = source('page.css').replace(/\/\*[^]*?\*\//g, '').match(/[^{};]+(?=\{)/g)
		.flatMap((text) => text.split(',')).map((text) => text.trim());
	const styled = rules.filter((rule) => /\.t-/.test(rule));

	for (const name of ['i', 'd', 'x', 'e', 's', 'b', 'n', 'u', 'v'])
		same(lines.includes(name), true, `the lines' class ${name}`);
	same(tokens.filter((name) => lines.includes(name)), [], 'classes with two meanings');
	same([...tokens, ...lines].filter((name) =>
		name.startsWith('t-') !== tokens.includes(name)), [], 'prefixes');
	// Each token has one rule, which nothing around it changes.
	same([...styled].sort(), tokens.map((name) => `.${name}`).sort(), 'rules for tokens');
}

/* Runs in the browser: each token, where it stands, and how it is painted. */
function look(variables) {
	const probe = document.body.appendChild(document.createElement('span'));
	const values = Object.fromEntries(variables.map((name) => {
		probe.style.color = `var(${name})`;
		return [name, getComputedStyle(probe).color];
	}));
	const place = (item) => {
		const cell = item.closest('.diff td');

		if (!cell)
			return item.closest('.smpl') ? 'hook' : item.closest('.here')
				? 'neighbour here'
				: item.closest('.neighbour') ? 'neighbour' : 'nowhere';
		// What is written in the column of signs, not the class that is tested.
		const kind = { '+': 'added', '-': 'removed',
			' ': 'context' }[cell.previousElementSibling.textContent];

		return item.closest('ins, del') ? `${kind} word` : kind;
	};
	const paper = (item) => {
		const colour = getComputedStyle(item).backgroundColor;

		return colour === 'rgba(0, 0, 0, 0)' && item.parentElement
			? paper(item.parentElement) : colour;
	};

	probe.remove();
	const tokens = [...document.querySelectorAll('i')].map((item) => {
		const style = getComputedStyle(item);

		return { classes: item.className, where: place(item), colour: style.color,
			paper: paper(item), select: style.userSelect, text: item.textContent };
	});
	const last = document.querySelectorAll('.diff td:last-child, .diff .v td:nth-child(3)');
	const cells = [...last].map((item) => ({
		sign: item.previousElementSibling.textContent,
		text: item.textContent, colour: getComputedStyle(item).color, paper: paper(item),
		signColour: getComputedStyle(item.previousElementSibling).color,
		signPaper: paper(item.previousElementSibling),
		select: getComputedStyle(item.previousElementSibling).userSelect,
		empty: item.className === 'e',
	}));

	return { values, tokens, cells };
}

function contrast(...colours) {
	const [low, high] = colours.map((text) => {
		const [red, green, blue] = text.match(/\d+/g)
			.map((part) => part / 255).map((part) =>
			(part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));

		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	}).sort((a, b) => a - b);

	return (high + 0.05) / (low + 0.05);
}

const variableOf = (mark) => colourOf[mark] ?? `--${classOf(mark)}`;

/**
 * wrongColours() - what is painted otherwise than its place and kind say; { wrong, seen, values },
 * seen: "kind, place" of each token
 */
export async function wrongColours(page) {
	const { values, tokens, cells } = await page.evaluate(look, [...new Set([...tokenMarks.map(
		variableOf), ...Object.values(behind), '--soft', '--empty', '--ink'])]);
	const seen = new Set(), wrong = new Set();

	for (const token of tokens) {
		const mark = tokenMarks.find((item) => classOf(item) === token.classes) ??
			token.classes;
		const what = `${mark}, ${token.where}`;
		const is = [token.colour, token.paper, token.select];
		const want = [values[variableOf(mark)], values[behind[token.where]], 'auto'];

		seen.add(what);
		if (is.join() !== want.join())
			wrong.add(`${what}: ${is.join(' ')}, not ${want.join(' ')}`);
		if (contrast(token.colour, token.paper) < 4.5)
			wrong.add(`${what}: contrast ${contrast(token.colour,
				token.paper).toFixed(2)}`);
	}
	for (const cell of cells) {
		const paper = values[cell.empty ? '--empty'
			: behind[{ '+': 'added', '-': 'removed' }[cell.sign] ?? 'context']];
		const sign = cell.sign === ' ' || cell.sign === '' ? paper : cell.signPaper;
		const is = [cell.colour, cell.paper, cell.signColour, sign, cell.select],
		want = [values['--ink'], paper, values['--soft'], paper, 'none'];

		if (is.join() !== want.join())
			wrong.add(`a line with '${cell.sign}': ${
				is.join(' ')}, not ${want.join(' ')}`);
	}
	return { wrong: [...wrong], seen, values };
}

/**
 * everywhere() - each kind of token in each place where it can stand: what seen must have of a page
 * of every token
 */
export const everywhere =
	[...codeMarks.flatMap((mark) => inDiff.map((where) => `${mark}, ${where}`)),
	...tokenMarks.filter((mark) => !codeMarks.includes(mark)).map((mark) => `${mark}, hook`)];
