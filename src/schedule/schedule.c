#include "config.h"
#include "schedule/schedule.h"

#include "base/hash.h"

#define JITTER_SEED 1U
#define FIRST_SEED 2U
#define AGAIN_SEED 3U
#define DAY_S INT64_C(86400)

static int64_t
clamp(int64_t v, int64_t low, int64_t high)
{
	return v < low ? low : v > high ? high : v;
}

static int64_t
larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Doubles once a failure up to a day; a rhythm slower than that stays. */
static int64_t
back_off(int64_t delay_s, unsigned failures)
{
	unsigned i;

	for (i = 0; i < failures && delay_s < SCHEDULE_MAX_S; i++)
		delay_s = delay_s > SCHEDULE_MAX_S / 2 ? SCHEDULE_MAX_S : 2 * delay_s;
	return delay_s;
}

/* -10 % to +10 % of delay_s, the same for a name each time; whole seconds, so that the shortest rhythms have none. */
static int64_t
jitter(struct str name, int64_t delay_s)
{
	int64_t width_s = delay_s / 100 * SCHEDULE_JITTER_PERCENT + delay_s % 100 * SCHEDULE_JITTER_PERCENT / 100;

	return (int64_t)(hash_fast(name, JITTER_SEED) % (uint64_t)(2 * width_s + 1)) - width_s;
}

/* A source that shows too little of itself for its rhythm is asked more often, unless that is fast already. */
static int64_t
halve(int64_t every_s, unsigned gaps)
{
	unsigned i;

	for (i = 0; i < gaps && i < SCHEDULE_GAPS_MAX && every_s / 2 >= SCHEDULE_GAP_MIN_S; i++)
		every_s /= 2;
	return every_s;
}

void
schedule_note_gap(unsigned *gaps, int64_t *gap_s, bool has_gap, int64_t now_s)
{
	if (has_gap) {
		*gaps += *gaps < SCHEDULE_GAPS_MAX;
		*gap_s = now_s;
	} else if (*gaps > 0 && now_s - *gap_s >= SCHEDULE_CALM_S) {
		*gaps -= 1;
		*gap_s = now_s;
	}
}

int64_t
schedule_next(const struct schedule_input *in)
{
	int64_t every_s = halve(clamp(in->every_s, 1, INT64_MAX / 4), in->gaps);
	int64_t floor_s = every_s < SCHEDULE_MIN_S ? every_s : SCHEDULE_MIN_S;
	int64_t delay_s = every_s, wait_s = clamp(in->retry_after_s, 0, INT64_MAX / 4), due_s;

	delay_s = larger(delay_s, clamp(in->ttl_s, 0, SCHEDULE_MAX_S));
	delay_s = larger(delay_s, clamp(in->max_age_s, 0, SCHEDULE_MAX_S));
	delay_s = back_off(delay_s, in->failures);
	if (in->is_gone)
		delay_s = larger(delay_s, SCHEDULE_GONE_S);
	delay_s = larger(delay_s + jitter(in->name, delay_s), floor_s);
	if (wait_s > 0 && delay_s < wait_s) /* upwards only, so that a crowd told to wait does not come back at once */
		delay_s = wait_s + larger(jitter(in->name, wait_s), 0);
	return __builtin_add_overflow(in->now_s, delay_s, &due_s) ? INT64_MAX : due_s;
}

bool
schedule_is_read_again(struct str name, int64_t last_s, int64_t now_s, size_t n_sources)
{
	int64_t own_s = (int64_t)(hash_fast(name, AGAIN_SEED) % (uint64_t)DAY_S);

	return n_sources <= SCHEDULE_SPREAD_FROM || (last_s - own_s) / DAY_S != (now_s - own_s) / DAY_S;
}

int64_t
schedule_first(struct str name, int64_t now_s, int64_t every_s, size_t n_sources)
{
	int64_t span_s = clamp(every_s, 1, SCHEDULE_SPREAD_S);

	if (n_sources <= SCHEDULE_SPREAD_FROM)
		return now_s;
	return now_s + (int64_t)(hash_fast(name, FIRST_SEED) % (uint64_t)span_s);
}
