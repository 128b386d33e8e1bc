/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_PLAN_H
#define NSGEN_PLAN_H

#include "hook/hook.h"
#include "spec/spec.h"
#include "tree/tree.h"

/**
 * struct step - a hook that applies to this tree
 * @hook: not owned
 * @file: its file in the tree
 * @number: its place in the order, from 1
 * @patch: the number of its patch, from 1
 */
struct step {
	const struct hook *hook;
	char *file;
	int number;
	int patch;
};

/**
 * struct absence - a site that this tree does not have
 * @site: not owned
 * @file: the file with the evidence
 * @line: the line; 0 for the whole file
 * @evidence: its text
 */
struct absence {
	const char *site;
	char *file;
	int line;
	char *evidence;
};

/**
 * struct plan - what will be done to a tree
 * @level: "framework" or "full"
 * @steps: struct step, in the order in which they run
 * @absences: struct absence
 * @optional: struct absence, for sites that the tree has but that are left alone; the evidence
 * says why
 * @excepted: struct absence, for those that the user leaves alone, with the user's reason
 * @refusals: GError, for sites that no hook fits; NULL: none
 * @framework: one of them belongs to level framework, too
 * @patches: struct patch_text of those patches that have steps, in order; not owned
 */
struct plan {
	const char *level;
	GPtrArray *steps;
	GPtrArray *absences;
	GPtrArray *optional;
	GPtrArray *excepted;
	GPtrArray *refusals;
	bool framework;
	GPtrArray *patches;
};

bool plan_full_possible(const struct tree *tree, bool *possible, GError **err);
const char *plan_level(const char *asked, const struct tree *tree, GError **err);
struct plan *plan_make(const struct spec *spec, const struct tree *tree, const GPtrArray *hooks,
		       const GPtrArray *patches, const char *level, bool squash, GError **err);
void plan_except(struct plan *plan, const char *site, const char *file, int line, const char *why);
void plan_free(struct plan *plan);
bool plan_absence(const struct hook *hook, const struct tree *tree, const char *file,
		  const char *text, struct absence **absence, GError **err);
void absence_free(gpointer data);
bool plan_hook_fits(const struct hook *hook, const struct tree *tree, const char *text, bool *fits,
		    GError **err);

typedef struct plan Plan;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)

#endif
