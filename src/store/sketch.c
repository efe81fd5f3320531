#include "config.h"
#include "store/sketch.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/utf8.h"

#define WORDS_MAX 200U      /* of the text: who, what, where and when stand at its beginning */
#define TEXT_MAX (16U << 10) /* bytes of it that are looked at */
#define STEM_CHARS 5U       /* "elect" of election, elections and elected */
#define WORD_CHARS_MIN 4U   /* shorter words are of every text; names and numbers excepted */
#define NAME_WEIGHT 3U      /* of numbers, and of words with a capital letter: names more often than not */
#define FEATURES_MIN 12U    /* fewer say nothing */
#define FEATURES_FEW 40U    /* of a few more must agree … */
#define SAME_OF_FEW 0.5     /* … as much as this, … */
#define SAME 0.34           /* … of many less: measured, see tests/test_cluster.c */
#define NUMBERS_MIN 2U      /* in both, before they are heard */
#define SAME_IN_SPITE 0.75  /* of numbers that disagree: one of the two has mistyped */

/* A sketch in the making. */
struct making {
	uint64_t features[SKETCH_FEATURES_MAX];
	uint32_t n;
	struct sketch *out;
};

struct word {
	char stem[4 * STEM_CHARS];
	size_t n;       /* bytes */
	unsigned chars; /* of the whole word */
	bool is_name, has_digit;
};

static void
add_feature(struct making *m, uint64_t hash)
{
	if (m->n < SKETCH_FEATURES_MAX)
		m->features[m->n++] = hash;
}

/* "1,8" and "1.8" are one number; single digits and years are in too many texts to tell anything. */
static void
add_number(struct making *m, struct str s)
{
	char digits[16];
	size_t i, n = 0;
	bool is_year = s.n == 4 && ((s.p[0] == '1' && s.p[1] == '9') || (s.p[0] == '2' && s.p[1] == '0'));

	for (i = 0; i < s.n && n < sizeof(digits); i++)
		digits[n++] = s.p[i] == ',' ? '.' : s.p[i];
	for (i = 0; i < (n > 1 ? NAME_WEIGHT : 1); i++)
		add_feature(m, hash_fast((struct str){ digits, n }, 16 + i));
	if (n > 1 && !is_year && m->out->n_numbers < SKETCH_NUMBERS_MAX)
		m->out->numbers[m->out->n_numbers++] = (uint16_t)hash_fast((struct str){ digits, n }, 1);
}

static void
add_word(struct making *m, const struct word *w, bool is_title)
{
	unsigned i, weight = w->is_name && !is_title ? NAME_WEIGHT : 1;

	if (w->chars < WORD_CHARS_MIN && !w->has_digit)
		return;
	for (i = 0; i < weight; i++)
		add_feature(m, hash_fast((struct str){ w->stem, w->n }, 3 + i));
}

/* Digits with points or commas between them: where they end, or start when there is no number. */
static size_t
number_end(struct str s, size_t i)
{
	size_t at = i;

	while (at < s.n && ascii_is_digit(s.p[at])) {
		at++;
		if (at + 1 < s.n && (s.p[at] == '.' || s.p[at] == ',') && ascii_is_digit(s.p[at + 1]))
			at++;
	}
	return at < s.n && (ascii_is_alpha(s.p[at]) || (unsigned char)s.p[at] >= 0xc0) ? i : at; /* "3d" is a word */
}

/* Scripts that write no spaces: each pair of neighbours is a word. */
static bool
is_ideograph(uint32_t c)
{
	return (c >= 0x3040 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7a3);
}

static size_t
read_word(struct str s, size_t i, struct word *w)
{
	size_t before = i;
	uint32_t c, low;

	*w = (struct word){ .n = 0 };
	while (i < s.n) {
		before = i;
		c = utf8_next(s, &i);
		if (utf8_is_mark(c))
			return before;
		if (is_ideograph(c)) {
			if (w->chars > 0 && w->n <= sizeof(w->stem) - 4)
				w->n += utf8_put(c, w->stem + w->n);
			if (w->chars > 0) { /* a pair, or the end of a word of another script */
				w->chars = WORD_CHARS_MIN;
				return before;
			}
		}
		low = utf8_lower(c);
		if (w->chars == 0)
			w->is_name = low != c;
		w->has_digit = w->has_digit || (c >= '0' && c <= '9');
		if (w->chars++ < STEM_CHARS || w->has_digit)
			if (w->n <= sizeof(w->stem) - 4)
				w->n += utf8_put(low, w->stem + w->n);
	}
	return i;
}

static size_t
skip_markup(struct str s, size_t i)
{
	size_t end = str_find_char(str_skip(s, i), s.p[i] == '<' ? '>' : ';');

	return end == STR_NPOS || (s.p[i] == '&' && end > 8) ? i + 1 : i + end + 1;
}

static void
read_text(struct making *m, struct str s, bool is_html, bool is_title)
{
	unsigned n_words = 0;
	size_t i = 0, end;
	struct word w;

	s = utf8_head(s, TEXT_MAX);
	while (i < s.n && n_words < WORDS_MAX) {
		if (is_html && (s.p[i] == '<' || s.p[i] == '&')) {
			i = skip_markup(s, i);
			continue;
		}
		end = number_end(s, i);
		if (end > i) {
			add_number(m, (struct str){ s.p + i, end - i });
			n_words++;
			i = end;
			continue;
		}
		end = read_word(s, i, &w);
		if (end == i) { /* a mark */
			utf8_next(s, &i);
			continue;
		}
		add_word(m, &w, is_title);
		n_words++;
		i = end;
	}
}

static int
by_number(const void *a, const void *b)
{
	uint16_t x = *(const uint16_t *)a, y = *(const uint16_t *)b;

	return (x > y) - (x < y);
}

static uint16_t
sort_once(uint16_t *v, size_t n)
{
	size_t i, k = 0;

	if (n > 1)
		qsort(v, n, sizeof(*v), by_number);
	for (i = 0; i < n; i++)
		if (k == 0 || v[k - 1] != v[i])
			v[k++] = v[i];
	return (uint16_t)k;
}

static uint64_t
mix(uint64_t h)
{
	h ^= h >> 33;
	h *= UINT64_C(0xff51afd7ed558ccd);
	h ^= h >> 33;
	h *= UINT64_C(0xc4ceb9fe1a85ec53);
	return h ^ (h >> 33);
}

/* One hash of a feature gives three numbers of 21 bits; the minimum of each over all features is a coin weighed by what is shared. */
static void
make_bands(const struct making *m, uint32_t bands[SKETCH_BANDS])
{
	const uint64_t mask = (UINT64_C(1) << 21) - 1;
	uint64_t low[3], h;
	uint32_t i, band;
	int k;

	for (band = 0; band < SKETCH_BANDS; band++) {
		low[0] = low[1] = low[2] = mask;
		for (i = 0; i < m->n; i++) {
			h = mix(m->features[i] + band * UINT64_C(0x9e3779b97f4a7c15));
			for (k = 0; k < 3; k++, h >>= 21)
				if ((h & mask) < low[k])
					low[k] = h & mask;
		}
		bands[band] = (uint32_t)mix((low[0] << 42 | low[1] << 21 | low[2]) + band);
	}
}

bool
sketch_of(const struct article *a, struct sketch *out, uint32_t bands[SKETCH_BANDS])
{
	struct making m = { .out = out };
	bool is_html = a->content_html.n > 0;
	struct str text = is_html ? a->content_html : a->content_text;
	uint32_t i;

	out->n = out->n_numbers = 0;
	if (text.n < a->summary.plain.n) {
		text = a->summary.plain;
		is_html = false;
	}
	read_text(&m, a->title.plain, false, true);
	read_text(&m, text, is_html, false);
	for (i = 0; i < m.n; i++)
		out->features[i] = (uint16_t)(m.features[i] >> 20);
	out->n = sort_once(out->features, m.n);
	out->n_numbers = sort_once(out->numbers, out->n_numbers);
	if (out->n < FEATURES_MIN)
		return false;
	if (bands != NULL)
		make_bands(&m, bands);
	return true;
}

static unsigned
count_common(const uint16_t *x, unsigned n, const uint16_t *y, unsigned m)
{
	unsigned i = 0, k = 0, common = 0;

	while (i < n && k < m) {
		common += x[i] == y[k];
		if (x[i] < y[k])
			i++;
		else if (x[i] > y[k])
			k++;
		else
			i++, k++;
	}
	return common;
}

double
sketch_likeness(const struct sketch *x, const struct sketch *y)
{
	unsigned common = count_common(x->features, x->n, y->features, y->n), all = x->n + y->n - common;
	unsigned fewer = x->n_numbers < y->n_numbers ? x->n_numbers : y->n_numbers;
	double likeness = all > 0 ? (double)common / all : 0;

	if (fewer >= NUMBERS_MIN && likeness < SAME_IN_SPITE && 2 * count_common(x->numbers, x->n_numbers, y->numbers, y->n_numbers) <= fewer)
		return 0;
	return likeness;
}

bool
sketch_is_same_story(const struct sketch *x, const struct sketch *y, double likeness)
{
	unsigned fewer = x->n < y->n ? x->n : y->n;

	return fewer >= FEATURES_MIN && likeness >= (fewer < FEATURES_FEW ? SAME_OF_FEW : SAME);
}

void
sketch_write(const struct sketch *s, struct buf *out)
{
	buf_add(out, &s->n, sizeof(s->n));
	buf_add(out, s->features, s->n * sizeof(s->features[0]));
	buf_add(out, s->numbers, s->n_numbers * sizeof(s->numbers[0]));
}

bool
sketch_read(struct str data, struct sketch *out)
{
	size_t size = sizeof(out->features[0]);

	if (data.n < sizeof(out->n))
		return false;
	memcpy(&out->n, data.p, sizeof(out->n));
	data = str_skip(data, sizeof(out->n));
	if (out->n > SKETCH_FEATURES_MAX || data.n < out->n * size || data.n % size != 0 || data.n / size - out->n > SKETCH_NUMBERS_MAX)
		return false;
	memcpy(out->features, data.p, out->n * size);
	out->n_numbers = (uint16_t)(data.n / size - out->n);
	if (out->n_numbers > 0)
		memcpy(out->numbers, data.p + out->n * size, out->n_numbers * size);
	return true;
}
