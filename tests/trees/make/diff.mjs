// SPDX-License-Identifier: GPL-2.0-only
//
// Which lines differ: [start, end) of the old ones and what stands there in the new file. The same
// on any machine, whatever diff(1) is installed.

export function lines(text) {
	return text.split(/(?<=\n)/).filter((line) => line !== '');
}

// Myers' greedy algorithm, between what is common at both ends.
export function hunks(a, b) {
	let head = 0;
	while (head < a.length && head < b.length && a[head] === b[head])
		head++;
	let tail = 0;
	while (tail < a.length - head && tail < b.length - head &&
		a[a.length - 1 - tail] === b[b.length - 1 - tail])
		tail++;
	const n = a.length - head - tail;
	const m = b.length - head - tail;
	const trace = [];
	let v = new Map([[1, 0]]);
	search: for (let d = 0; d <= n + m; d++) {
		trace.push(new Map(v));
		for (let k = -d; k <= d; k += 2) {
			let x = k === -d || (k !== d &&
				(v.get(k - 1) ?? -1) < (v.get(k + 1) ?? -1)) ?
				v.get(k + 1) ?? 0 : (v.get(k - 1) ?? 0) + 1;
			while (x < n && x - k < m && a[head + x] === b[head + x - k])
				x++;
			v.set(k, x);
			if (x >= n && x - k >= m)
				break search;
		}
	}
	const edits = [];
	let x = n;
	let y = m;
	for (let d = trace.length - 1; d >= 0 && (x > 0 || y > 0); d--) {
		v = trace[d];
		const k = x - y;
		const before = k === -d || (k !== d && (v.get(k - 1) ?? -1) < (v.get(k + 1) ??
			-1)) ?
			k + 1 : k - 1;
		const bx = d ? v.get(before) : 0;
		const by = d ? bx - before : 0;
		while (x > bx && y > by) {
			x--;
			y--;
		}
		if (d)
			edits.push([bx, x, by, y]);
		x = bx;
		y = by;
	}
	const all = [];
	for (const [from, to, from2, to2] of edits.reverse()) {
		const last = all[all.length - 1];
		if (last && last.end === head + from && last.end2 === head + from2) {
			last.end = head + to;
			last.end2 = head + to2;
		} else {
			all.push({ start: head + from, end: head + to, start2: head + from2,
				end2: head + to2 });
		}
	}
	return all;
}

// Hunks that are close to each other are one change of whoever made them.
export function grouped(list, distance = 3) {
	const all = [];
	for (const each of list) {
		const last = all[all.length - 1];
		if (last && each.start - last[last.length - 1].end <= distance)
			last.push(each);
		else
			all.push([each]);
	}
	return all;
}

export function applied(a, b, chosen) {
	let out = '';
	let at = 0;
	for (const each of chosen) {
		out += a.slice(at, each.start).join('') + b.slice(each.start2, each.end2).join('');
		at = each.end;
	}
	return out + a.slice(at).join('');
}

// A patch, as git apply takes it.
export function unified(file, before, after) {
	const a = lines(before ?? '');
	const b = lines(after ?? '');
	const context = 3;
	const out = [`--- ${before == null ? '/dev/null' : `a/${file}`}\n`,
		`+++ ${after == null ? '/dev/null' : `b/${file}`}\n`];
	const say = (sign, line) => sign + (line.endsWith('\n') ? line :
		`${line}\n\\ No newline at end of file\n`);
	for (const group of grouped(hunks(a, b), 2 * context)) {
		const first = group[0];
		const last = group[group.length - 1];
		const start = Math.max(0, first.start - context);
		const end = Math.min(a.length, last.end + context);
		const start2 = first.start2 - (first.start - start);
		const end2 = last.end2 + (end - last.end);
		const range = (from, to) => `${to > from ? from + 1 : from},${to - from}`;
		out.push(`@@ -${range(start, end)} +${range(start2, end2)} @@\n`);
		let at = start;
		for (const each of group) {
			a.slice(at, each.start).forEach((line) => out.push(say(' ', line)));
			a.slice(each.start, each.end).forEach((line) => out.push(say('-', line)));
			b.slice(each.start2, each.end2).forEach((line) => out.push(say('+', line)));
			at = each.end;
		}
		a.slice(at, end).forEach((line) => out.push(say(' ', line)));
	}
	return out.join('');
}
