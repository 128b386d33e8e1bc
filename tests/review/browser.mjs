// SPDX-License-Identifier: GPL-2.0-only
//
// TAP, and the browser: Debian's chromium, driven by playwright-core. What the page does wrong is
// collected: messages on the console, errors, and requests for anything but the page.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../../build/review/package.json', import.meta.url));
const { chromium } = require('playwright-core');

export const axe = require('axe-core').source;

let count = 0, failed = 0;

// For whoever works on one of them: only the tests whose name has this.
const only = process.argv[5] ?? '';

/** ok() - one test: fails if the function throws, or returns anything but true or undefined */
export async function ok(what, run) {
	if (!what.includes(only))
		return;
	count++;
	try {
		const result = await run();

		if (result !== undefined && result !== true)
			throw new Error(JSON.stringify(result));
		console.log(`ok ${count} - ${what}`);
	} catch (error) {
		failed++;
		console.log(`not ok ${count} - ${what}`);
		console.log(String(error.stack ?? error).split('\n')
			.slice(0, 25).map((text) => `# ${text}`).join('\n'));
	}
}

/** done() - the plan, and the exit status */
export function done() {
	console.log(`1..${count}`);
	process.exitCode = failed ? 1 : 0;
}

/** same() - throws unless two values are the same when printed */
export function same(is, want, what = '') {
	if (JSON.stringify(is) !== JSON.stringify(want))
		throw new Error(`${what} is ${JSON.stringify(is)}, not ${JSON.stringify(want)}`);
}

/* On a busy machine a page may take minutes, and is right all the same. */
const PATIENCE = 600_000;

/** launch() - the browser */
export function launch() {
	const executablePath = ['/usr/bin/chromium',
		'/usr/bin/chromium-browser'].find((path) => existsSync(path));

	// Its sandbox wants user namespaces, which root in a container may not have; it only sees
	// our own page.
	return chromium.launch({ executablePath, timeout: PATIENCE,
		args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
}

/** visit() - open a page from disk; { page, wrong } */
export async function visit(browser, file, options = {}) {
	const context = await browser.newContext({ viewport: { width: 1500, height: 1000 },
		colorScheme: 'light', ...options });
	context.setDefaultTimeout(PATIENCE);
	const page = await context.newPage();
	const url = pathToFileURL(file).href;
	const wrong = [];

	page.on('console', (message) => wrong.push(`console ${message.type()}: ${message.text()}`));
	page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
	page.on('dialog',
		(dialog) => { wrong.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
	page.on('request', (request) => request.url().split('#')[0] !== url &&
		wrong.push(`request: ${request.url()}`));
	page.on('popup', (popup) => wrong.push(`popup: ${popup.url()}`));
	await page.goto(url + (options.hash ?? ''));
	return { page, wrong, context };
}
