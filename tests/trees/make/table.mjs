// SPDX-License-Identifier: GPL-2.0-only
//
// What came of a run, by kind.

import { KINDS } from './operators.mjs';

const JUDGED = ['right', 'wrong and silent', 'wrong and warned', 'refused', 'crash'];
const UNJUDGED = ['served', 'warned', 'refused', 'crash'];

export function counts(results, judged) {
	const columns = judged ? JUDGED : UNJUDGED;
	const row = (list) => [list.length,
		...columns.map((column) => list.filter((each) => each.verdict === column).length)];
	const rows = [['kind', 'trees', ...columns]];
	for (const kind of Object.keys(KINDS))
		rows.push([kind, ...row(results.filter((each) => each.kind === kind))]);
	rows.push(['all', ...row(results)]);
	rows.push(['of these 2 to 4 at once', ...row(results.filter((each) =>
		each.operators > 1))]);
	return rows;
}

export function meanings(results) {
	const served = (list) => list.filter((each) => !['refused',
		'crash'].includes(each.verdict));
	const line = (name, list) => [name, list.length, served(list).length,
		list.length ? `${Math.round(100 * served(list).length / list.length)} %` : '-'];
	const rows = [['meaning', 'trees', 'served', '']];
	rows.push(line('unchanged', results.filter((each) => each.same === true)));
	rows.push(line('changed', results.filter((each) => each.same === false)));
	rows.push(line('must be refused', results.filter((each) => each.same === 'refuse')));
	for (const kind of Object.keys(KINDS))
		rows.push(line(`unchanged, ${kind}`,
			results.filter((each) => each.same === true && each.kind === kind)));
	return rows.filter((row) => row[1] !== 0);
}

// "broken" trees do not compile even without the series.
export function compilations(results) {
	const of = (says) => results.filter((each) => each.compiled === says).length;
	return [['compiled', 'right', 'wrong', 'broken by itself'],
		[of('right') + of('wrong') + of('broken'), of('right'), of('wrong'), of('broken')]];
}

export function print(rows) {
	const width = rows[0].map((_, i) => Math.max(...rows.map((row) => String(row[i]).length)));
	return rows.map((row) => row.map((cell, i) => i ? String(cell).padStart(width[i]) :
		String(cell).padEnd(width[i])).join('  ').trimEnd()).join('\n');
}
