#include "config.h"
#include "check.h"

#include <inttypes.h>

#include "schedule/schedule.h"

#define HOUR INT64_C(3600)
#define DAY INT64_C(86400)

static int64_t
delay_of(const struct schedule_input *in, const char *name)
{
	struct schedule_input copy = *in;

	copy.name = str_from(name);
	copy.now_s = 1000000;
	return schedule_next(&copy) - copy.now_s;
}

static void
test_delay(void **state)
{
	static const struct {
		const char *claim;
		struct schedule_input in;
		int64_t want_s; /* in the middle of the jitter */
	} cases[] = {
		{ "the rhythm as configured", { .every_s = HOUR, .max_age_s = -1 }, HOUR },
		{ "a ttl raises it", { .every_s = HOUR, .ttl_s = 2 * HOUR, .max_age_s = -1 }, 2 * HOUR },
		{ "and never shortens it", { .every_s = HOUR, .ttl_s = 60, .max_age_s = 0 }, HOUR },
		{ "max-age raises it", { .every_s = HOUR, .max_age_s = 3 * HOUR }, 3 * HOUR },
		{ "a ttl counts for a day at most", { .every_s = HOUR, .ttl_s = INT64_MAX, .max_age_s = -1 }, DAY },
		{ "max-age too", { .every_s = HOUR, .max_age_s = INT64_MAX }, DAY },
		{ "one failure doubles", { .every_s = HOUR, .max_age_s = -1, .failures = 1 }, 2 * HOUR },
		{ "three make it eightfold", { .every_s = HOUR, .max_age_s = -1, .failures = 3 }, 8 * HOUR },
		{ "a day is the end of it", { .every_s = HOUR, .max_age_s = -1, .failures = 5 }, DAY },
		{ "no overflow from many failures", { .every_s = 1, .max_age_s = -1, .failures = UINT32_MAX }, DAY },
		{ "a slower rhythm than a day stays", { .every_s = 3 * DAY, .max_age_s = -1, .failures = 4 }, 3 * DAY },
		{ "gone is asked once a week", { .every_s = HOUR, .max_age_s = -1, .is_gone = true }, 7 * DAY },
		{ "a short Retry-After changes nothing", { .every_s = HOUR, .max_age_s = -1, .retry_after_s = 60 }, HOUR },
	};
	char name[32];
	size_t i;
	int k;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		for (k = 0; k < 50; k++) {
			int64_t got;

			snprintf(name, sizeof(name), "source-%d", k);
			got = delay_of(&cases[i].in, name);
			if (got < cases[i].want_s - cases[i].want_s / 10 || got > cases[i].want_s + cases[i].want_s / 10)
				fail_msg("%s: %" PRId64 " for %" PRId64, cases[i].claim, got, cases[i].want_s);
		}
}

static void
test_reading_again(void **state)
{
	char name[32];
	unsigned n_at_once = 0, n_in_a_day = 0;
	int64_t t;
	int k;

	(void)state;
	assert_true(schedule_is_read_again(STR("one"), 1000000, 1000001, 1));
	for (k = 0; k < 1000; k++) {
		snprintf(name, sizeof(name), "source-%d", k);
		n_at_once += schedule_is_read_again(str_from(name), 1000000, 1000000 + HOUR, 1000);
		for (t = 1000000; t < 1000000 + DAY; t += HOUR)
			n_in_a_day += schedule_is_read_again(str_from(name), t, t + HOUR, 1000);
	}
	assert_int_equal(n_in_a_day, 1000); /* each of them, and once */
	assert_in_range(n_at_once, 20, 70); /* a twenty-fourth of them in any hour */
}

static void
test_jitter(void **state)
{
	static const struct schedule_input in = { .every_s = HOUR, .max_age_s = -1 };
	int64_t low = INT64_MAX, high = 0, got;
	char name[32];
	int k;

	(void)state;
	assert_int_equal(delay_of(&in, "a"), delay_of(&in, "a"));
	for (k = 0; k < 1000; k++) {
		snprintf(name, sizeof(name), "source-%d", k);
		got = delay_of(&in, name);
		low = got < low ? got : low;
		high = got > high ? got : high;
	}
	assert_true(low < HOUR - 300); /* it is used to both sides */
	assert_true(high > HOUR + 300);
}

static void
test_bounds(void **state)
{
	static const struct {
		const char *claim;
		struct schedule_input in;
		int64_t least_s, most_s;
	} cases[] = {
		{ "not before Retry-After is over", { .every_s = 60, .max_age_s = -1, .retry_after_s = 5000 }, 5000, 5500 },
		{ "nor when back-off is near", { .every_s = 4900, .max_age_s = -1, .retry_after_s = 5000 }, 5000, 5500 },
		{ "a minute is never undercut by jitter", { .every_s = 60, .max_age_s = -1 }, 60, 66 },
		{ "a folder may be looked at each second", { .every_s = 1, .max_age_s = -1 }, 1, 1 },
		{ "nonsense does not become a busy loop", { .every_s = -5, .max_age_s = -7, .ttl_s = -9, .retry_after_s = -1 }, 1, 1 },
		{ "no overflow from a rhythm without end", { .every_s = INT64_MAX, .max_age_s = -1 }, DAY, INT64_MAX },
	};
	char name[32];
	size_t i;
	int k;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		for (k = 0; k < 200; k++) {
			int64_t got;

			snprintf(name, sizeof(name), "source-%d", k);
			got = delay_of(&cases[i].in, name);
			if (got < cases[i].least_s || got > cases[i].most_s)
				fail_msg("%s: %" PRId64, cases[i].claim, got);
		}
}

static void
test_first(void **state)
{
	int64_t got, seen[60] = { 0 };
	char name[32];
	int k, n = 0;

	(void)state;
	assert_int_equal(schedule_first(STR("a"), 1000, HOUR, 100), 1000);
	for (k = 0; k < 1000; k++) {
		snprintf(name, sizeof(name), "source-%d", k);
		got = schedule_first(str_from(name), 1000, HOUR, 1000) - 1000;
		assert_in_range(got, 0, 59);
		seen[got]++;
		assert_in_range(schedule_first(str_from(name), 1000, 5, 1000), 1000, 1004);
		assert_int_equal(schedule_first(str_from(name), 1000, 0, 1000), 1000);
	}
	for (k = 0; k < 60; k++)
		n += seen[k] > 0;
	assert_int_equal(n, 60); /* no second is left out */
}

static void
test_gaps(void **state)
{
	static const struct {
		const char *name;
		bool has_gap;
		int64_t now_s;
		unsigned want;
	} polls[] = {
		{ "no gap, nothing happens", false, 1000, 0 },
		{ "a gap halves the interval", true, 2000, 1 },
		{ "another one halves it again", true, 3000, 2 },
		{ "calm of less than a day changes nothing", false, 3000 + SCHEDULE_CALM_S - 1, 2 },
		{ "a calm day takes one back", false, 3000 + SCHEDULE_CALM_S, 1 },
		{ "and needs another for the next", false, 3001 + SCHEDULE_CALM_S, 1 },
		{ "which comes", false, 3000 + 2 * SCHEDULE_CALM_S, 0 },
	};
	struct schedule_input in = { .name = STR("x"), .now_s = 0, .every_s = 3600, .max_age_s = -1 };
	unsigned gaps = 0;
	int64_t gap_s = 0;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(polls); i++) {
		schedule_note_gap(&gaps, &gap_s, polls[i].has_gap, polls[i].now_s);
		if (gaps != polls[i].want)
			fail_msg("%s: %u", polls[i].name, gaps);
	}
	in.gaps = 1;
	assert_in_range(schedule_next(&in), 1800 - 180, 1800 + 180);
	in.gaps = 1000;
	assert_in_range(schedule_next(&in), 450 - 45, 450 + 45); /* halved again it would be too fast */
	in.max_age_s = 3600; /* what the server says still counts */
	assert_in_range(schedule_next(&in), 3600 - 360, 3600 + 360);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gaps), cmocka_unit_test(test_delay),
		cmocka_unit_test(test_reading_again),
		cmocka_unit_test(test_jitter),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
