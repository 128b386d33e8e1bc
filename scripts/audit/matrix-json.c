// SPDX-License-Identifier: GPL-2.0-only
/*
 * The result of an audit, for programs. Documentation/audit.md describes the members. Nothing in it
 * depends on this machine.
 */
#include "audit/audit.h"
#include "lib/json.h"
#include "lib/version.h"

#include <stdio.h>
#include <string.h>

static void put_namespaces(JsonBuilder *json, const struct names *names)
{
	json_builder_set_member_name(json, "namespaces");
	json_builder_begin_array(json);
	for (guint i = 0; i < names->list->len; i++) {
		const struct ns *ns = names->list->pdata[i];

		json_builder_begin_object(json);
		json_member(json, "name", ns->stem);
		if (ns->flag)
			json_member(json, "flag", ns->flag);
		if (ns->member)
			json_member(json, "member", ns->member);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
}

static void put_cells(JsonBuilder *json, const struct site *site, const struct names *names)
{
	json_builder_set_member_name(json, "cells");
	json_builder_begin_object(json);
	for (guint i = 0; i < names->list->len; i++) {
		const struct ns *ns = names->list->pdata[i];

		if (!site->lines[i])
			continue;
		json_builder_set_member_name(json, ns->stem);
		json_builder_begin_object(json);
		json_member(json, "file", site->files ? site->files[i] : site->file);
		json_number(json, "line", site->lines[i]);
		json_builder_end_object(json);
	}
	json_builder_end_object(json);
	json_builder_set_member_name(json, "holes");
	json_builder_begin_object(json);
	for (guint i = 0; i < names->list->len; i++) {
		const struct ns *ns = names->list->pdata[i];

		if (!site->lines[i])
			json_member(json, ns->stem, site->holes[i] ? site->holes[i] : "");
	}
	json_builder_end_object(json);
}

static void put_site(JsonBuilder *json, const struct audit *audit, const struct site *site)
{
	json_builder_begin_object(json);
	if (!site->files)
		json_member(json, "file", site->file);
	json_member(json, "construct", site->name);
	json_member(json, "kind", site->kind);
	json_member(json, "form", site->form);
	if (!site->files)
		json_number(json, "line", site->line);
	put_cells(json, site, audit->names);
	json_member(json, "covered", site->cover);
	json_builder_set_member_name(json, "hooks");
	json_builder_begin_array(json);
	for (guint i = 0; i < site->hooks->len; i++)
		json_builder_add_string_value(json,
					      ((const struct hook *)site->hooks->pdata[i])->path);
	json_builder_end_array(json);
	if (site->why)
		json_member(json, "why", site->why);
	if (site->state)
		json_member(json, "state", site->state);
	json_builder_end_object(json);
}

/**
 * audit_print_json() - print the matrix as JSON
 * @audit: the result
 */
void audit_print_json(const struct audit *audit)
{
	g_autoptr(JsonBuilder) json = json_builder_new();
	g_autofree char *text = NULL;

	json_builder_begin_object(json);
	json_member(json, "nsgen", NSGEN_VERSION);
	json_member(json, "release", audit->tree->release);
	if (audit->ns >= 0)
		json_member(json, "name",
			    ((struct ns *)audit->names->list->pdata[audit->ns])->stem);
	put_namespaces(json, audit->names);
	json_builder_set_member_name(json, "sites");
	json_builder_begin_array(json);
	for (guint i = 0; i < audit->finds->sites->len; i++)
		put_site(json, audit, audit->finds->sites->pdata[i]);
	json_builder_end_array(json);
	json_builder_set_member_name(json, "unseen");
	json_builder_begin_array(json);
	for (guint i = 0; i < audit->unseen->len; i++) {
		const struct unseen *unseen = audit->unseen->pdata[i];

		json_builder_begin_object(json);
		json_member(json, "file", unseen->file);
		json_member(json, "hook", unseen->hook->path);
		if (unseen->state)
			json_member(json, "state", unseen->state);
		json_builder_end_object(json);
	}
	json_builder_end_array(json);
	json_number(json, "uncovered", audit->uncovered);
	if (audit->ns >= 0)
		json_number(json, "bad", audit->bad);
	json_builder_end_object(json);
	text = json_print(json);
	fputs(text, stdout);
}
