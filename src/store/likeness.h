/*
 * How alike are two articles? Small keys that find candidates among many, and
 * a comparison of two that decides. Titles are compared without case,
 * punctuation and white space, texts by their pairs of neighbouring words.
 * Nothing here depends on the locale. Pure.
 */
#ifndef STORE_LIKENESS_H
#define STORE_LIKENESS_H

#include "base/buf.h"
#include "model/article.h"

/* What the ledger keeps of an article, for finding it again. 0: it has none. */
struct likeness {
	int64_t title_key; /* equal titles, as they are compared, have equal keys */
	int64_t slug_key;  /* of the last telling segment of the link's path: survives a new host, scheme, folder or file ending */
	uint64_t simhash;  /* of the text: few bits apart means few words apart */
};

struct likeness likeness_of(const struct article *a);

/* Bits in which two texts' hashes differ; LIKENESS_UNKNOWN when one has none. Unrelated texts are about 32 apart. */
#define LIKENESS_UNKNOWN 65U
static inline unsigned
likeness_distance(uint64_t x, uint64_t y)
{
	return x != 0 && y != 0 ? (unsigned)__builtin_popcountll(x ^ y) : LIKENESS_UNKNOWN;
}

enum title_match {
	TITLE_NONE = 0, /* neither has one */
	TITLE_OTHER,
	TITLE_NUMBERS,  /* alike but for numbers: "part 1" and "part 2" are two articles */
	TITLE_CLOSE,    /* a letter, a word, a suffix differs */
	TITLE_SAME
};

#define TEXT_UNKNOWN (-1)
#define DATE_UNKNOWN INT64_MAX

struct comparison {
	enum title_match title;
	bool is_telling;    /* the titles are long enough to be hardly anybody else's */
	int title_percent;  /* of letter pairs that both titles have */
	int text;           /* percent of the shorter one's word pairs that the other has; TEXT_UNKNOWN: one has too few to tell */
	int numbers;        /* percent of the numbers in the text that both have; TEXT_UNKNOWN: fewer than two. What is written by form differs in them */
	bool is_typo;       /* titles differ in a few letters of one place */
	bool has_same_link, has_same_slug;
	bool has_same_path; /* of the link, whatever its host and query */
	bool has_other_guid, has_other_link; /* both have one */
};

/* A title's letter pairs, counted in buckets: for comparing many with many. */
#define LETTER_BUCKETS 512U
struct letters {
	uint8_t count[LETTER_BUCKETS];
	unsigned n;
};
void likeness_letters(struct str title, struct letters *out);
/* Percent of the pairs that two titles have in common; a few more than there are. */
unsigned likeness_letters_common(const struct letters *x, const struct letters *y);

void likeness_compare(struct arena *a, const struct article *x, const struct article *y, struct comparison *out);

#endif
