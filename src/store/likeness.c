#include "config.h"
#include "store/likeness.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/url.h"
#include "store/identity.h"

#define BODY_MAX (32U << 10)   /* bytes of a text that are looked at */
#define PAIRS_MAX 2048U        /* word pairs of it: some 12 KB of prose */
#define PAIRS_MIN 6U           /* fewer say nothing: "read more", "comments" */
#define TITLE_BYTES_MAX 512U   /* of a title */
#define TITLE_BYTES_MIN 4U     /* a title key needs them */
#define SLUG_MIN 8U            /* bytes with a letter; shorter segments (view, 2024, p1) are no name */
#define DIGIT_RUNS_MAX 16U     /* numbers of a title */
#define TELLING_BYTES 24U      /* a title of this length and … */
#define TELLING_WORDS 4U       /* … so many words: "Your week: Leo" comes back */
#define TYPO_BYTES 4U          /* in which two titles differ by a typing error: a letter lost, doubled, or two that changed places */
#define NUMBERS_MAX 128U       /* of a text */
#define CLOSE_PERCENT 75      /* of two titles' letter pairs */
#define PLANES 12U             /* counters of the hash: PAIRS_MAX fits */

/*
 * The byte as words are made of it, 0 for what parts words or needs a second look: UTF-8's
 * first bytes of punctuation and of scripts that write no spaces. Other scripts are as they are.
 */
static const uint8_t plain[256] = {
	['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8',
	['9'] = '9', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h',
	['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q',
	['R'] = 'r', ['S'] = 's', ['T'] = 't', ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z',
	['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i',
	['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r',
	['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z', [0x80] = 0x80,
	[0x81] = 0x81, [0x82] = 0x82, [0x83] = 0x83, [0x84] = 0x84, [0x85] = 0x85, [0x86] = 0x86, [0x87] = 0x87, [0x88] = 0x88,
	[0x89] = 0x89, [0x8a] = 0x8a, [0x8b] = 0x8b, [0x8c] = 0x8c, [0x8d] = 0x8d, [0x8e] = 0x8e, [0x8f] = 0x8f, [0x90] = 0x90,
	[0x91] = 0x91, [0x92] = 0x92, [0x93] = 0x93, [0x94] = 0x94, [0x95] = 0x95, [0x96] = 0x96, [0x97] = 0x97, [0x98] = 0x98,
	[0x99] = 0x99, [0x9a] = 0x9a, [0x9b] = 0x9b, [0x9c] = 0x9c, [0x9d] = 0x9d, [0x9e] = 0x9e, [0x9f] = 0x9f, [0xa0] = 0xa0,
	[0xa1] = 0xa1, [0xa2] = 0xa2, [0xa3] = 0xa3, [0xa4] = 0xa4, [0xa5] = 0xa5, [0xa6] = 0xa6, [0xa7] = 0xa7, [0xa8] = 0xa8,
	[0xa9] = 0xa9, [0xaa] = 0xaa, [0xab] = 0xab, [0xac] = 0xac, [0xad] = 0xad, [0xae] = 0xae, [0xaf] = 0xaf, [0xb0] = 0xb0,
	[0xb1] = 0xb1, [0xb2] = 0xb2, [0xb3] = 0xb3, [0xb4] = 0xb4, [0xb5] = 0xb5, [0xb6] = 0xb6, [0xb7] = 0xb7, [0xb8] = 0xb8,
	[0xb9] = 0xb9, [0xba] = 0xba, [0xbb] = 0xbb, [0xbc] = 0xbc, [0xbd] = 0xbd, [0xbe] = 0xbe, [0xbf] = 0xbf, [0xc0] = 0xc0,
	[0xc1] = 0xc1, [0xc3] = 0xc3, [0xc4] = 0xc4, [0xc5] = 0xc5, [0xc6] = 0xc6, [0xc7] = 0xc7, [0xc8] = 0xc8, [0xc9] = 0xc9,
	[0xca] = 0xca, [0xcb] = 0xcb, [0xcc] = 0xcc, [0xcd] = 0xcd, [0xce] = 0xce, [0xcf] = 0xcf, [0xd0] = 0xd0, [0xd1] = 0xd1,
	[0xd2] = 0xd2, [0xd3] = 0xd3, [0xd4] = 0xd4, [0xd5] = 0xd5, [0xd6] = 0xd6, [0xd7] = 0xd7, [0xd8] = 0xd8, [0xd9] = 0xd9,
	[0xda] = 0xda, [0xdb] = 0xdb, [0xdc] = 0xdc, [0xdd] = 0xdd, [0xde] = 0xde, [0xdf] = 0xdf, [0xe0] = 0xe0, [0xe1] = 0xe1,
	[0xea] = 0xea, [0xeb] = 0xeb, [0xec] = 0xec, [0xed] = 0xed, [0xee] = 0xee, [0xef] = 0xef, [0xf0] = 0xf0, [0xf1] = 0xf1,
	[0xf2] = 0xf2, [0xf3] = 0xf3, [0xf4] = 0xf4, [0xf5] = 0xf5, [0xf6] = 0xf6, [0xf7] = 0xf7, [0xf8] = 0xf8, [0xf9] = 0xf9,
	[0xfa] = 0xfa, [0xfb] = 0xfb, [0xfc] = 0xfc, [0xfd] = 0xfd, [0xfe] = 0xfe, [0xff] = 0xff,
};

static inline uint8_t
word_byte(unsigned char c)
{
	return c >= 0x80 ? c : plain[c];
}

/* U+2000 to U+206F, quotes, dashes and spaces, and U+00A0 to U+00BF: bytes that part words. 0 if none starts here. */
static size_t
punctuation(struct str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];

	if (c == 0xc2 && i + 1 < s.n)
		return 2;
	if (c == 0xe2 && i + 2 < s.n && ((unsigned char)s.p[i + 1] == 0x80 || (unsigned char)s.p[i + 1] == 0x81))
		return 3;
	return 0;
}

/* Scripts that write no spaces: each character is a word. U+3000 to U+9FFF. */
static inline bool
is_ideograph(unsigned char c)
{
	return c >= 0xe3 && c <= 0xe9;
}

static inline uint64_t
mix(uint64_t h)
{
	h ^= h >> 32;
	h *= UINT64_C(0xd6e8feb86659fd93);
	return h ^ (h >> 32);
}

struct pairs {
	uint64_t v[PAIRS_MAX + 8]; /* room for one more batch of zeros */
	uint32_t n;
	uint64_t last; /* word */
};

static inline void
add_word(struct pairs *p, uint64_t word)
{
	if (p->n < PAIRS_MAX)
		p->v[p->n++] = mix(word + p->last * 3);
	p->last = word;
}

/* Behind the character at i, which is part of no word, or a word of its own that is added. */
static size_t
add_special(struct pairs *p, struct str s, size_t i, bool is_html, uint64_t *word)
{
	unsigned char c = (unsigned char)s.p[i];
	const char *end;
	size_t k, gap;

	if (c == '<' && is_html) { /* sanitised: a tag ends at the next '>' */
		end = memchr(s.p + i, '>', s.n - i);
		return end != NULL ? (size_t)(end - s.p) + 1 : s.n;
	}
	gap = c >= 0x80 ? punctuation(s, i) : 1;
	if (gap > 0)
		return i + gap;
	if (is_ideograph(c) && i + 2 < s.n) {
		for (k = 0; k < 3; k++)
			*word = *word * 33 + (unsigned char)s.p[i + k];
		add_word(p, *word);
		*word = 0;
		return i + 3;
	}
	*word = *word * 33 + c; /* a letter whose first byte punctuation has too */
	return i + 1;
}

static void
add_words(struct pairs *p, struct str s, bool is_html)
{
	size_t i = 0;
	uint64_t word = 0;
	uint8_t l;

	while (i < s.n && p->n < PAIRS_MAX) {
		for (; i < s.n && (l = plain[(unsigned char)s.p[i]]) != 0; i++)
			word = word * 33 + l;
		if (i == s.n)
			break;
		if ((unsigned char)s.p[i] < 0x80 || punctuation(s, i) > 0 || is_ideograph((unsigned char)s.p[i])) {
			if (word != 0)
				add_word(p, word);
			word = 0;
		}
		i = add_special(p, s, i, is_html, &word);
	}
	if (word != 0)
		add_word(p, word);
}

static void
take_pairs(const struct article *a, struct pairs *p)
{
	bool is_html;
	struct str body = article_body(a, &is_html);

	p->n = 0;
	p->last = 0;
	add_words(p, str_head(body, BODY_MAX), is_html);
}

/* One bit in each of 64 columns: sum to *one, carries to the return value. */
static inline uint64_t
add3(uint64_t *one, uint64_t x, uint64_t y)
{
	uint64_t u = *one ^ x, carry = (*one & x) | (u & y);

	*one = u ^ y;
	return carry;
}

/*
 * SimHash: of each bit, the majority over all word pairs. Counted in 64 columns
 * at once, with the counters' bits lying across words (planes), eight pairs a round.
 */
static uint64_t
simhash(struct pairs *p)
{
	uint64_t plane[PLANES] = { 0 }, out = 0, carry, t, twos_a, twos_b, fours_a, fours_b;
	uint64_t *v = p->v;
	uint32_t i, half = p->n / 2, count;
	unsigned bit, k;

	memset(v + p->n, 0, 8 * sizeof(*v)); /* zeros count for nothing */
	for (i = 0; i < p->n; i += 8) {
		twos_a = add3(&plane[0], v[i], v[i + 1]);
		twos_b = add3(&plane[0], v[i + 2], v[i + 3]);
		fours_a = add3(&plane[1], twos_a, twos_b);
		twos_a = add3(&plane[0], v[i + 4], v[i + 5]);
		twos_b = add3(&plane[0], v[i + 6], v[i + 7]);
		fours_b = add3(&plane[1], twos_a, twos_b);
		carry = add3(&plane[2], fours_a, fours_b);
		for (k = 3; k < PLANES && carry != 0; k++) {
			t = plane[k] & carry;
			plane[k] ^= carry;
			carry = t;
		}
	}
	for (bit = 0; bit < 64; bit++) {
		for (count = 0, k = 0; k < PLANES; k++)
			count |= (uint32_t)((plane[k] >> bit) & 1U) << k;
		out |= (uint64_t)(count > half) << bit;
	}
	return out != 0 ? out : 1;
}

/* A title as it is compared: words in lower case with a space between them. */
static struct str
fold_title(struct str title, char out[TITLE_BYTES_MAX + 1])
{
	size_t i = 0, n = 0, gap;
	bool is_between = false;
	unsigned char c;

	while (i < title.n && n + 1 < TITLE_BYTES_MAX) {
		c = (unsigned char)title.p[i];
		gap = c >= 0x80 ? punctuation(title, i) : word_byte(c) == 0;
		if (gap > 0) {
			if (c != '\'' && !(gap == 3 && (unsigned char)title.p[i + 2] == 0x99)) /* no gap at an apostrophe, typed or set */
				is_between = n > 0;
			i += gap;
			continue;
		}
		if (is_between)
			out[n++] = ' ';
		is_between = false;
		out[n++] = (char)word_byte(c);
		i++;
	}
	return (struct str){ out, n };
}

static int64_t
nonzero(uint64_t hash)
{
	return hash >> 1 != 0 ? (int64_t)(hash >> 1) : 1;
}

static struct str
path_of(struct str url)
{
	struct str rest = str_skip(url, str_find(url, STR("://")) + 3);

	if (!url_is_http(url))
		return STR_NONE;
	rest = str_skip(rest, str_find_char(rest, '/'));
	return str_head(str_head(rest, str_find_char(rest, '#')), str_find_char(rest, '?'));
}

/* "/2024/05/a-fine-day.html?x=1" gives "a-fine-day". Numbers alone are no name: another system counts anew. */
static struct str
slug_of(struct str url)
{
	struct str path = path_of(url), last = STR_NONE, piece;
	size_t i, dot, n_letters;

	while (str_next(&path, '/', &piece))
		if (piece.n >= SLUG_MIN && !str_starts_nocase(piece, STR("index.")))
			last = piece;
	for (dot = last.n, i = 0; i < last.n; i++)
		if (last.p[i] == '.')
			dot = i;
	if (last.n - dot <= 6)
		last = str_head(last, dot);
	for (n_letters = 0, i = 0; i < last.n; i++)
		n_letters += ascii_is_alpha(last.p[i]) || (unsigned char)last.p[i] >= 0x80 || last.p[i] == '%';
	return last.n >= SLUG_MIN && n_letters >= SLUG_MIN / 2 ? last : STR_NONE;
}

static int64_t
slug_key(struct str url)
{
	char text[TITLE_BYTES_MAX + 1];
	struct str slug = slug_of(url);

	if (slug.n == 0)
		return 0;
	slug = fold_title(slug, text); /* so that "A_fine_day" and "a-fine-day" are one */
	return nonzero(hash_fast(slug, 2));
}

struct likeness
likeness_of(const struct article *a)
{
	char text[TITLE_BYTES_MAX + 1];
	struct str title = fold_title(a->title.plain, text);
	struct likeness l = { 0 };
	struct pairs p;

	if (title.n >= TITLE_BYTES_MIN)
		l.title_key = nonzero(hash_fast(title, 1));
	l.slug_key = slug_key(a->url);
	take_pairs(a, &p);
	if (p.n >= PAIRS_MIN)
		l.simhash = simhash(&p);
	return l;
}

/* ---- two of them ---- */

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* How many of the values of x are also in y, each as often as it is there. Sorts both. */
static uint32_t
common(uint64_t *x, uint32_t n, uint64_t *y, uint32_t m)
{
	uint32_t i = 0, k = 0, both = 0;

	qsort(x, n, sizeof(*x), by_number);
	qsort(y, m, sizeof(*y), by_number);
	while (i < n && k < m) {
		if (x[i] == y[k]) {
			both++;
			i++;
			k++;
		} else if (x[i] < y[k]) {
			i++;
		} else {
			k++;
		}
	}
	return both;
}

static int
compare_texts(struct arena *a, const struct article *x, const struct article *y)
{
	struct pairs *p = arena_alloc(a, 2 * sizeof(*p)), *q = p + 1;
	uint32_t least;

	take_pairs(x, p);
	take_pairs(y, q);
	least = p->n < q->n ? p->n : q->n;
	if (least < PAIRS_MIN)
		return TEXT_UNKNOWN;
	return (int)(common(p->v, p->n, q->v, q->n) * 100U / least);
}

/* The numbers of a title in their order, one after another. */
static struct str
numbers(struct str s, char out[TITLE_BYTES_MAX + 1])
{
	size_t i, n = 0;

	for (i = 0; i < s.n; i++)
		if (ascii_is_digit(s.p[i]))
			out[n++] = s.p[i];
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	while (n > 0 && out[n - 1] == ' ')
		n--;
	return (struct str){ out, n };
}

static uint32_t
letter_pairs(struct str s, uint64_t *out)
{
	uint32_t n = 0;
	size_t i;

	for (i = 0; i + 1 < s.n; i++)
		out[n++] = (uint64_t)(unsigned char)s.p[i] << 8 | (unsigned char)s.p[i + 1];
	return n;
}

static int
common_letters(struct str x, struct str y)
{
	uint64_t v[TITLE_BYTES_MAX], w[TITLE_BYTES_MAX];
	uint32_t n = letter_pairs(x, v), m = letter_pairs(y, w);

	return n + m == 0 ? 0 : (int)(common(v, n, w, m) * 200U / (n + m));
}

void
likeness_letters(struct str title, struct letters *out)
{
	char text[TITLE_BYTES_MAX + 1];
	size_t i;

	*out = (struct letters){ .n = 0 };
	title = fold_title(title, text);
	for (i = 0; i + 1 < title.n; i++) {
		uint32_t pair = (uint32_t)(unsigned char)title.p[i] * 31U + (unsigned char)title.p[i + 1];
		uint8_t *count = &out->count[pair % LETTER_BUCKETS];

		if (*count < UINT8_MAX) {
			*count += 1;
			out->n++;
		}
	}
}

unsigned
likeness_letters_common(const struct letters *x, const struct letters *y)
{
	unsigned i, both = 0;

	for (i = 0; i < LETTER_BUCKETS; i++)
		both += x->count[i] < y->count[i] ? x->count[i] : y->count[i];
	return x->n + y->n == 0 ? 0 : both * 200U / (x->n + y->n);
}

static bool
is_telling(struct str folded)
{
	size_t i, n = 1;

	for (i = 0; i < folded.n; i++)
		n += folded.p[i] == ' ' || is_ideograph((unsigned char)folded.p[i]);
	return folded.n >= TELLING_BYTES && n >= TELLING_WORDS;
}

/* All that differs lies in one place, and is short. */
static bool
is_typo(struct str x, struct str y)
{
	size_t least = x.n < y.n ? x.n : y.n, from = 0, to = 0;

	while (from < least && x.p[from] == y.p[from])
		from++;
	while (to < least - from && x.p[x.n - 1 - to] == y.p[y.n - 1 - to])
		to++;
	return x.n - from - to <= TYPO_BYTES && y.n - from - to <= TYPO_BYTES;
}

static void
compare_titles(struct str x, struct str y, struct comparison *out)
{
	char text[2][TITLE_BYTES_MAX + 1], digits[2][TITLE_BYTES_MAX + 1];

	x = fold_title(x, text[0]);
	y = fold_title(y, text[1]);
	out->is_typo = is_typo(x, y);
	out->is_telling = is_telling(x) && is_telling(y);
	out->title_percent = str_eq(x, y) ? 100 : common_letters(x, y);
	if (x.n == 0 && y.n == 0)
		out->title = TITLE_NONE;
	else if (str_eq(x, y))
		out->title = TITLE_SAME;
	else if (x.n == 0 || y.n == 0 || out->title_percent < CLOSE_PERCENT)
		out->title = TITLE_OTHER;
	else
		out->title = str_eq(numbers(x, digits[0]), numbers(y, digits[1])) ? TITLE_CLOSE : TITLE_NUMBERS;
}

/* The runs of digits in the text. */
static uint32_t
take_numbers(const struct article *a, uint64_t out[NUMBERS_MAX])
{
	bool is_html, is_in_tag = false;
	struct str body = str_head(article_body(a, &is_html), BODY_MAX);
	uint64_t value = 0;
	uint32_t n = 0;
	size_t i;

	for (i = 0; i < body.n && n < NUMBERS_MAX; i++) {
		if (is_html && (body.p[i] == '<' || body.p[i] == '>'))
			is_in_tag = body.p[i] == '<';
		if (ascii_is_digit(body.p[i]) && !is_in_tag) {
			value = value * 10 + (uint64_t)(body.p[i] - '0') + 1;
			continue;
		}
		if (value != 0)
			out[n++] = value;
		value = 0;
	}
	return n;
}

static int
compare_numbers(const struct article *x, const struct article *y)
{
	uint64_t v[NUMBERS_MAX], w[NUMBERS_MAX];
	uint32_t n = take_numbers(x, v), m = take_numbers(y, w), least = n < m ? n : m;

	return least < 2 ? TEXT_UNKNOWN : (int)(common(v, n, w, m) * 100U / least);
}

void
likeness_compare(struct arena *a, const struct article *x, const struct article *y, struct comparison *out)
{
	int64_t slug = slug_key(x->url);
	struct str link = link_match_key(a, x->url), other_link = link_match_key(a, y->url);

	compare_titles(x->title.plain, y->title.plain, out);
	out->text = compare_texts(a, x, y);
	out->numbers = compare_numbers(x, y);
	out->has_same_link = link.n > 0 && str_eq(link, other_link);
	out->has_other_link = link.n > 0 && other_link.n > 0 && !out->has_same_link;
	out->has_same_slug = slug != 0 && slug == slug_key(y->url);
	out->has_same_path = path_of(x->url).n > 1 && str_eq(path_of(x->url), path_of(y->url));
	out->has_other_guid = x->id.n > 0 && y->id.n > 0 && !str_eq(x->id, y->id);
}
