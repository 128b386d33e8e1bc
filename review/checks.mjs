// SPDX-License-Identifier: GPL-2.0-only
//
// The ladder: the results of the checks, rung by rung.

import { html } from './html.mjs';

const signs = { pass: '✓', warn: '!', fail: '✗' };

/**
 * rungSees() - can a rung have checked a file?
 *
 * Documentation is not compiled, and the selftests are not part of the kernel.
 * scripts/builtin/review.c has the same code.
 */
export function rungSees(rung, path) {
	if (rung === 'static' || rung === 'style')
		return true;
	return !path.startsWith('Documentation/') && !path.startsWith('tools/');
}

/** rungsOf() - [{ rung, status }] that a file went through; the worst status counts */
export function rungsOf(review, path) {
	const rungs = new Map(), order = ['fail', 'warn', 'pass'];

	for (const { rung, status } of review.checks) {
		if (!rung || !rungSees(rung, path))
			continue;
		const before = rungs.get(rung), rank = order.indexOf(status);

		if (before === undefined ||
			(rank >= 0 && (order.indexOf(before) < 0 || rank < order.indexOf(before))))
			rungs.set(rung, rank < 0 ? 'not run' : status);
	}
	return [...rungs].map(([rung, status]) => ({ rung, status }));
}

/** status() - a status as a sign and a word */
export function status(word) {
	return html`<span class="status ${signs[word] ? word : 'none'}">
		<span aria-hidden=true>${signs[word] ?? '–'}</span> ${word}</span>`;
}

/** checkSection() - the section of the page */
export function checkSection(review) {
	if (!review.checks.length)
		return html`<section id=checks><h2>Checks</h2>
			<p>None is recorded in report.json yet: <code>nsgen check
			--name=${review.name} --kernel=…</code> runs the ladder.</p></section>`;
	return html`<section id=checks><h2>Checks</h2>
		<ol class=ladder>${review.checks.map((check) => html`<li>
<div class=rung><b>${check.rung || check.tool}
	</b> ${status(check.status)} <span class=tool>${check.rung ? check.tool : ''}</span></div>
<p>${check.summary}${/^https:\/\//.test(check.url)
	? html` <span class=tool>${check.url}</span>` : ''}</p>
${check.details ? html`<details><summary>Details<span class=vh> of ${check.rung} ${check.tool}
	</span></summary><pre tabindex=0>${check.details}</pre></details>` : ''}`)}</ol></section>`;
}
