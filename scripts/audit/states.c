// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does each site name the requested namespace, and if not, should it?
 */
#include "audit/audit.h"
#include "lib/text.h"

#include <string.h>

static bool any_of_level(const struct site *site, const char *level)
{
	for (guint i = 0; i < site->hooks->len; i++) {
		const struct hook *hook = site->hooks->pdata[i];

		if (text_has_word(hook_field(hook, "Level"), level))
			return true;
	}
	return false;
}

/*
 * Do most namespaces have it, or are they known not to need it? A site that only two or three have
 * is specific to them.
 */
static bool shared(const struct site *site, const struct names *names, int ns)
{
	guint count = 0;

	for (int i = 0; i < NS_MAX; i++)
		count += i != ns && (site->lines[i] || site->holes[i]);
	return site->exception || 2 * count > names->list->len - 1;
}

/* Members of structures, and functions that take references, belong to every level. */
static bool of_every_level(const char *form)
{
	return !strcmp(form, REFERENCES) ||
	       g_regex_match_simple("^(\\w+_)?@_(ns|namespace)$", form, G_REGEX_RAW, 0);
}

/*
 * Is a site about what a namespace of this level does not have? At level framework it has no flag,
 * no operations and no limits. Which forms list these is known from the sites whose hooks are of
 * level full.
 */
static bool is_beyond(const struct site *site, const GPtrArray *sites, const char *level)
{
	if (strcmp(level, "framework") || of_every_level(site->form))
		return false;
	if (g_str_has_suffix(site->form, "NEW@") ||
	    g_regex_match_simple("@ns_|^to_@_ns\\(\\)|ns_tree_", site->form, 0, 0))
		return true;
	for (guint i = 0; i < sites->len; i++) {
		const struct site *other = sites->pdata[i];

		if (!strcmp(other->form, site->form) && !strcmp(other->cover, "hook") &&
		    !any_of_level(other, level))
			return true;
	}
	return false;
}

static const char *state_of(const struct site *site, const GPtrArray *sites,
			    const struct names *names, int ns, const char *level)
{
	if (site->lines[ns])
		return "wired";
	if (!strcmp(site->cover, "hook"))
		return any_of_level(site, level) ? "lost" : "level";
	if (strcmp(site->cover, "uncovered"))
		return site->cover;
	if (is_beyond(site, sites, level))
		return "level";
	return shared(site, names, ns) ? "missing" : "few";
}

/**
 * states_set() - set each site's state
 * @sites: struct site, after cover()
 * @names: the tree's namespaces
 * @ns: the requested one
 * @level: the level of its series
 */
void states_set(GPtrArray *sites, const struct names *names, int ns, const char *level)
{
	for (guint i = 0; i < sites->len; i++) {
		struct site *site = sites->pdata[i];

		site->state = state_of(site, sites, names, ns, level);
	}
}

/**
 * state_is_bad() - does a state say that the namespace is not where it should be?
 * @state: the state
 */
bool state_is_bad(const char *state)
{
	return !strcmp(state, "lost") || !strcmp(state, "missing");
}

/**
 * state_is_open() - does a state say that somebody has to look at the site?
 * @state: the state
 */
bool state_is_open(const char *state)
{
	return state_is_bad(state) || !strcmp(state, "few");
}
