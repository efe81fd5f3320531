/* What every test program includes before cmocka, in cmocka's order. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

#define COUNT(v) (sizeof(v) / sizeof((v)[0]))

static inline void
expect_text(const char *claim, struct str got, const char *want)
{
	if (!str_is(got, want))
		fail_msg("%s: got \"%.*s\", want \"%s\"", claim, STR_ARG(got), want);
}

#endif
