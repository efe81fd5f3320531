#include "config.h"
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

int
err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
{
	va_list ap;
	struct str kept;
	char *p;

	if (e == NULL)
		return -1;
	e->kind = kind;
	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	kept = str_from(e->text);
	if (kept.n == sizeof(e->text) - 1) /* perhaps cut inside a character */
		e->text[utf8_valid_prefix(kept)] = '\0';
	for (p = e->text; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = ' ';
	return -1;
}

const char *
err_kind_name(enum err_kind kind)
{
	switch (kind) {
	case ERR_NONE:
		return "none";
	case ERR_INPUT:
		return "input";
	case ERR_REMOTE:
		return "remote";
	case ERR_LIMIT:
		return "limit";
	case ERR_LOCAL:
		return "local";
	case ERR_CANCELLED:
		return "cancelled";
	case ERR_DRIFT:
		return "drift";
	}
	return "none";
}
