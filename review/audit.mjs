// SPDX-License-Identifier: GPL-2.0-only
//
// The audit's matrix: every site of the tree, and which namespaces are in it.

import { html } from './html.mjs';

function cell(site, name) {
	const here = site.cells[name], hole = site.holes[name];

	if (Number.isInteger(here?.line))
		return html`<td>${here.line}`;
	return hole ? html`<td class=hole title="${hole}">(–)<span class=vh> not there: ${hole}
		</span>` : html`<td class=hole>–<span class=vh> not there</span>`;
}

function row(site, names) {
	const by = site.hooks.length ? site.hooks.join(', ')
		: `${site.covered}${site.why ? `: ${site.why}` : ''}`;

	return html`<tr><th scope=row><code>${site.construct}</code>
		<br><span class=where>${site.file}${site.line ? `:${site.line}` : ''}</span>${
		names.map((name) => cell(site, name))}<td class="cover ${
		site.covered === 'uncovered' ? 'bad' : ''}">${by}${
		site.state ? html` <b>${site.state}</b>` : ''}`;
}

/** auditSection() - the section of the page; nothing without an audit */
export function auditSection(review) {
	const { audit } = review;

	if (!audit)
		return null;
	const uncovered = audit.sites.filter((site) => site.covered === 'uncovered').length;

	return html`<section id=audit><h2>Audit</h2><p>Places of the tree that name
		at least three namespaces, found without the hooks: ${audit.sites.length}, of which
		${uncovered} are uncovered. A cell is the line; – is a hole, (–) one with a
		reason.</p>
<details><summary>The matrix</summary>
	<div class=scroll tabindex=0 role=region aria-label="Audit matrix">
	<table class=matrix><caption class=vh>Sites and namespaces</caption>
	<thead><tr><th scope=col>Site${audit.names.map((name) => html`<th scope=col>${name}`)}
	<th scope=col>Covered by<tbody>${audit.sites.map((site) => row(site, audit.names))}</table>
	</div></details></section>`;
}
