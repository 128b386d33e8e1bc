// SPDX-License-Identifier: GPL-2.0-only
//
// Sites: every site of the tree, each with its state and a link to its hunk.

import { html } from './html.mjs';

/** stateSigns - a state is shown by a sign and a word, never by colour alone */
export const stateSigns = { wired: '●', stub: '◐', optional: '○', absent: '–', missing: '✗' };

const meanings = {
	wired: 'a hook wrote it', stub: 'only an empty stand-in',
	optional: 'there, and left alone by choice', absent: 'this tree has no such place',
	missing: 'there, and not covered',
};

function room(site) {
	return site.site.split('/')[0];
}

function target(site) {
	return site.hunks.length ? site.hunks[0].id : site.id;
}

function item(site) {
	return html`<li data-state=${site.state}><a href="#${target(site)}">
		<span class="dot ${site.state}" aria-hidden=true>${stateSigns[site.state]}
		</span> ${site.site.split('/').slice(1).join('/') || site.site}
		<span class=vh>, ${site.state}</span></a>`;
}

/** siteList() - the list in the sidebar, by room */
export function siteList(review) {
	const rooms = [...new Set(review.sites.map(room))].sort();

	return rooms.map((name) => html`<h3>${name}</h3>
		<ul>${review.sites.filter((site) => room(site) === name).map(item)}</ul>`);
}

/** siteStates() - the number of sites in each state */
export function siteStates(review) {
	return Object.keys(stateSigns).map((state) => ({ state, count: review.sites.filter((site) =>
		site.state === state).length, means: meanings[state] }))
		.filter(({ count }) => count);
}

function row(site) {
	const hunks = site.hunks.map((hunk) =>
		html`<a href="#${hunk.id}">${hunk.path}:${hunk.newStart}</a> `);
	const place = hunks.length ? hunks
		: html`<span class=where>${site.file}${site.line ? `:${site.line}` : ''}</span>`;

	return html`<tr id="${site.id}" tabindex=-1><th scope=row>${site.site}<td>
		<span class="dot ${site.state}" aria-hidden=true>${stateSigns[site.state]}
		</span> ${site.state}<td>${place}<td>${site.hook ? html`<code>${site.hook}</code>
		<br>` : ''}${site.does || site.why}`;
}

/** siteSection() - the table of all sites */
export function siteSection(review) {
	return html`<section id=sites><h2>Sites</h2>
		<p>${siteStates(review).map(({ state, count, means }) => html`<span class=legend>
		<span class="dot ${state}" aria-hidden=true>${stateSigns[state]}
		</span> ${count} ${state}: ${means}</span> `)}</p>
<div class=scroll tabindex=0 role=region aria-label="All sites">
	<table class=sites><caption class=vh>All sites</caption>
	<thead><tr><th scope=col>Site<th scope=col>State<th scope=col>Place<th scope=col>By,
	or why not<tbody>${review.sites.map(row)}</table></div></section>`;
}
