// SPDX-License-Identifier: GPL-2.0-only
//
// Build HTML as text. A value in html`…${value}…` is escaped unless html`` itself made it, so
// nothing is left unescaped by mistake: the contents of a page come from others.

class Markup {
	constructor(text) {
		this.text = text;
	}

	toString() {
		return this.text;
	}
}

const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** visible() - text with its control characters made visible, mostly as U+2400 and up */
export function visible(text) {
	return String(text)
		// eslint-disable-next-line no-control-regex
		.replace(/[\0-\x08\x0b-\x1f]/g,
			(c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
		.replace(/[\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, (c) =>
			`<U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}>`);
}

/** escape() - text as HTML */
export function escape(text) {
	return visible(text).replace(/[&<>"']/g, (c) => entities[c]);
}

/** raw() - text of this program that is HTML already */
export function raw(text) {
	return new Markup(text);
}

function put(value) {
	if (value === null || value === undefined || value === false)
		return '';
	if (value instanceof Markup)
		return value.text;
	if (Array.isArray(value))
		return value.map(put).join('');
	return escape(value);
}

/*
 * Templates span several lines for readability: an indented line that begins with a tag is joined
 * to the previous line directly, any other with a space.
 */
const joined = new WeakMap();

function join(strings) {
	if (!joined.has(strings))
		joined.set(strings, strings.map((text) =>
			text.replace(/\n\t+(?=<)/g, '').replace(/\n\t+/g, ' ')));
	return joined.get(strings);
}

/** html`` - markup with values in it */
export function html(strings, ...values) {
	return new Markup(join(strings).reduce((text, string, i) =>
		text + put(values[i - 1]) + string));
}
