// SPDX-License-Identifier: GPL-2.0-only
'use strict';
// What the page does in the browser: keys, the two switches, and which hunk is the current one.
// Without it the page can still be read.
(function () {
	const root = document.documentElement;
	const hunks = [...document.querySelectorAll('.hunk')];
	const files = [...document.querySelectorAll('.file')];
	const help = document.getElementById('help');
	const live = document.getElementById('live');
	const view = document.getElementById('view');
	const theme = document.getElementById('theme');
	const themes = ['system', 'light', 'dark'];
	// What was gone to by key or link is the current one until the reader scrolls; else the
	// last one whose top has passed the upper part of the window.
	let gone = null;

	// A page opened from disk may not be allowed to remember anything.
	function remember(key, value) {
		try {
			localStorage.setItem(`nsgen-${key}`, value);
		} catch {
			return;
		}
	}

	function recall(key) {
		try {
			return localStorage.getItem(`nsgen-${key}`);
		} catch {
			return null;
		}
	}

	// The split tables are only text until somebody wants to see them: most readers do not,
	// and the page is there sooner.
	function unfold() {
		for (const folded of document.querySelectorAll('.diff > template'))
			folded.replaceWith(folded.content);
	}

	function setView(split) {
		const hunk = hunks[current(hunks)];
		const top = hunk && hunk.getBoundingClientRect().top;

		if (split)
			unfold();
		root.dataset.view = split ? 'split' : 'unified';
		// What the reader looks at stays where it is.
		if (hunk)
			window.scrollBy(0, hunk.getBoundingClientRect().top - top);
		view.setAttribute('aria-pressed', String(split));
		remember('view', root.dataset.view);
	}

	function setTheme(name) {
		if (name === 'system')
			delete root.dataset.theme;
		else
			root.dataset.theme = name;
		theme.textContent = `Theme: ${name}`;
		remember('theme', name);
	}

	function current(list) {
		if (gone && list.includes(gone))
			return list.indexOf(gone);
		if (gone && list === files)
			return files.indexOf(gone.closest('.file'));
		let found = -1;

		list.forEach((item, i) => {
			if (item.getBoundingClientRect().top <= window.innerHeight / 4)
				found = i;
		});
		return found;
	}

	function mark(item) {
		document.querySelectorAll('#side [aria-current]')
			.forEach((link) => link.removeAttribute('aria-current'));
		const file = item.closest('.file');

		for (const id of [item.id, file && file.id])
			document.querySelectorAll(`#side a[href="#${id}"]`)
				.forEach((link) => link.setAttribute('aria-current', 'true'));
	}

	function go(list, step) {
		let at = current(list) + step;

		// From a file that was gone to, the next hunk is its first one.
		if (list === hunks && files.includes(gone))
			at = hunks.indexOf(gone.querySelector('.hunk')) + Math.min(step, 0);
		const item = list[Math.min(Math.max(at, 0), list.length - 1)];

		if (!item)
			return;
		location.replace(`#${item.id}`);
		item.focus({ preventScroll: true });
		mark(item);
		gone = item;
	}

	function openPatches() {
		const at = current(hunks);
		const all = at < 0 ? [] : [...hunks[at].querySelectorAll('.who details')];
		const open = all.some((item) => !item.open);

		all.forEach((item) => { item.open = open; });
		live.textContent = open ? 'texts of the hooks open' : 'texts of the hooks closed';
	}

	const keys = {
		j: () => go(hunks, 1), k: () => go(hunks, -1),
		n: () => go(files, 1), p: () => go(files, -1),
		s: () => setView(root.dataset.view !== 'split'),
		o: openPatches, t: () => theme.click(), '?': () => help.open || help.showModal(),
	};

	document.addEventListener('keydown', (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey ||
			/^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName))
			return;
		if (help.open && event.key !== '?')
			return;
		if (keys[event.key]) {
			event.preventDefault();
			keys[event.key]();
		}
	});
	for (const kind of ['wheel', 'touchmove', 'pointerdown'])
		document.addEventListener(kind, () => { gone = null; }, { passive: true });
	window.addEventListener('hashchange', () => {
		const item = document.getElementById(location.hash.slice(1));

		gone = hunks.includes(item) || files.includes(item) ? item : null;
		if (item)
			mark(item);
	});
	view.addEventListener('click', () => setView(root.dataset.view !== 'split'));
	theme.addEventListener('click', () => setTheme(
		themes[(themes.indexOf(root.dataset.theme || 'system') + 1) % themes.length]));
	document.getElementById('keys').addEventListener('click', () => help.showModal());

	// Beside the series on a wide window, above it and closed on a narrow one.
	const contents = document.querySelector('#side > details');
	const wide = window.matchMedia('(min-width: 64rem)');
	const fit = () => { contents.open = wide.matches; };

	fit();
	wide.addEventListener('change', fit);
	if (recall('view') === 'split')
		setView(true);
	setTheme(themes.includes(recall('theme')) ? recall('theme') : 'system');
	performance.mark('nsgen-ready');
}());
