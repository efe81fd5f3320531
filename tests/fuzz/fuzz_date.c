/* Any text as a date. */
#include "config.h"
#include "fuzz.h"
#include "parse/date.h"

#define YEAR_S (365.2425 * 86400)

static void
fuzz(struct arena *a, struct str bytes)
{
	int64_t t, again;
	char text[40];

	(void)a;
	if (!date_parse(bytes, &t))
		return;
	FUZZ_CHECK((double)t > -10000 * YEAR_S && (double)t < 10000 * YEAR_S);
	snprintf(text, sizeof(text), "%lld", (long long)t);
	if (t >= 1000000000 && t < 4000000000) /* plausible Unix seconds are a date of their own */
		FUZZ_CHECK(date_parse(str_from(text), &again) && again == t);
}
