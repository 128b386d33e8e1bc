// SPDX-License-Identifier: GPL-2.0-only
//
// The npm modules, from where scripts/sh/get-modules installs them: build/review, or a directory
// below the user's cache directory, which "nsgen review --html" names. None of their
// code is kept among our sources.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const cache = process.env.nsgen_cache ?
	pathToFileURL(process.env.nsgen_cache + '/') :
	new URL('../build/', import.meta.url);
const require = createRequire(new URL('review/package.json', cache));

export const diff2html = require('diff2html');
export const highlight = require('highlight.js/lib/core');

for (const language of ['c', 'makefile'])
	highlight.registerLanguage(language, require(`highlight.js/lib/languages/${language}`));
