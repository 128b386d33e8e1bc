// SPDX-License-Identifier: GPL-2.0-only
//
// A hunk: the diff, and beside it the hooks that wrote it, each with the file to edit, the
// neighbour's own lines and the hook's text.

import { html } from './html.mjs';
import { colourLines, hookLines, line } from './colour.mjs';
import { diffTables } from './diff.mjs';
import { functionOf } from './functions.mjs';
import { hookHelp, hookText } from './hooks.mjs';
import { rungsOf, status } from './checks.mjs';

function neighbourLines(neighbour) {
	const colours = colourLines(neighbour.file, neighbour.lines);

	return html`<pre class=neighbour>${neighbour.lines.map((text, i) =>
		html`<span data-n="${neighbour.first + i}"${neighbour.first + i === neighbour.line
		? html` class=here` : ''}>${line(text, colours[i])}\n</span>`)}</pre>`;
}

/* If the neighbour occurs in several places, take the one whose lines match those of this hunk. */
function neighbourHere(neighbour, hunk, site, spec) {
	const own = hunk.lines.filter((item) => item.site === site)
		.map((item) => item.content.slice(1));
	const rename = (text) => text.replaceAll(spec.name, neighbour.name)
		.replaceAll(spec.NAME ?? ' ', neighbour.name.toUpperCase()).trim();
	const wanted = new Set(own.map(rename).filter((text) => text.length > 4));

	return [neighbour, ...neighbour.also].find((item) =>
		item.lines.some((text) => wanted.has(text.trim()))) ?? neighbour;
}

function neighbourPart(site, hunk, review) {
	if (!site.neighbour)
		return html`<p class=as>No neighbour in this file to compare it with.</p>`;
	const neighbour = neighbourHere(site.neighbour, hunk, site, review.spec);

	return html`<p class=as>as <b>${neighbour.name}
		</b> <span class=where>${neighbour.file}:${neighbour.line}</span></p>${
		neighbourLines(neighbour)}`;
}

function kindOf(path) {
	return { cocci: 'Semantic patch', skel: 'Template' }[path.split('.').pop()] ?? 'Hook';
}

function hookPart(home, review, hunk, site, letter, id) {
	const { text, gone } = hookText(home, site);
	const source = text ? html`<details>
		<summary>${kindOf(site.hook)}<span class=vh> ${site.hook}</span></summary>
		<pre class=smpl tabindex=0 role=group aria-label="${site.hook}">${hookLines(text)}
		</pre><p class=hint>${hookHelp(site, review.spec)}</p></details>`
		: html`<p class=gone>${gone}</p>`;

	return html`<article class=hook id="${id}">
		<h5>${letter ? html`<span class=letter>${letter}</span> ` : ''}${site.does}</h5>
<p class=edit>To change ${letter ? `the lines marked ${letter}` : 'these lines'},
	edit <code>${site.hook}</code></p>
${neighbourPart(site, hunk, review)}${source}<p class=hint>Site <a href="#${site.id}">${site.site}
	</a>. ${rungs(review, hunk)}</p></article>`;
}

function rungs(review, hunk) {
	const list = rungsOf(review, hunk.path);

	return list.length ? html`Tried by ${list.map((item) => html`<span
		class=tried>${item.rung} ${status(item.status)}</span> `)}` : 'Not checked yet.';
}

/** hunkSection() - one hunk */
export function hunkSection(home, review, hunk) {
	const letters = new Map();
	const name = functionOf(hunk);
	const several = hunk.sites.length > 1;

	hunk.sites.forEach((site, i) => several && letters.set(site,
		{ letter: String.fromCharCode(97 + i), id: `${hunk.id}-${i + 1}` }));
	const hooks = hunk.sites.map((site, i) => hookPart(home,
		review, hunk, site, letters.get(site)?.letter, `${hunk.id}-${i + 1}`));
	const nobody = html`<p class=gone>The report has no such
		hunk: no hook of nsgen wrote it, the patch was changed since.</p>`;

	return html`<section class=hunk id="${hunk.id}" tabindex=-1
		role=group aria-labelledby="${hunk.id}-title"><h4 id="${hunk.id}-title">
		<a href="#${hunk.id}"><span class=vh>${hunk.path} </span>line ${hunk.newStart}
		</a>${name ? html` <code>${name}</code>` : ''}<span class=count>
		<span class=vh>, hunk </span>${hunk.index} of ${review.hunks.length}</span></h4>
<div class=pair><div class=diff>${diffTables(hunk, letters)}</div>
	<div class=who role=group aria-label="Who wrote hunk ${hunk.index}">${hooks.length
	? hooks : nobody}</div></div></section>`;
}
