// SPDX-License-Identifier: GPL-2.0-only
//
// picture.mjs REVIEW.HTML PNG: the page in Debian's Chromium, at the hunk that copies a namespace.

import { pathToFileURL } from 'node:url';
import { launch } from './browser.mjs';

const [html, png] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage({ viewport: { width: 1440, height: 620 } });
const hunk = page.locator('.hunk', { hasText: 'cocci/nsproxy/copy-' }).first();

await page.goto(pathToFileURL(html).href);
await page.locator(`.sitelist a[href="#${await hunk.getAttribute('id')}"]`).first().click();
await page.screenshot({ path: png });
await browser.close();
