// SPDX-License-Identifier: GPL-2.0-only
//
// The only part of the page that knows the format of report.json and of a series' directory;
// nsgen's own reader is scripts/series/report-read.c. The result is what the page is made of:
// patches, files, hunks with the hook of each line, sites and checks. What the report lacks is left
// empty.

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { parsePatch } from './patch.mjs';

const list = (value) =>
	(Array.isArray(value) ? value.filter((item) => item && typeof item === 'object') : []);
const text = (value) => (typeof value === 'string' ? value : '');
const number = (value) => (Number.isInteger(value) ? value : 0);
const words = (value) => Object.fromEntries(Object.entries(value ?? {})
	.filter(([, word]) => typeof word === 'string'));

function readNeighbour(neighbour) {
	if (!neighbour || !text(neighbour.name))
		return null;
	return {
		name: neighbour.name, file: text(neighbour.file), line: number(neighbour.line),
		first: number(neighbour.first) || number(neighbour.line),
		lines: text(neighbour.text).replace(/\n$/, '').split('\n'),
		also: list(neighbour.also).map(readNeighbour).filter(Boolean),
	};
}

const states = { wired: 'wired', stub: 'stub', absent: 'absent',
	missing: 'missing', 'not wired, by choice': 'optional',
	'not wired, by exception': 'optional' };

function readSite(site, index) {
	return {
		id: `site-${index + 1}`, site: text(site.site), state: states[site.state] ??
			'missing', said: text(site.state), step: number(site.step),
		hook: text(site.hook), sha256: text(site.sha256),
		does: text(site.does), file: text(site.file), line: number(site.line),
		why: text(site.evidence) || text(site.why),
		neighbour: readNeighbour(site.neighbour ?? site.model), hunks: [],
	};
}

/*
 * The hunks of one patch in the report, by path and start. Series of one patch may have them at the
 * top level.
 */
function hunkLines(report, patch) {
	const files = Array.isArray(report.patches) ? list(report.patches[patch]?.files)
		: patch === 0 ? list(report.files) : [];
	const known = new Map();

	for (const file of files)
		for (const hunk of list(file.hunks))
			known.set(`${file.path}\0${hunk.old_start}\0${hunk.new_start}`,
				list(hunk.lines));
	return known;
}

/* Find the site of each line: the report refers to lines by their number in the old or new file. */
function signLines(hunk, lines, siteOfStep) {
	const adds = new Map(), removes = new Map();

	for (const line of lines) {
		const site = siteOfStep.get(line.step);

		if (!site)
			continue;
		if (Number.isInteger(line.adds))
			adds.set(line.adds, site);
		if (Number.isInteger(line.removes))
			removes.set(line.removes, site);
	}
	hunk.sites = [];
	for (const line of hunk.lines) {
		line.site = line.type === 'insert' ? adds.get(line.newNumber)
			: line.type === 'delete' ? removes.get(line.oldNumber) : undefined;
		if (line.site && !hunk.sites.includes(line.site))
			hunk.sites.push(line.site);
	}
}

function readPatches(dir, report, siteOfStep) {
	const names = readdirSync(dir).filter((name) => /^[0-9]{4}-.*\.patch$/.test(name)).sort();
	const series = { cover: null, patches: [], hunks: [] };

	for (const name of names) {
		const bytes = readFileSync(join(dir, name));
		const patch = { ...parsePatch(bytes.toString('utf8')),
			name, number: series.patches.length + 1 };

		if (name.startsWith('0000-')) {
			series.cover = patch;
			continue;
		}
		const said = Array.isArray(report.patches)
			? report.patches[series.patches.length] : undefined;
		const known = hunkLines(report, series.patches.length);

		patch.changed = Boolean(said?.sha256) &&
			said.sha256 !== createHash('sha256').update(bytes).digest('hex');
		for (const file of patch.files) {
			for (const hunk of file.hunks) {
				signLines(hunk, known.get(`${file.path}\0${
					hunk.oldStart}\0${hunk.newStart}`) ?? [], siteOfStep);
				series.hunks.push(hunk);
				Object.assign(hunk, { id: `hunk-${series.hunks.length}`,
					index: series.hunks.length, path: file.path, patch });
				for (const site of hunk.sites)
					site.hunks.push(hunk);
			}
		}
		series.patches.push(patch);
	}
	return series;
}

function readCheck(check) {
	return {
		tool: text(check.tool), status: text(check.status),
		summary: text(check.summary), url: text(check.url), details: text(check.details),
		rung: text(check.rung),
	};
}

/*
 * The output of "nsgen audit --json", in the report or in audit.json next to it.
 * Documentation/audit.md describes its members.
 */
function readAudit(dir, report) {
	let audit = report.audit;

	try {
		audit ??= JSON.parse(readFileSync(join(dir, 'audit.json'), 'utf8'));
	} catch {
		return null;
	}
	if (!list(audit?.namespaces).length || !list(audit?.sites).length)
		return null;
	return {
		names: list(audit.namespaces).map((item) => text(item.name)),
		sites: list(audit.sites).map((site) => ({
			file: text(site.file), line: number(site.line),
			construct: text(site.construct), kind: text(site.kind),
			state: text(site.state),
			covered: text(site.covered), why: text(site.why),
			hooks: (Array.isArray(site.hooks) ? site.hooks : []).map(text),
			cells: site.cells ?? {}, holes: site.holes ?? {},
		})),
	};
}

/** readReview() - read everything that the page shows about a series */
export function readReview(dir) {
	const report = JSON.parse(readFileSync(join(dir, 'report.json'), 'utf8'));
	const sites = list(report.sites).map(readSite);
	const siteOfStep =
		new Map(sites.filter((site) => site.step).map((site) => [site.step, site]));

	return {
		version: text(report.nsgen), name: text(report.name),
		level: text(report.level), release: text(report.release),
		spec: words(report.spec), options: words(report.options),
		sites, checks: list(report.checks).map(readCheck),
		audit: readAudit(dir, report), ...readPatches(dir, report, siteOfStep),
	};
}
