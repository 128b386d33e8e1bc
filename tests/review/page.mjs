// SPDX-License-Identifier: GPL-2.0-only
//
// page.mjs DIR SCRATCH SHOTS [WORDS]: the page of the series in DIR, in a real browser; with
// WORDS only the tests whose names have them.

import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { axe, done, launch, ok, same, visit } from './browser.mjs';
import { disjoint, everywhere, wrongColours } from './colours.mjs';
import { evil, full, hostile, makePage, readReport, tokens } from './series.mjs';

const [dir, scratch, shots] = process.argv.slice(2).map((path) => resolve(path));
const top = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const report = readReport(dir);
const plain = join(dir, 'review.html');
const browser = await launch();

mkdirSync(shots, { recursive: true });

/*
 * The report's hunks, by file and first line, each with the hooks of its lines: what the page has
 * to say.
 */
const hunks = (report.patches ?? [{ files: report.files }])
		.flatMap((patch) => patch.files.flatMap((file) => file.hunks.map((hunk) => ({
	path: file.path, line: hunk.new_start,
	hooks: [...new Set(hunk.lines.map((line) => line.hook))],
	steps: hunk.lines.map((line) => line.step),
}))));
const wired = report.sites.filter((site) => site.state === 'wired');

function damaged(name, change) {
	const path = join(scratch, name);

	writeFileSync(path, change(readFileSync(plain, 'utf8')));
	return path;
}

/* What the checks of a visit are worth: they must see what is put in on purpose. */
async function sees(name, change, words) {
	const { wrong, context, page } = await visit(browser, damaged(name, change));

	await page.waitForTimeout(200);
	await context.close();
	if (!wrong.some((message) => message.includes(words)))
		throw new Error(`nothing said '${words}': ${JSON.stringify(wrong)}`);
}

async function violations(page) {
	await page.evaluate(axe);
	const { violations: found } = await page.evaluate(() =>
		window.axe.run(document, { resultTypes: ['violations'] }));

	return found.map(({ id, nodes }) => `${id}: ${nodes.length}, as ${nodes[0].html.slice(0,
		200)} ${nodes[0].failureSummary.replace(/\s+/g, ' ').slice(0, 300)}`);
}

await ok('opens from disk: no message, no error, no request', async () => {
	const { page, wrong, context } = await visit(browser, plain);

	await page.keyboard.press('s');
	await page.keyboard.press('t');
	await page.waitForTimeout(300);
	same(wrong, []);
	same(await page.locator('.hunk').count(), hunks.length, 'the number of hunks');
	await context.close();
});

await ok('such a check sees a script that the policy forbids',
	() => sees('script.html', (text) => text.replace('</body>',
	'<script>document.title = "x"</script></body>'), 'Content Security Policy'));
await ok('and an image from elsewhere', () => sees('image.html', (text) => text.replace('</body>',
	'<img alt="" src="http://192.0.2.1/x.png"></body>'), 'Content Security Policy'));
await ok('and a request, where the policy does not forbid it', () =>
	sees('request.html', (text) => text.replace(/<meta http-equiv[^>]*>/, '').replace('</body>',
	'<img alt="" src="http://192.0.2.1/x.png"></body>'), 'request: http://192.0.2.1/'));
await ok('and an error', () => sees('error.html',
	(text) => text.replace(/<meta http-equiv[^>]*>/, '').replace('</body>',
	'<script>throw new Error("on purpose")</script></body>'), 'on purpose'));

await ok('for every hunk the page names the file to edit', async () => {
	const { page, context } = await visit(browser, plain);
	const said = await page.evaluate(() =>
			[...document.querySelectorAll('.hunk')].map((hunk) => ({
		path: hunk.closest('.file').querySelector('h3 a').textContent,
		line: Number(/line (\d+)/.exec(hunk.querySelector('h4').textContent)[1]),
		hooks: [...hunk.querySelectorAll('.edit code')].map((code) => code.textContent),
	})));

	await context.close();
	same(said.length, hunks.length, 'the number of hunks');
	said.forEach((hunk, i) => {
		same([hunk.path, hunk.line], [hunks[i].path, hunks[i].line]);
		same([...hunk.hooks].sort(), [...hunks[i].hooks].sort(),
			`${hunk.path}:${hunk.line}`);
	});
});

await ok('and shows that file, and the neighbour that its lines are like', async () => {
	const { page, context } = await visit(browser, plain);
	const said = await page.evaluate(() =>
			[...document.querySelectorAll('.hook')].map((hook) => ({
		path: hook.querySelector('.edit code').textContent,
		text: hook.querySelector('.smpl')?.textContent ?? '',
		as: hook.querySelector('.as').textContent,
		neighbour: [...hook.querySelectorAll('.neighbour span')].map((line) =>
			line.textContent).join(''),
	})));

	await context.close();
	for (const hook of said) {
		const site = wired.find((item) => item.hook === hook.path);
		const neighbours = site.neighbour ?
			[site.neighbour, ...site.neighbour.also ?? []] : [];

		same(hook.text.trimEnd(),
			readFileSync(join(top, hook.path), 'utf8').trimEnd(), hook.path);
		if (neighbours.length && !neighbours.some(({ name, file, line, text }) =>
			hook.as === `as ${name} ${file}:${line}` && hook.neighbour === text))
			throw new Error(`${hook.path}: '${hook.as}' and\n${
				hook.neighbour}are none of ${JSON.stringify(neighbours)}`);
	}
});

await ok('every site has its state, and its link lands on its hunk', async () => {
	const { page, context } = await visit(browser, plain);
	const links = page.locator('.sitelist a');

	same(await links.count(), report.sites.length, 'the number of links');
	for (const site of report.sites) {
		const own = hunks.findIndex((hunk) => site.step && hunk.steps.includes(site.step));
		const want = own < 0 ? `site-${report.sites.indexOf(site) + 1}` : `hunk-${own + 1}`;
		const link = page.locator('.sitelist h3',
			{ hasText: new RegExp(`^${site.site.split('/')[0]}$`) })
			.locator('xpath=following-sibling::ul[1]')
			.getByRole('link',
				{ name: new RegExp(`^\\W*${site.site.split('/')[1]} ?, `) });

		same(await link.locator('xpath=..').getAttribute('data-state'), {
			'not wired, by choice': 'optional' }[site.state] ?? site.state, site.site);
		await link.click();
		same(await page.evaluate(() => location.hash), `#${want}`, site.site);
		const box = await page.locator(`#${want}`).boundingBox();

		// The last rows of the page cannot come further up than it ends.
		if (!box || box.y < -1 || box.y > (own < 0 ? 960 : 500))
			throw new Error(`${site.site}: #${want} is at ${box?.y}`);
		if (own >= 0)
			same(await page.locator(`#${want} .hint a`)
				.allTextContents().then((texts) => texts.includes(site.site)),
				true, `${site.site} beside #${want}`);
	}
	await context.close();
});

await ok('keys: j k n p s o t ?', async () => {
	const { page, wrong, context } = await visit(browser, plain);
	const at = () => page.evaluate(() => document.activeElement.id);
	const press = async (key) => { await page.keyboard.press(key); return at(); };
	const files = await page.evaluate(() =>
		[...document.querySelectorAll('.file')].map((file) => file.id));

	same([await press('j'), await press('j'), await press('j'), await press('k')],
		['hunk-1', 'hunk-2', 'hunk-3', 'hunk-2'], 'j j j k');
	same(await page.evaluate(() => document.querySelector('#hunk-2')
		.getBoundingClientRect().top < innerHeight / 4), true, 'it is in sight');
	const file =
		await page.evaluate(() => document.querySelector('#hunk-2').closest('.file').id);

	same([await press('n'), await press('n'), await press('p')], [files[files.indexOf(file) +
		1], files[files.indexOf(file) + 2], files[files.indexOf(file) + 1]], 'n n p');
	same(await press('j'), await page.evaluate((id) => document.querySelector(
		`#${id} .hunk`).id, files[files.indexOf(file) + 1]), 'j after a file');
	for (let i = 0; i <= hunks.length; i++)
		await page.keyboard.press('j');
	same(await at(), `hunk-${hunks.length}`, 'j at the end');
	same(await page.locator('.diff .v').count(), 0, 'split tables before s');
	await page.keyboard.press('s');
	same([await page.locator('.diff .v:visible').count(),
		await page.locator('.diff .u:visible').count()], [hunks.length, 0], 'split');
	await page.keyboard.press('s');
	same([await page.locator('.diff .v:visible').count(), await page.locator('.diff .u:visible')
		.count()], [0, hunks.length], 'unified again');
	await page.keyboard.press('o');
	same(await page.locator(`#hunk-${hunks.length} .who details[open]`).count() > 0,
		true, 'open');
	await page.keyboard.press('o');
	same(await page.locator(`#hunk-${hunks.length} .who details[open]`).count(), 0, 'closed');
	const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	const light = await paper();

	await page.keyboard.press('t');
	same(await paper(), light, 'light is light');
	await page.keyboard.press('t');
	same(await paper() !== light, true, 'dark is not');
	await page.keyboard.press('?');
	same(await page.locator('#help').isVisible(), true, 'help');
	await page.keyboard.press('j');
	same(await page.locator('#help').isVisible(), true, 'help stays');
	await page.keyboard.press('Escape');
	same(await page.locator('#help').isVisible(), false, 'help goes');
	await page.getByRole('button', { name: 'Keys' }).click();
	await page.getByRole('button', { name: 'Close' }).click();
	same(await page.locator('#help').isVisible(), false, 'help goes by mouse');
	same(wrong, []);
	await context.close();
});

await ok('the switch between them keeps the hunk where it is', async () => {
	const { page, context } = await visit(browser, plain);
	const top = (id) => page.evaluate((hunk) =>
		document.getElementById(hunk).getBoundingClientRect().top, id);

	for (let i = 1; i <= hunks.length; i++) {
		await page.keyboard.press('j');
		const before = await top(`hunk-${i}`);

		await page.keyboard.press('s');
		const after = await top(`hunk-${i}`);

		// The last ones cannot stay where the page gets too short below them.
		if (Math.abs(after - before) > 4 && i < hunks.length - 3)
			throw new Error(`hunk-${i} was at ${before} and is at ${after}`);
	}
	await context.close();
});

await ok('split and unified show the same lines', async () => {
	const { page, context } = await visit(browser, plain);

	await page.keyboard.press('s');
	const texts = await page.evaluate(() =>
			[...document.querySelectorAll('.hunk')].map((hunk) => ({
		unified: [...hunk.querySelectorAll('.u tr.i')].map((row) =>
			row.cells[4].textContent),
		split: [...hunk.querySelectorAll('.v tr')].filter((row) =>
				row.cells[3].className === 'i').map((row) => {
			row.cells[5].querySelector('.by')?.remove();
			return row.cells[5].textContent;
		}),
	})));

	await context.close();
	texts.forEach(({ unified, split }, i) => same(split, unified, `hunk ${i + 1}`));
	same(texts.reduce((sum, { unified }) => sum + unified.length, 0) > 50,
		true, 'there are lines');
});

await ok('the drawing leads to the hunks of the copy and of the new functions', async () => {
	const { page, context } = await visit(browser, plain);
	const links = await page.evaluate(() => [...document.querySelectorAll('svg.wide a')].map(
		(link) => [link.querySelector('.name').textContent.replace(/[():].*/, ''),
		link.getAttribute('href').slice(1)]));

	for (const [name, id] of links) {
		const text = await page.locator(`[id="${id}"]`).textContent();

		if (id.startsWith('hunk') && !text.includes(name))
			throw new Error(`${name} is not in #${id}`);
	}
	same(links.some(([name]) => name === report.spec.copy) &&
		links.some(([name]) => name === report.spec.out),
		true, `${JSON.stringify(links)}: has ${report.spec.copy} and ${report.spec.out}`);
	await context.close();
});

const rich = makePage(top, full(dir, join(scratch, 'full')));
const bad = makePage(top, hostile(dir, join(scratch, 'hostile')));

await ok('hostile words are words', async () => {
	const { page, wrong, context } = await visit(browser, bad);

	await page.keyboard.press('s');
	await page.evaluate(() => document.querySelectorAll('details')
		.forEach((item) => { item.open = true; }));
	await page.waitForTimeout(300);
	same(wrong, []);
	same(await page.evaluate(() => [document.querySelectorAll('script').length,
		document.querySelectorAll('style').length, document.querySelectorAll('img').length,
		document.querySelectorAll('iframe, object, embed, link, base').length]),
		[1, 1, 0, 0], 'scripts, styles, images, others');
	same(await page.evaluate(() => [...document.querySelectorAll('*')].flatMap((item) =>
		[...item.attributes]).filter(({ name, value }) => name.startsWith('on') ||
		name === 'style' || (name === 'href' && !value.startsWith('#')))
		.map(({ name, value }) => `${name}=${value}`)),
			[], 'handlers, styles and links out');
	const words = await page.evaluate(() => document.body.textContent);
	const parts = ['h1', '.message', '.words dd', '.hook h5', '.as', '.neighbour',
		'.diff .u td', '.diff .v td', '.ladder', '.matrix', '.sites td', '.hunk h4'];

	same(words.split(evil).length > 100, true, 'how often they are there');
	for (const selector of parts.filter((item) => !['.message', '.hunk h4'].includes(item)))
		if (!await page.evaluate(([what, text]) => [...document.querySelectorAll(
			what)].some((item) => item.textContent.includes(text)), [selector, evil]))
			throw new Error(`not in ${selector}`);
	await context.close();
});

await ok('a hook that has changed since is not shown as the one that wrote the lines', async () => {
	const { page, context } = await visit(browser,
		makePage(top, full(dir, join(scratch, 'changed'))));
	const all = await page.locator('.smpl').count();

	await context.close();
	const changed = readReport(join(scratch, 'changed'));

	changed.sites.find((site) => site.hook === wired[0].hook).sha256 = '0'.repeat(64);
	changed.sites.filter((site) => site.step === wired[1].step)
		.forEach((site) => { site.hook = '../../etc/passwd'; });
	writeFileSync(join(scratch, 'changed', 'report.json'), JSON.stringify(changed));
	const after = await visit(browser, makePage(top, join(scratch, 'changed')));

	same([await after.page.locator('.smpl').count() < all - 1,
		await after.page.locator('.hook .gone', { hasText: 'has changed since' })
		.count() > 0, await after.page.locator('.hook .gone',
		{ hasText: 'names no file' }).count() > 0], [true, true, true]);
	await after.context.close();
});

await ok('no class is one of a token and of something else', () => disjoint(top));

/* The reader's choice against the system's is a rule of its own in the style. */
const schemes = [['light', 0, 'light'], ['dark', 0, 'dark'],
	['dark', 1, 'light'], ['light', 2, 'dark']];
const painted = makePage(top, tokens(top, dir, join(scratch, 'tokens')));
const papers = {};

for (const [colorScheme, chosen, theme] of schemes) {
	const how = chosen ? `${theme} chosen where the system is ${colorScheme}`
		: `${theme} as the system is`;
	const colours = async (file) => {
		const { page, context } = await visit(browser, file, { colorScheme });

		await page.keyboard.press('s');
		await page.keyboard.press('s');
		for (let i = 0; i < chosen; i++)
			await page.keyboard.press('t');
		const result = await wrongColours(page);

		await context.close();
		return result;
	};

	await ok(`each token has its colour, each line its background: ${how}`, async () => {
		const every = await colours(painted);

		same(every.wrong, [], 'the page of every token');
		same(everywhere.filter((what) => !every.seen.has(what)),
			[], 'what it does not have');
		same((await colours(plain)).wrong, [], 'the page of the series');
		papers[theme] ??= JSON.stringify(every.values);
		same(JSON.stringify(every.values), papers[theme], theme);
		same(papers.light === papers.dark, false, 'light as dark');
	});
}

for (const [what, rule, words] of [
	['a number like a deletion', '.diff .t-number { background: var(--del) }',
		'number, added: '],
	['a string like a sign', '.diff .t-string { color: var(--soft) }', 'string, added: '],
	['a keyword that cannot be selected',
		'.diff .t-keyword { user-select: none }', 'keyword, added: '],
	['a deletion like an addition', '.diff .d { background: var(--add) }', 'title, removed: '],
	['a comment that is pale', ':root { --t-comment: #999 }', 'comment, added: contrast '],
]) {
	await ok(`such a check sees ${what}`, async () => {
		const file = join(scratch, 'painted.html');

		writeFileSync(file, readFileSync(painted, 'utf8').replace(/<meta http-equiv[^>]*>/,
			'').replace('</head>', `<style>${rule}</style></head>`));
		const { page, context } = await visit(browser, file);
		const { wrong } = await wrongColours(page);

		await context.close();
		if (!wrong.some((text) => text.startsWith(words)))
			throw new Error(JSON.stringify(wrong));
	});
}

for (const colorScheme of ['light', 'dark']) {
	for (const [name, viewport] of [['wide', { width: 1500, height: 1000 }],
			['narrow', { width: 320, height: 800 }]]) {
		for (const split of [false, true]) {
			await ok(`axe finds nothing: ${colorScheme}, ${name}, ${split
					? 'split' : 'unified'}`, async () => {
				const { page, context } = await visit(browser,
					rich, { colorScheme, viewport });

				if (split)
					await page.keyboard.press('s');
				await page.evaluate(() => document.querySelectorAll('details')
					.forEach((item) => { item.open = true; }));
				same(await violations(page), []);
				await context.close();
			});
		}
	}
	await ok(`axe finds nothing in the list of keys: ${colorScheme}`, async () => {
		const { page, context } = await visit(browser, plain, { colorScheme });

		await page.keyboard.press('?');
		same(await violations(page), []);
		await context.close();
	});
}

await ok('axe would find it: text in the colour of the paper', async () => {
	const { page, context } = await visit(browser,
		damaged('pale.html', (text) => text.replace(/<meta http-equiv[^>]*>/, '')
		.replace('</head>', '<style>.mast p { color: #eee !important }</style></head>')));

	same((await violations(page)).some((text) => text.startsWith('color-contrast')), true);
	await context.close();
});

/* 1280 pixels at 400 %. */
for (const split of [false, true]) {
	await ok(`at 400 % nothing has to be scrolled sideways: ${split ? 'split' : 'unified'}`,
			async () => {
		const { page, context } = await visit(browser,
			rich, { viewport: { width: 320, height: 256 } });

		if (split)
			await page.keyboard.press('s');
		await page.evaluate(() => document.querySelectorAll('details')
			.forEach((item) => { item.open = true; }));
		same(await page.evaluate(() => document.documentElement.scrollWidth),
			320, 'the width');
		// Tables of data may scroll in a frame of their own; all else must be inside, and
		// whole.
		same(await page.evaluate(() =>
				[...document.querySelectorAll('body *')].filter((item) => {
			const box = item.getBoundingClientRect();

			return box.width && !item.closest('.vh, .scroll, .skip') &&
				(box.right > 321 || box.left < -1);
		}).map((item) => `${item.tagName}.${item.getAttribute('class')} ${
			item.textContent.slice(0, 40)}`).slice(0, 5)), [], 'what sticks out');
		same(await page.evaluate(() =>
			[...document.querySelectorAll('.diff, .neighbour, .smpl')].filter((item) =>
			item.scrollWidth > item.clientWidth + 1)
			.map((item) => item.textContent.slice(0, 60))), [], 'what is cut off');
		await context.close();
	});
}

await ok('on paper: the hunks and who wrote them, and nothing to click', async () => {
	const { page, context } = await visit(browser, plain, { colorScheme: 'dark' });

	await page.keyboard.press('s');
	await page.keyboard.press('s');
	await page.emulateMedia({ media: 'print' });
	same(await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
		'rgb(255, 255, 255)', 'paper');
	same([await page.locator('#side:visible, #tools:visible, button:visible').count(),
		await page.locator('.hunk .diff .u:visible').count(),
		await page.locator('.hunk .edit:visible').count() >= hunks.length],
		[0, hunks.length, true]);
	const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');

	same((pdf.match(/\/Type \/Page\b/g) ?? []).length > 5, true, 'pages');
	await context.close();
});

await ok('without JavaScript it can be read', async () => {
	const { page, wrong, context } = await visit(browser, plain, { javaScriptEnabled: false });

	same([await page.locator('.hunk .u').first().isVisible(),
		await page.locator('.hunk .edit').last().isVisible(), wrong], [true, true, []]);
	await context.close();
});

await ok('less than 2 MiB', () => {
	const { size } = statSync(plain);

	console.log(`# ${size} bytes`);
	same(size < 2 << 20, true, `${size} bytes`);
});

// In the time of its own thread, since the machine may have other things to do.
await ok('answers to a key within a second', async () => {
	const { page, context } = await visit(browser, plain);
	const session = await context.newCDPSession(page);

	await session.send('Performance.enable');
	const wall = await page.evaluate(() => new Promise((answer) => {
		document.addEventListener('focusin', () => requestAnimationFrame(() =>
			answer(Math.round(performance.now()))), { once: true });
		document.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
	}));
	const { metrics } = await session.send('Performance.getMetrics');
	const busy = Math.round(1000 * metrics.find(({ name }) => name === 'ThreadTime').value);

	console.log(`# ${busy} ms of its thread, ${wall} ms since the start of loading`);
	same(busy > 0 && busy < 1000, true, `${busy} ms`);
	await context.close();
});

for (const colorScheme of ['light', 'dark']) {
	const { page, context } = await visit(browser, plain,
		{ colorScheme, viewport: { width: 1440, height: 900 } });
	const copy = hunks.findIndex((hunk) =>
		hunk.hooks.some((hook) => /\/copy-[a-z]*\.cocci$/.test(hook))) + 1;

	await page.screenshot({ path: join(shots, `${colorScheme}-top.png`) });
	await page.locator(`.sitelist a[href="#hunk-${copy}"]`).first().click();
	await page.screenshot({ path: join(shots, `${colorScheme}-hunk.png`) });
	await page.keyboard.press('s');
	await page.screenshot({ path: join(shots, `${colorScheme}-split.png`) });
	await context.close();
}
await browser.close();
done();
