/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef NSGEN_CHECKS_STEPS_H
#define NSGEN_CHECKS_STEPS_H

#include "parsed.h"

/**
 * enum step_kind - what a step does
 * @DO: an expression
 * @TEST: goes to the next step if a condition holds, else to @to
 * @PICK: goes to the next step or to @to: a switch
 * @JUMP: goes to @to
 * @LABEL: nothing; it may be jumped to
 * @CASE: nothing; a switch may get here
 * @RETURN: leaves the function
 * @STOP: nothing comes after it
 */
enum step_kind { DO, TEST, PICK, JUMP, LABEL, CASE, RETURN, STOP };

/**
 * struct step - a step of a function
 * @kind: what it does
 * @first: its first token: of the expression, the condition, or of the statement
 * @end: the token after its last
 * @to: a step, for TEST, PICK and JUMP; for CASE the number of its switch
 * @depth: how many conditions, loops and blocks it is in
 */
struct step {
	enum step_kind kind;
	int first, end;
	int to;
	int depth;
};

/**
 * struct flow - a function as steps
 * @steps: the steps; a loop runs once or not at all
 * @lost: the token at which the function cannot be read; 0 if it can
 */
struct flow {
	GArray *steps;
	int lost;
};

struct flow *flow_new(const struct parsed *parsed, const struct function *function);
void flow_free(struct flow *flow);
const struct step *flow_step(const struct flow *flow, int i);

typedef struct flow Flow;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Flow, flow_free)

#endif
