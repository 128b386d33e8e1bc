// SPDX-License-Identifier: GPL-2.0-only
//
// main.mjs HOME DIR: print review.html for the series in DIR; HOME contains cocci/. "nsgen review
// --html" runs it.

import { readReview } from './report.mjs';
import { page } from './page.mjs';

const [home, dir] = process.argv.slice(2);

if (!home || !dir) {
	process.stderr.write('usage: main.mjs HOME DIR\n');
	process.exit(2);
}
process.stdout.write(page(home, readReview(dir)));
