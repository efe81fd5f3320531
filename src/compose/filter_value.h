/* The right side of a comparison: which operators a type has, and what may stand behind them. */
#ifndef COMPOSE_FILTER_VALUE_H
#define COMPOSE_FILTER_VALUE_H

#include "base/regex.h"
#include "compose/filter.h"

enum filter_relation {
	RELATION_EQUAL = 0,
	RELATION_MATCHES,
	RELATION_CONTAINS,
	RELATION_IN,
	RELATION_LESS,
	RELATION_AT_MOST,
	RELATION_MORE,
	RELATION_AT_LEAST
};

struct filter_operand {
	struct regex *regex; /* for texts: what it says, as a pattern */
	double number;       /* for the other types */
};

/* Takes the operator. A field of type VIEW_TRUTH may have none: *has is false then. */
int filter_relation_read(struct filter_reader *r, const struct view_name *field, enum filter_relation *out, bool *is_negated, bool *has);
bool filter_relation_holds(enum filter_relation relation, double x, double y);

/* The value of the next token, which is not taken. */
int filter_value_read(struct filter_reader *r, const struct view_name *field, enum filter_relation relation, struct filter_operand *out);

#endif
