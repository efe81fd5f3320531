#include "config.h"
#include "parse/charset_guess.h"

#include "base/utf8.h"
#include "parse/entities.h"

#define SAMPLE_MAX 16384U /* bytes with the high bit and their neighbours: enough to tell */
#define LETTERS_MIN 6U    /* below it, any guess is as good as another */
#define LIKELY 0.40       /* mean worth of a letter that the best candidate must reach */
#define RUN_MIN 1.6       /* mean length of runs of high bytes: Western text has single ones */

/* In the order in which they are preferred where two are as likely. */
static const char *const candidates[] = { "euc-jp", "shift_jis", "euc-kr", "gb18030", "big5", "windows-1251", "koi8-r", "koi8-u",
	"windows-1255", "windows-1253", "windows-874", "windows-1256", "iso-8859-6", "iso-8859-5", "ibm866" };

/* Letters of a script by how often they are written, the commonest first; and the characters that say Chinese, Japanese, Korean. */
static const struct {
	uint32_t from, to;
	const char *common;
} scripts[] = {
	{ 0x400, 0x4ff, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ" },
	{ 0x370, 0x3ff, "αοιετσνηυρπκμλςίάόγέήδώχθύφβξζψϊϋ" },
	{ 0x590, 0x5ff, "יוהלאמרתבשנקחעדטכפגצםסזןךףץ" },
	{ 0x600, 0x6ff, "الينمرتبةوسعدفهكقحجأشصطخىزضغءذإثظئؤآ" },
	{ 0xe00, 0xe7f, "านร่อกเ้งมยลวัดทสตะปบคหี์แจพิชขใไ็โุูผืซณธญถฝ" },
	{ 0x3040, 0x30ff, NULL }, /* kana: all of them */
	{ 0x4e00, 0x9fff,
	    "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都"
	    "然没日于起还发成事只作"
	    "当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全"
	    "工己话儿者向情部正名定"
	    "這個來國說們為時會過學對裡後麼沒於還發當無開經頭動兩長樣現將與進實點聲話兒從見問給間車電書東語機體關業產員區報價聞線"
	    "網" },
	{ 0xac00, 0xd7a3,
	    "이다는의에을가고를은하지한도서기사로인과으대시자리해어들일정수그아부있나전라상제보장니것여구원주동만면스용성조연적위공"
	    "신생안경비"
	    "했국까세방요관선치소유개게되화거학오무중민문었속때습년월행내트" },
};

static double
han_or_hangul(struct str common, uint32_t c)
{
	char text[4];

	return str_find(common, (struct str){ text, utf8_put(c, text) }) != STR_NPOS ? 1.0 : 0.2;
}

/* What a character speaks for its encoding: 1 for the commonest letters, less for rare ones, below 0 for what no text has. */
static double
worth(uint32_t c)
{
	struct str common;
	size_t i, at, rank, n;
	uint32_t lower = c;

	if (c >= 0x410 && c <= 0x42f)
		lower = c + 0x20;
	else if (c >= 0x391 && c <= 0x3a9)
		lower = c + 0x20;
	for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		if (c < scripts[i].from || c > scripts[i].to)
			continue;
		if (scripts[i].common == NULL)
			return 0.9;
		common = str_from(scripts[i].common);
		if (c >= 0x4e00)
			return han_or_hangul(common, c);
		for (at = 0, rank = 0, n = common.n / 2; at < common.n; rank++)
			if (utf8_next(common, &at) == lower)
				return (1.0 - 0.8 * (double)rank / (double)n) * (lower == c ? 1.0 : 0.4);
		return -0.2;
	}
	if ((c >= 0x3000 && c <= 0x303f) || (c >= 0xff01 && c <= 0xff5e) || (c >= 0x2010 && c <= 0x2030) || c == 0xa0 ||
	    c == 0xab || c == 0xbb || c == 0xb7)
		return 0.4; /* punctuation */
	return -0.5;
}

/* Mean worth of what is beyond ASCII; below 0 when the bytes are not of this encoding. */
static double
likelihood(struct arena *a, const struct converter *c, struct str sample)
{
	size_t n_bad, i, n = 0;
	struct str text = converter_run(a, c, sample, &n_bad);
	double sum = 0;
	uint32_t point;

	for (i = 0; i < text.n;) {
		point = utf8_next(text, &i);
		if (point < 0x80)
			continue;
		sum += worth(point);
		n++;
	}
	if (n == 0 || n_bad * 50 > n)
		return -1;
	return sum / (double)n;
}

/* The stretches with high bytes, and one byte around each; *mean_run: how many stand together. */
static struct str
high_bytes(struct arena *a, struct str bytes, double *mean_run)
{
	char *out = arena_alloc(a, SAMPLE_MAX + 4), *to = out;
	size_t i, n_high = 0, n_runs = 0;
	bool is_high, was_high = false;

	for (i = 0; i < bytes.n && (size_t)(to - out) < SAMPLE_MAX; i++) {
		is_high = (unsigned char)bytes.p[i] >= 0x80;
		n_high += is_high;
		n_runs += is_high && !was_high;
		if (is_high)
			*to++ = bytes.p[i];
		else if (was_high) { /* the second byte of a character, or what ends a word */
			*to++ = bytes.p[i];
			*to++ = ' ';
		}
		was_high = is_high;
	}
	*mean_run = n_runs > 0 ? (double)n_high / (double)n_runs : 0;
	return (struct str){ out, n_high >= LETTERS_MIN ? (size_t)(to - out) : 0 };
}

const struct converter *
charset_guess(struct arena *a, struct str bytes)
{
	const struct converter *c, *best = NULL;
	double mean_run, best_worth = LIKELY, its;
	struct str sample = high_bytes(a, bytes, &mean_run);
	size_t i;

	if (sample.n == 0 || mean_run < RUN_MIN)
		return NULL;
	for (i = 0; i < sizeof(candidates) / sizeof(candidates[0]); i++) {
		c = converter_find(str_from(candidates[i]));
		its = c != NULL ? likelihood(a, c, sample) : -1;
		if (its > best_worth) {
			best = c;
			best_worth = its;
		}
	}
	return best;
}

struct str
charset_mixed_utf8(struct arena *a, struct str bytes)
{
	char *out = arena_alloc(a, 3 * bytes.n + 1), *to = out;
	size_t i = 0, from, n_bad = 0, n_whole = 0, good;

	while (i < bytes.n) {
		good = utf8_valid_prefix(str_skip(bytes, i));
		for (from = i; i < from + good;)
			n_whole += utf8_next(bytes, &i) >= 0x80;
		if (good > 0)
			memcpy(to, bytes.p + from, good);
		to += good;
		if (i == bytes.n)
			break;
		to += utf8_put(entity_c1((unsigned char)bytes.p[i++]), to);
		n_bad++;
	}
	return n_whole > 2 * n_bad ? (struct str){ out, (size_t)(to - out) } : STR_NONE;
}
