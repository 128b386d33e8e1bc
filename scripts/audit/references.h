/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_REFERENCES_H
#define NSGEN_REFERENCES_H

#include "audit/sites.h"
#include "c/tokens.h"

struct references *references_new(struct reader *reader);
void references_free(struct references *references);
void references_begin(struct references *references, const char *name,
		      const char *header);
void references_token(struct references *references, const struct token *token);
void references_end(struct references *references, const struct node *node, size_t end);
void references_sites(struct references *references);

#endif
