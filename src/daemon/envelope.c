#include "config.h"
#include "daemon/envelope.h"

#include <math.h>
#include <stdio.h>

#include "base/mem.h"

#define NEWEST_WEIGHT 0.3 /* of a reading against all before it */
#define MANY_TIMES 4.0    /* more or fewer items than usual, for a doubt */
#define TITLE_TIMES 2.0
#define DATED_LOSS 0.6    /* of the share of articles with a date */
#define HOSTS_MAX 64U     /* different ones of a list that are counted */

/* ---- measuring ---- */

static struct str
host_of(struct str url)
{
	size_t at = str_find(url, STR("://"));
	struct str rest = at == STR_NPOS ? STR_NONE : str_skip(url, at + 3);

	return str_head(rest, str_find_char(rest, '/'));
}

static void
copy(char *to, size_t size, struct str from)
{
	if (from.n >= size || str_find_char(from, '\n') != STR_NPOS)
		from = STR_NONE;
	memcpy(to, from.n > 0 ? from.p : "", from.n);
	to[from.n] = '\0';
}

static struct str
usual_host(const struct article *v, uint32_t n)
{
	struct {
		struct str name;
		uint32_t n;
	} hosts[HOSTS_MAX];
	uint32_t i, k, n_hosts = 0, best = 0;

	for (i = 0; i < n; i++) {
		struct str host = host_of(v[i].url);

		for (k = 0; k < n_hosts && !str_eq_nocase(hosts[k].name, host); k++)
			;
		if (k == HOSTS_MAX)
			continue;
		if (k == n_hosts) {
			hosts[n_hosts].name = host;
			hosts[n_hosts++].n = 0;
		}
		hosts[k].n++;
		if (hosts[k].n > hosts[best].n)
			best = k;
	}
	return n_hosts > 0 ? hosts[best].name : STR_NONE;
}

void
envelope_of(const struct document *d, struct envelope *out)
{
	const struct article *v = d->articles.v;
	uint32_t i, n = d->articles.n;

	*out = (struct envelope){ .items = n };
	for (i = 0; i < n; i++) {
		out->dated += v[i].published.is_set ? 1.0 / n : 0;
		out->title += (double)v[i].title.plain.n / n;
	}
	copy(out->host, sizeof(out->host), usual_host(v, n));
	copy(out->language, sizeof(out->language), str_head(d->language, str_find_char(d->language, '-')));
	if (d->listing == NULL)
		return;
	copy(out->container, sizeof(out->container), d->listing->container);
	copy(out->around, sizeof(out->around), d->listing->around);
}

/* ---- learning and doubting ---- */

static void
approach(double *known, double seen)
{
	*known += NEWEST_WEIGHT * (seen - *known);
}

void
envelope_learn(struct envelope *known, const struct envelope *seen)
{
	struct envelope old = *known;

	*known = *seen;
	known->items = old.items;
	known->dated = old.dated;
	known->title = old.title;
	approach(&known->items, seen->items);
	approach(&known->dated, seen->dated);
	approach(&known->title, seen->title);
}

static bool
is_far(double a, double b, double times)
{
	return fmax(a, b) > times * fmax(1, fmin(a, b));
}

/* Selectors that front pages have several of, joined by ", ": is one of them the same? */
static bool
shares_selector(const char *a, const char *b)
{
	struct str rest = str_from(a), others, x, y;

	while (str_next(&rest, ',', &x)) {
		others = str_from(b);
		while (str_next(&others, ',', &y))
			if (str_eq(str_trim(x), str_trim(y)))
				return true;
	}
	return a[0] == '\0' && b[0] == '\0';
}

const char *
envelope_doubt(const struct envelope *known, const struct envelope *seen, bool *is_weak)
{
	bool is_elsewhere = !shares_selector(known->container, seen->container);
	const char *what = NULL;
	unsigned n = 0;

	if (is_elsewhere) {
		what = "the articles stand in other elements";
		n += known->around[0] != '\0' && strcmp(known->around, seen->around) == 0 ? 1 : 2;
	}
	if (is_far(known->items, seen->items, MANY_TIMES)) {
		what = what != NULL ? what : seen->items < known->items ? "far fewer articles than usual" : "far more articles than usual";
		n++;
	}
	if (is_far(known->title, seen->title, TITLE_TIMES)) {
		what = what != NULL ? what : "titles of another length";
		n++;
	}
	if (known->dated - seen->dated > DATED_LOSS) {
		what = what != NULL ? what : "the articles' dates are gone";
		n++;
	}
	if (strcmp(known->host, seen->host) != 0) {
		what = what != NULL ? what : "the links lead to another host";
		n++;
	}
	if (known->language[0] != '\0' && seen->language[0] != '\0' && !str_is_nocase(str_from(known->language), seen->language)) {
		what = what != NULL ? what : "the page is in another language";
		n += 2;
	}
	*is_weak = n == 1 && is_elsewhere;
	return n >= 2 || *is_weak ? what : NULL;
}

/* ---- the ledger's form ---- */

char *
envelope_write(const struct envelope *v)
{
	return mem_printf("items %.2f\ndated %.3f\ntitle %.2f\nhost %s\ncontainer %s\naround %s\nlanguage %s\n", v->items, v->dated, v->title, v->host,
	    v->container, v->around, v->language);
}

int
envelope_read(const char *text, struct envelope *out)
{
	const struct {
		const char *key;
		double *number;
		char *string;
		size_t size;
	} keys[] = { { "items ", &out->items, NULL, 0 }, { "dated ", &out->dated, NULL, 0 }, { "title ", &out->title, NULL, 0 },
		{ "host ", NULL, out->host, sizeof(out->host) }, { "container ", NULL, out->container, sizeof(out->container) },
		{ "around ", NULL, out->around, sizeof(out->around) }, { "language ", NULL, out->language, sizeof(out->language) } };
	struct str rest = str_from(text), line, value;
	unsigned n = 0;
	size_t i;

	*out = (struct envelope){ .items = 0 };
	while (str_next(&rest, '\n', &line)) {
		for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
			if (!str_starts(line, str_from(keys[i].key)))
				continue;
			value = str_skip(line, strlen(keys[i].key));
			if (keys[i].number == NULL)
				copy(keys[i].string, keys[i].size, value);
			else if (str_to_double(value, keys[i].number) != 0)
				return -1;
			n++;
		}
	}
	return n + 1 >= sizeof(keys) / sizeof(keys[0]) ? 0 : -1; /* older ones have no language */
}
