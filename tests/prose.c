#include "config.h"
#include "prose.h"

#include <string.h>

static const char *const words[] = { "the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "was", "on", "are", "as", "with", "they", "at",
	"be", "this", "from", "have", "or", "by", "one", "had", "not", "but", "what", "all", "were", "when", "we", "there", "can", "an", "your",
	"which", "their", "said", "if", "do", "will", "each", "about", "how", "up", "out", "them", "then", "she", "many", "some", "so", "these",
	"would", "other", "into", "has", "more", "her", "two", "like", "him", "see", "time", "could", "no", "make", "than", "first", "been",
	"its", "who", "now", "people", "made", "over", "did", "down", "only", "way", "find", "use", "may", "water", "long", "little", "very",
	"after", "words", "called", "just", "where", "most", "know", "council", "bridge", "harbour", "vote", "budget", "school", "teacher",
	"market", "price", "winter", "storm", "river", "engine", "library", "museum", "police", "court", "judge", "minister", "election",
	"railway", "station", "airport", "strike", "union", "wage", "factory", "closure", "orchard", "harvest", "drought", "forest", "fire",
	"research", "vaccine", "hospital", "nurse", "patient", "software", "release", "kernel", "network", "satellite", "orbit", "telescope",
	"planet", "glacier", "island", "ferry", "captain", "festival", "orchestra", "painter", "novel", "poet", "theatre", "champion", "league",
	"goal", "coach", "marathon", "record", "season", "merger", "bank", "inflation", "export", "border", "treaty", "embassy", "archive",
	"tower", "tunnel", "lighthouse", "mayor", "petition", "protest", "reform", "pension", "housing", "rent", "tenant", "developer", "plan",
	"deadline", "delay", "report", "inquiry", "witness", "evidence", "appeal", "verdict", "rescue", "flood", "dam", "reservoir", "turbine",
	"grid", "battery", "mine", "copper", "wheat", "cattle", "fishery", "quota", "whale", "wolf", "eagle", "garden", "recipe", "kitchen",
	"bread", "cheese", "wine", "coffee", "village", "valley", "summit", "trail", "shelter", "volunteer", "charity", "auction", "portrait",
	"statue", "manuscript", "excavation", "temple", "coin", "shipwreck", "diver", "reef", "lagoon", "monsoon", "typhoon", "earthquake" };
#define N_WORDS ((uint32_t)(sizeof(words) / sizeof(words[0])))
#define N_COMMON 96U /* of them say nothing */

static const char *const beginnings[] = { "Mel", "Tor", "Ash", "Bran", "Kel", "Dor", "Fen", "Gal", "Har", "Ives", "Jor", "Lin", "Mar", "Nor", "Ost",
	"Pel", "Quin", "Ros", "Sten", "Ulm", "Var", "Wes", "Yar", "Zel", "Al", "Ber", "Cor", "Dun", "El", "Fro" };
static const char *const middles[] = { "a", "e", "i", "o", "u", "ar", "en", "il", "on", "ur", "and", "est", "ing", "old" };
static const char *const endings[] = { "brun", "ton", "field", "mouth", "stad", "ville", "berg", "wick", "ham", "by", "sson", "mann", "ova", "etti",
	"ley", "ford", "gard", "holm", "nau", "vik" };

#define PICK(p, table) (table)[prose_below((p), (uint32_t)(sizeof(table) / sizeof((table)[0])))]

uint64_t
prose_random(struct prose *p)
{
	p->state ^= p->state << 13;
	p->state ^= p->state >> 7;
	p->state ^= p->state << 17;
	return p->state * UINT64_C(0x2545f4914f6cdd1d) >> 11;
}

uint32_t
prose_below(struct prose *p, uint32_t n)
{
	return (uint32_t)(prose_random(p) % n);
}

struct str
prose_name(struct prose *p)
{
	return arena_printf(p->a, "%s%s%s", PICK(p, beginnings), PICK(p, middles), PICK(p, endings));
}

/* Half of them common, as in a language. */
static const char *
word(struct prose *p)
{
	return prose_below(p, 2) == 0 ? words[prose_below(p, N_COMMON)] : words[N_COMMON + prose_below(p, N_WORDS - N_COMMON)];
}

struct str
prose_title(struct prose *p)
{
	unsigned n = 3 + prose_below(p, 5), i;
	struct buf b;
	struct str out;

	buf_init(&b, 4096);
	buf_add_str(&b, prose_name(p));
	for (i = 0; i < n; i++)
		buf_printf(&b, " %s", i % 2 == 0 ? words[N_COMMON + prose_below(p, N_WORDS - N_COMMON)] : word(p));
	out = arena_str(p->a, buf_str(&b));
	buf_release(&b);
	return out;
}

static void
add_sentence(struct prose *p, struct buf *b, const struct str names[3], const char *const subject[8])
{
	unsigned n = 6 + prose_below(p, 12), i;

	buf_add_str(b, names[prose_below(p, 3)]);
	for (i = 0; i < n; i++)
		buf_printf(b, " %s", prose_below(p, 4) == 0 ? subject[prose_below(p, 8)] : word(p));
	if (prose_below(p, 6) == 0)
		buf_printf(b, " %u", 2 + prose_below(p, 4000));
	buf_add_c(b, ". ");
}

struct str
prose_html(struct prose *p, unsigned n_words)
{
	struct str names[3] = { prose_name(p), prose_name(p), prose_name(p) }, out;
	const char *subject[8];
	struct buf b;
	unsigned n = 0, i, k;

	for (i = 0; i < 8; i++)
		subject[i] = words[N_COMMON + prose_below(p, N_WORDS - N_COMMON)];
	buf_init(&b, 1 << 20);
	while (n < n_words) {
		buf_add_c(&b, "<p>");
		for (k = 2 + prose_below(p, 4); k > 0 && n < n_words; k--, n += 13)
			add_sentence(p, &b, names, subject);
		buf_add_c(&b, "</p>\n");
	}
	out = arena_str(p->a, buf_str(&b));
	buf_release(&b);
	return out;
}

struct str
prose_slug(struct arena *a, struct str title)
{
	char *out = arena_strdup(a, title);
	size_t i;

	for (i = 0; i < title.n; i++)
		out[i] = ascii_is_alnum(title.p[i]) ? ascii_lower(title.p[i]) : '-';
	return (struct str){ out, title.n };
}

struct str
prose_edit(struct prose *p, struct str html, unsigned one_in)
{
	struct str rest = html, piece, out;
	struct buf b;

	buf_init(&b, 1 << 20);
	while (str_next(&rest, ' ', &piece)) {
		if (str_find_char(piece, '<') == STR_NPOS && prose_below(p, one_in) == 0)
			buf_add_c(&b, word(p));
		else
			buf_add_str(&b, piece);
		buf_add_char(&b, ' ');
	}
	buf_printf(&b, "<p>This article was changed in the %s, %s of the %s says.</p>", word(p), word(p), word(p));
	out = arena_str(p->a, buf_str(&b));
	buf_release(&b);
	return out;
}

struct str
prose_typo(struct prose *p, struct str title)
{
	char *out = arena_strdup(p->a, title), c;
	size_t i, n = title.n;

	do
		i = 1 + prose_below(p, (uint32_t)n - 3);
	while (!ascii_is_alpha(out[i]) || !ascii_is_alpha(out[i + 1]) || (out[i] == out[i + 1]));
	if (prose_below(p, 2) == 0) {
		c = out[i];
		out[i] = out[i + 1];
		out[i + 1] = c;
	} else {
		memmove(out + i, out + i + 1, n - i);
		n--;
	}
	return (struct str){ out, n };
}
