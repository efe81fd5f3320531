/* Whether a value has the form that a format asks for, and nothing more: lint judges what parse/ would forgive. */
#ifndef LINT_VALUES_H
#define LINT_VALUES_H

#include "lint/report.h"

enum value {
	VALUE_ANY = 0,   /* may be empty */
	VALUE_TEXT,      /* not empty */
	VALUE_ID,        /* not empty, an IRI by its own rule */
	VALUE_TITLE,     /* plain text, not empty; HTML is a warning */
	VALUE_HTML,      /* HTML source, may be empty */
	VALUE_URL,       /* absolute IRI, any scheme */
	VALUE_WEB_URL,   /* absolute, http or https */
	VALUE_REFERENCE, /* IRI reference: may be relative */
	VALUE_DATE_822,
	VALUE_DATE_3339,
	VALUE_DATE_W3C,  /* W3CDTF: a date, or a date and time with zone */
	VALUE_NOT_NEGATIVE,
	VALUE_POSITIVE,
	VALUE_NUMBER,    /* a decimal fraction */
	VALUE_LATITUDE,
	VALUE_LONGITUDE,
	VALUE_POINT,     /* latitude and longitude */
	VALUE_GEO,       /* the same as a geo: address */
	VALUE_EMAIL,
	VALUE_RSS_PERSON, /* an e-mail address, with the name in parentheses */
	VALUE_LANGUAGE,
	VALUE_MIME,
	VALUE_UUID,
	VALUE_DURATION,  /* seconds, or [h:]mm:ss */
	VALUE_HOUR,      /* 0 to 23 */
	VALUE_NONE,      /* must be empty */
	VALUE_WORDS      /* one of a list, see value_check() */
};

/* Dates, addresses and ids: Atom allows no white space around them. */
bool value_is_strict(enum value kind);

/*
 * Reports at `at` what is wrong with a trimmed value that `what` (an element or attribute, for the message) has.
 * words: of VALUE_WORDS, separated by spaces.
 */
void value_check(struct report *r, enum value kind, const char *words, struct str value, struct str what, size_t at);

#endif
