// SPDX-License-Identifier: GPL-2.0-only
//
// The page: one file that needs no network. By their digests, the Content-Security-Policy allows
// only the one style and the one script in the page, and nothing else from anywhere.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { html, raw } from './html.mjs';
import { auditSection } from './audit.mjs';
import { callPath } from './callpath.mjs';
import { checkSection } from './checks.mjs';
import { hunkSection } from './hunk.mjs';
import { siteList, siteSection, siteStates } from './sites.mjs';

const part = (name) => readFileSync(new URL(name, import.meta.url), 'utf8').trim();
const digest = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function count(review, type) {
	return review.hunks.reduce((sum, hunk) =>
		sum + hunk.lines.filter((item) => item.type === type).length, 0);
}

function numbers(spec, level) {
	const flag = spec.clone_flag && `${spec.clone_flag} ${spec.flag_value ?? ''}`;
	const rows = [['Clone flag', flag],
		['Initial inode number', spec.inum],
		['Initial id', spec.id], ['Pidfd ioctl', spec.nr]];

	if (level !== 'full')
		return null;
	return html`<div class=fact><h2>Numbers user space sees</h2>
		<dl>${rows.filter(([, value]) => value).map(([name, value]) => html`<dt>${name}
		<dd>${value}`)}</dl><p>Provisional until a maintainer hands out others.</p></div>`;
}

function masthead(review) {
	const files = new Set(review.hunks.map((hunk) => hunk.path)).size;
	const hooks = review.sites.filter((site) => site.state === 'wired').length;

	return html`<header class=mast><p class=kicker>Review of a generated series</p>
		<h1>${review.name} namespace</h1>
<p class=sub>Linux ${review.release}, level ${review.level}. ${review.hunks.length} hunks
	in ${files} files by ${hooks} hooks: ${count(review, 'insert')} lines
	come, ${count(review, 'delete')} go.</p>
<div class=facts><div class=fact><h2>Sites</h2><ul class=plain>${siteStates(review)
	.map(({ state, count: many, means }) => html`<li><b>${many}</b> ${state}: ${means}`)}</ul>
	</div>${numbers(review.spec, review.level)}<div class=fact>
	<h2>How to change it</h2><p>Do not edit the patch. Beside
	each hunk stands the file that wrote it; edit that and generate again. Names and
	texts are words of <code>namespaces/${review.name}.conf</code>.</p></div></div></header>`;
}

function prose(text) {
	return text.split(/\n\s*\n/).filter(Boolean).map((paragraph) => (/^\s/m.test(paragraph)
		? html`<pre class=prose>${paragraph}</pre>` : html`<p>${paragraph}</p>`));
}

function fileId(review, patch, file) {
	return `file-${patch.number}-${patch.files.indexOf(file) + 1}`;
}

function patchSection(home, review, patch) {
	const total = review.patches.length;

	return html`<section class=patch id="patch-${patch.number}">
		<header><p class=kicker>Patch ${patch.number} of ${total} · ${patch.name}</p>
		<h2>${patch.subject}</h2>${patch.changed ? html`<p class=gone>This patch was changed
		since it was generated; the hooks named below may be the wrong ones.</p>` : ''}
		<div class=message>${prose(patch.body)}</div></header>
${patch.files.map((file) => html`<section class=file id="${fileId(review, patch, file)}"
	tabindex=-1 role=group aria-labelledby="${fileId(review, patch, file)}-title">
	<h3 id="${fileId(review, patch, file)}-title"><a href="#${fileId(review, patch,
	file)}">${file.path}</a>${file.state === 'new' ? html` <span class=new>new</span>` : ''}
	</h3>${file.hunks.map((hunk) => hunkSection(home, review, hunk))}</section>`)}</section>`;
}

function sidebar(review) {
	const files = review.patches.map((patch) => html`${review.patches.length > 1 ? html`<h3>
		<a href="#patch-${patch.number}">${patch.number}. ${patch.subject}</a></h3>` : ''}
		<ul>${patch.files.map((file) => html`<li>
		<a href="#${fileId(review, patch, file)}">${file.path}</a>`)}</ul>`);

	return html`<nav id=side aria-label="Contents">${tools()}<details open>
		<summary>Contents</summary>
		<ul class=top>${callPath(review) ? html`<li><a href="#path">Call path</a>` : ''}<li>
		<a href="#checks">Checks</a>${review.audit ? html`<li><a href="#audit">Audit</a>`
		: ''}<li><a href="#sites">All sites</a><li><a href="#words">Words</a></ul>
<h2 id=sitehead>Sites</h2><div class=sitelist>${siteList(review)}</div>
	<h2>Files</h2><div class=filelist>${files}</div></details></nav>`;
}

function wordSection(review) {
	const keys = Object.keys(review.spec).sort();

	return html`<section id=words><h2>Words</h2><p>What the
		spec says: everything that the name became. A <code>.conf</code> sets others.</p>
		<details><summary>${keys.length} words</summary><dl class=words>${keys.map((key) =>
		html`<dt>${key}<dd>${review.spec[key]}`)}</dl></details></section>`;
}

const keys = [
	['j', 'next hunk'], ['k', 'hunk before'], ['n', 'next file'], ['p', 'file before'],
	['s', 'unified or split'], ['o', 'open or close the text of the hunk’s hooks'],
	['t', 'light, dark, or as the system has it'], ['?', 'this list'],
];

function help() {
	return html`<dialog id=help aria-labelledby=help-title><h2 id=help-title>Keys</h2>
		<dl>${keys.map(([key, does]) => html`<dt><kbd>${key}</kbd><dd>${does}`)}</dl>
		<form method=dialog><button>Close</button></form></dialog>`;
}

function tools() {
	return html`<div id=tools role=toolbar aria-label="View"><button type=button id=view
		aria-pressed=false>Split</button><button type=button id=theme>Theme: system</button>
		<button type=button id=keys aria-haspopup=dialog>Keys <kbd>?</kbd></button></div>`;
}

/** page() - all of review.html */
export function page(home, review) {
	const style = part('page.css'), script = part('client.js');
	const policy = `default-src 'none'; style-src ${digest(style)}; script-src ${
		digest(script)}; base-uri 'none'; form-action 'none'`;

	return `${html`<!DOCTYPE html>
<html lang=en>
<head>
<meta charset=utf-8>
<meta http-equiv=Content-Security-Policy content="${raw(policy)}">
<meta name=viewport content="width=device-width, initial-scale=1">
<meta name=color-scheme content="light dark">
<meta name=generator content="nsgen ${review.version}">
<title>${review.name} namespace, Linux ${review.release}: review</title>
<style>${raw(style)}</style>
</head>
<body>
<a class=skip href="#series">To the series</a>
${sidebar(review)}
<main>
${masthead(review)}
${review.cover ? html`<section id=cover>
	<h2>${review.cover.subject}</h2>${prose(review.cover.body)}</section>` : ''}
${callPath(review)}
${checkSection(review)}
${auditSection(review)}
<div id=series tabindex=-1>${review.patches.map((patch) => patchSection(home, review, patch))}</div>
${siteSection(review)}
${wordSection(review)}
<footer>nsgen ${review.version}. This page asks no other machine for anything.</footer>
</main>
${help()}
<div id=live class=vh aria-live=polite></div>
<script>${raw(script)}</script>
</body>
</html>
`}`;
}
