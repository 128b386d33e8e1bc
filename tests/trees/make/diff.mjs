// SPDX-License-Identifier: GPL-2.0-only
//
// Which lines differ: [start, end) of the old ones and what stands there in the new file. The same
// on any machine, whatever diff(1) is installed.

export function lines(text) {
	return text.split(/(?<=\n)/).filter((line) => line !== '');
}

// Myers' greedy algorithm, between what is common at both ends. Files of releases that are far
// apart differ in thousands of lines, so each round keeps only what it reached, on every second
// diagonal.
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
	// Too long to compare, or nothing to compare.
	if (!n || !m || Math.abs(n - m) > 20000)
		return n || m ? [{ start: head, end: head + n, start2: head, end2: head + m }] : [];
	const numbers = new Map();
	const number = (line) => {
		if (!numbers.has(line))
			numbers.set(line, numbers.size);
		return numbers.get(line);
	};
	const left = Int32Array.from({ length: n }, (_, i) => number(a[head + i]));
	const right = Int32Array.from({ length: m }, (_, i) => number(b[head + i]));
	// How far down the old file round d came on its i-th diagonal, k = 2 * i - d.
	const trace = [];
	// Does it come to that one by a line of the new file?
	const down = (d, i) => i === 0 || (i !== d && trace[d - 1][i - 1] < trace[d - 1][i]);
	search: for (let d = 0; d <= n + m; d++) {
		const reached = new Int32Array(d + 1);
		trace.push(reached);
		for (let i = 0; i <= d; i++) {
			const k = 2 * i - d;
			let x = !d ? 0 : down(d, i) ? trace[d - 1][i] : trace[d - 1][i - 1] + 1;
			while (x < n && x - k < m && left[x] === right[x - k])
				x++;
			reached[i] = x;
			if (x >= n && x - k >= m)
				break search;
		}
	}
	const edits = [];
	let x = n;
	let y = m;
	for (let d = trace.length - 1; d > 0 && (x > 0 || y > 0); d--) {
		const i = (x - y + d) / 2;
		const below = down(d, i);
		const bx = trace[d - 1][below ? i : i - 1];
		const by = bx - (x - y) - (below ? 1 : -1);
		while (x > bx && y > by) {
			x--;
			y--;
		}
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
