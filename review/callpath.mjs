// SPDX-License-Identifier: GPL-2.0-only
//
// A drawing of the path that one unshare() takes through the generated code: a box for each
// function that the series changes or adds, in call order, with a link to the hunk, and boxes for
// the functions in between that need no change in this tree.

import { html } from './html.mjs';
import { functionAt, functionsOf } from './functions.mjs';

/* Where a site's hook has written: the hunk, and the function there. */
function place(site, pick) {
	for (const hunk of site?.hunks ?? []) {
		const at = hunk.lines.findIndex((item) => item.site === site &&
			(!pick || pick.test(item.content)));

		if (at >= 0)
			return { hunk, name: functionAt(hunk, at) };
	}
	return null;
}

/* A mask: a hunk, or no change where this tree derives the mask. */
function maskStep(review, siteName, fallback, does) {
	const site = review.sites.find((item) => item.site === siteName);
	const here = place(site);

	if (!site)
		return null;
	if (here)
		return { name: here.name || fallback, does, href: here.hunk.id, kind: 'changed' };
	return { name: fallback, does: `${does} Nothing to change here:`,
		detail: site.why, href: site.id, kind: 'same' };
}

function bringsFunctions(review) {
	const all = new Map();

	for (const patch of review.patches)
		for (const file of patch.files)
			for (const hunk of file.state === 'new' && /\.[ch]$/.test(file.path) &&
				!file.path.startsWith('tools/') ? file.hunks : [])
				for (const [name, item] of functionsOf(hunk))
					/* Prefer the source to the stubs in the header. */
					if (!all.has(name) || file.path.endsWith('.c'))
						all.set(name, item);
	return all;
}

/* The calls of a new function: other new functions become boxes, the rest a line in its box. */
function follow(name, functions, spec, depth, seen) {
	const item = functions.get(name);
	const steps = [];

	if (!item || seen.has(name) || depth > 4)
		return steps;
	seen.add(name);
	const own = item.calls.filter((call) => functions.has(call) &&
		call !== spec.get && call !== spec.put);
	const other = item.calls.filter((call) => !own.includes(call));
	const shares = new RegExp(`!\\(\\w+ & ${spec.clone_flag}\\)`).test(item.body) &&
		item.calls.includes(spec.get);

	steps.push({
		name, kind: 'new', href: item.hunk.id, depth,
		does: shares ? `without ${spec.clone_flag}: ${spec.get}(old)` : depth ? '' :
			'the new namespace, or the old one with another reference',
		detail: other.filter((call) => call !== spec.get || !shares).join(', '),
	});
	for (const call of own)
		steps.push(...follow(call, functions, spec, depth + 1, seen));
	return steps;
}

function pathOf(review) {
	const { spec } = review;
	const copySite = review.sites.find((item) => item.site === 'nsproxy/copy');
	const copy = place(copySite, new RegExp(`\\b${spec.copy}\\(`));
	const label = place(copySite, new RegExp(`^\\+${spec.out}:`));
	const functions = bringsFunctions(review);
	const flagged = review.level === 'full';

	if (!copy || !/^\w+$/.test(spec.copy ?? ''))
		return null;
	const steps = [{
		name: flagged ? `unshare(${spec.clone_flag})` : 'clone()', kind: 'call',
		does: flagged ? 'the system call' : 'the system call; level framework has no ' +
			'flag of its own, every new nsproxy comes here',
	}];

	if (flagged) {
		steps.push(maskStep(review, 'fork/unshare-mask',
			'check_unshare_flags', 'is it a flag that unshare() knows?'));
		steps.push(maskStep(review, 'nsproxy/unshare-mask',
			'unshare_nsproxy_namespaces', 'does it take a new nsproxy?'));
	}
	steps.push({ name: copy.name || 'create_new_namespaces', kind: 'changed',
		href: copy.hunk.id, does: 'one of each namespace; if one fails, back' });
	const next = follow(spec.copy, functions, spec, 0, new Set());

	steps.push(...(next.length ? next
		: [{ name: spec.copy, kind: 'same', does: 'not in this series' }]));
	const free = follow(spec.free, functions, spec, 1, new Set());
	const back = label ? [{ name: `${spec.out}:`, kind: 'back',
		href: label.hunk.id, does: 'a later copy failed', detail: `${spec.put}()` },
		...free.map((item) => ({ ...item, kind: 'back',
			does: 'when that was the last reference', depth: 0 }))] : [];

	return { steps: steps.filter(Boolean), back };
}

/* ------------------------------------------------------------------ drawing */

const line = 18, pad = 10, gap = 26, indent = 26;

function wrap(text, width) {
	const max = Math.floor(width / 6.7), lines = [''];

	for (const word of text.split(/\s+/)) {
		if (lines[lines.length - 1] &&
			lines[lines.length - 1].length + word.length + 1 > max)
			lines.push('');
		lines[lines.length - 1] += (lines[lines.length - 1] ? ' ' : '') + word;
	}
	return lines.filter(Boolean);
}

function box(step, x, y, width) {
	const name = step.name.endsWith(')') || step.name.endsWith(':')
		? step.name : `${step.name}()`;
	const small = [...wrap(step.does ?? '', width - 2 * pad),
		...wrap(step.detail ?? '', width - 2 * pad).map((text) => ({ code: text }))];
	const height = 2 * pad + line + small.length * line - 4;
	const texts =
		small.map((text, i) => html`<text x=${x + pad} y=${y + pad + 13 + (i + 1) * line}
		class="${text.code ? 'mono small' : 'small'}">${text.code ?? text}</text>`);
	const drawing = html`<rect x=${x} y=${y} width=${width}
		height=${height} rx=5 class="box ${step.kind}"/>
		<text x=${x + pad} y=${y + pad + 13} class="mono name">${name}</text>${texts}`;

	return { height,
		drawing: step.href ? html`<a href="#${step.href}">${drawing}</a>` : drawing };
}

function arrow(x1, y1, x2, y2, kind) {
	return html`<path class="arrow ${kind}" d="M${x1} ${y1}V${y2 - 1}"/><path
		class="head ${kind}" d="M${x2 - 4} ${y2 - 7}L${x2} ${y2}L${x2 + 4} ${y2 - 7}"/>`;
}

/* Boxes one below the other; functions called by a new function are indented. */
function column(steps, x, y, width) {
	const parts = [];
	let at = y, last = null;

	for (const step of steps) {
		const in_ = x + (step.depth ?? 0) * indent,
		drawn = box(step, in_, at, width - (step.depth ?? 0) * indent);
		const middle = in_ + 30;

		if (last)
			parts.push(arrow(middle, last.bottom, middle, at, step.kind));
		parts.push(drawn.drawing);
		last = { bottom: at + drawn.height };
		at += drawn.height + gap;
	}
	return { drawing: parts, bottom: at - gap };
}

function draw(path, narrow) {
	const width = narrow ? 300 : 400;
	const main = column(path.steps, 2, 2, width);
	const backX = narrow ? 2 : width + 60, backY = narrow ? main.bottom + 46 : 2;
	const back = path.back.length ? column(path.back, backX, backY + 24, width) : null;
	const height = Math.max(main.bottom, back?.bottom ?? 0) + 4;
	const total = narrow ? width + 4 : width * 2 + 64;
	const title = back
		? html`<text x=${backX} y=${backY + 12} class="small">The way back:</text>` : '';

	return html`<svg class="${narrow ? 'narrow' : 'wide'}" viewBox="0 0 ${total} ${height}"
		width=${total} height=${height} role=group aria-label="Call path of one unshare">${
		main.drawing}${title}${back?.drawing}</svg>`;
}

/** callPath() - the drawing; nothing if the series has no copy function */
export function callPath(review) {
	const path = pathOf(review);

	return path && html`<section id=path><h2>One ${path.steps[0].name}</h2>
<p>The way through the code, from this series. Solid boxes are
	new or changed and lead to their hunk; dashed ones are in the tree and stay as they are.</p>
<div class=path>${draw(path, false)}${draw(path, true)}</div></section>`;
}
