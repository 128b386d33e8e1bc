// SPDX-License-Identifier: GPL-2.0-only
//
// Syntax colours, added when the page is made: the browser has nothing to do, and the page needs no
// library.
//
// A coloured line is its text and a list of ranges { start, end, mark } that are nested or
// disjoint; line() merges several such lists.

import { highlight } from './vendor.mjs';
import { escape, raw } from './html.mjs';

/* highlight.js has many classes; these matter to a reader of C. */
const marks = {
	'hljs-comment': 'comment', 'hljs-doctag': 'comment',
	'hljs-keyword': 'keyword', 'hljs-type': 'type', 'hljs-built_in': 'type',
	'hljs-string': 'string', 'hljs-meta': 'meta', 'hljs-number': 'number',
	'hljs-literal': 'number', 'hljs-title': 'title',
	'hljs-section': 'title', 'hljs-variable': 'meta',
};

/*
 * The kinds of lines in a hook: the lines that SmPL adds and removes have a text colour, but no
 * background like the lines of a diff.
 */
const hookMarks = [
	[/^\/\/\/|^\/\/#/, 'header'], [/^\/\//, 'comment'],
	[/^@.*@$|^@@$/, 'meta'], [/^\+/, 'plus'], [/^-/, 'minus'],
];

/** codeMarks - the marks that a token of code can have */
export const codeMarks = [...new Set(Object.values(marks))];

/** tokenMarks - the marks that any token can have; classOf() makes the class */
export const tokenMarks = [...new Set([...codeMarks, ...hookMarks.map(([, mark]) => mark)])];

/**
 * classOf() - the class of a mark
 *
 * Only tokens have this prefix, so no CSS rule for the lines or columns of a diff matches them.
 */
export function classOf(mark) {
	return `t-${mark}`;
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"',
	'#x27': "'", '#39': "'", '#x2F': '/', nbsp: ' ' };

/**
 * unmark() - turn a library's markup into text and ranges; markOf maps an element's tag and
 * class to a mark
 */
export function unmark(markup, markOf) {
	const ranges = [], open = [];
	let text = '';

	for (const [token, entity, close, tag,
			attributes] of markup.matchAll(/&([^;]+);|<(\/?)(\w+)([^>]*)>|[^&<]+/g)) {
		if (entity) {
			text += entities[entity] ?? token;
		} else if (close) {
			const range = open.pop();

			range.end = text.length;
			if (range.mark && range.end > range.start)
				ranges.push(range);
		} else if (tag) {
			open.push({ start: text.length,
				mark: markOf(tag, /class="([^"]*)"/.exec(attributes)?.[1] ?? '') });
		} else {
			text += token;
		}
	}
	return { text, ranges };
}

function languageOf(path) {
	if (/\.[ch]$/.test(path))
		return 'c';
	return /(?:^|\/)Makefile$/.test(path) ? 'makefile' : null;
}

/* A hunk may begin inside a comment, so that the highlighter sees only the comment's end. */
function commentAhead(lines) {
	const other = lines.findIndex((line) => !/^\s*\*(?:\s|\/|$)/.test(line));

	return other < 0 ? lines.length : other;
}

/** colourLines() - the ranges of each line */
export function colourLines(path, lines) {
	const language = languageOf(path);
	const ahead = language === 'c' ? commentAhead(lines) : 0;
	const result = lines.map((line, i) =>
		(i < ahead ? [{ start: 0, end: line.length, mark: 'comment' }] : []));

	if (!language)
		return result;
	const rest = lines.slice(ahead);
	const { value } = highlight.highlight(rest.join('\n'), { language, ignoreIllegals: true });
	const { ranges } = unmark(value, (tag, classes) => marks[classes.split(' ')[0]]);
	let start = 0;

	for (let i = ahead; i < lines.length; i++) {
		const end = start + lines[i].length;

		for (const range of ranges)
			if (range.start < end && range.end > start)
				result[i].push({ start: Math.max(range.start - start, 0),
					end: Math.min(range.end, end) - start, mark: range.mark });
		start = end + 1;
	}
	return result;
}

/**
 * line() - a line of text as markup; ranges become spans, and inner ranges (changed words)
 * become elements inside them
 */
export function line(text, ranges, inner = []) {
	const cuts = new Set([0, text.length]);

	for (const range of [...ranges, ...inner])
		cuts.add(range.start).add(range.end);
	const at = [...cuts].filter((cut) => cut >= 0 && cut <= text.length).sort((a, b) => a - b);
	let out = '';

	for (let i = 0; i + 1 < at.length; i++) {
		const covers = (range) => range.start <= at[i] && range.end >= at[i + 1];
		const piece = escape(text.slice(at[i], at[i + 1]));
		/* Of nested ranges, the innermost one that covers the piece begins last. */
		const mark = ranges.filter(covers)
			.sort((a, b) => b.start - a.start || a.end - b.end)[0]?.mark;
		const element = inner.find(covers)?.mark;
		const coloured = mark ? `<i class=${classOf(mark)}>${piece}</i>` : piece;

		out += element ? `<${element}>${coloured}</${element}>` : coloured;
	}
	return raw(out.replace(/<\/(ins|del)><\1>/g, ''));
}

/* The mark of a hook's line, SmPL or text with words of the spec; header patterns come first. */
function hookMark(text) {
	return hookMarks.find(([pattern]) => pattern.test(text))?.[1];
}

/** hookLines() - a hook's text as markup */
export function hookLines(text) {
	return text.replace(/\n$/, '').split('\n').map((piece) => {
		const mark = hookMark(piece);

		return [line(piece, mark ? [{ start: 0, end: piece.length, mark }] : []), '\n'];
	});
}
