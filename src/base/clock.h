/*
 * Time, real or set by a test. All wall-clock readings of the program come
 * from here. Any thread.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

int64_t clock_now_s(void);  /* Unix time, seconds */
int64_t clock_now_ms(void); /* Unix time, milliseconds */
uint64_t clock_mono_ms(void); /* monotonic: differences only */

/* From now on the clock stands at unix_s (a test, or FEEDWRIGHT_CLOCK in the environment); -1 goes back to the real one. */
void clock_set(int64_t unix_s);

#define TIME_RFC3339_SIZE 32
#define TIME_HTTP_SIZE 32
/* "2022-02-26T00:00:00Z". Years outside 0001-9999 are clamped to them. */
void time_rfc3339(int64_t unix_s, char out[TIME_RFC3339_SIZE]);
/* "Sat, 26 Feb 2022 00:00:00 GMT": RFC 9110's IMF-fixdate. */
void time_http(int64_t unix_s, char out[TIME_HTTP_SIZE]);
/* "Sat, 26 Feb 2022 00:00:00 +0000": RFC 822 with a four-digit year, for RSS. */
void time_rfc822(int64_t unix_s, char out[TIME_HTTP_SIZE]);
/* An HTTP date in any of the three forms of RFC 9110, 5.6.7; -1 when it is none. */
int time_from_http(struct str s, int64_t *unix_s);

struct civil {
	int64_t year;
	int month, day, hour, minute, second; /* from 1, from 1, 0-23, 0-59, 0-60 */
};
/* Proleptic Gregorian, UTC. Fields must be in range but may name day 31 of any month. */
int64_t time_from_civil(const struct civil *c);
void time_to_civil(int64_t unix_s, struct civil *out);
int time_weekday(int64_t unix_s); /* 0 is Sunday */

#endif
