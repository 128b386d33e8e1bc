// SPDX-License-Identifier: GPL-2.0-only
//
// The npm modules, from build/review, where scripts/sh/get-modules installs them: none of their
// code is kept among our sources.

import { createRequire } from 'node:module';

const require = createRequire(new URL('../build/review/package.json', import.meta.url));

export const diff2html = require('diff2html');
export const highlight = require('highlight.js/lib/core');

for (const language of ['c', 'makefile'])
	highlight.registerLanguage(language, require(`highlight.js/lib/languages/${language}`));
