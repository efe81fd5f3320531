#include "config.h"
#include "parse/converters.h"

#include <errno.h>
#include <iconv.h>

#include "base/utf8.h"

#define LABEL_MAX 40U /* bytes of a label; nothing longer is one */

/* The upper halves of the encodings that iconv() does not know, and of the one that nearly all of the old web is in. */
static const char cp1252[] = "€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ"
			     "\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿"
			     "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß"
			     "àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";
static const char mac_turkish[] = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü"
				  "†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø"
				  "¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸĞğİıŞş"
				  "‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙ\uf8a0ˆ˜¯˘˙˚¸˝˛ˇ";
static const char mac_greek[] = "Ä¹²É³ÖÜ΅àâä΄¨çéèêë£™îï•½‰ôö¦€ùûü"
				"†ΓΔΘΛΞΠß®©ΣΪ§≠°·Α±≤≥¥ΒΕΖΗΙΚΜΦΫΨΩ"
				"άΝ¬ΟΡ≈Τ«»…\u00a0ΥΧΆΈœ–―“”‘’÷ΉΊΌΎέήίόΏ"
				"ύαβψδεφγηιξκλμνοπώρστθωςχυζϊϋΐΰ\u00ad";
static const char mac_croatian[] = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü"
				   "†°¢£§•¶ß®Š™´¨≠ŽØ∞±≤≥∆µ∂∑∏š∫ªºΩžø"
				   "¿¡¬√ƒ≈Ć«Č…\u00a0ÀÃÕŒœĐ—“”‘’÷◊\uf8ff©⁄€‹›Æ»"
				   "–·‚„‰ÂćÁčÈÍÎÏÌÓÔđÒÚÛÙıˆ˜¯πË˚¸Êæˇ";
static const char mac_romanian[] = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü"
				   "†°¢£§•¶ß®©™´¨≠ĂȘ∞±≤≥¥µ∂∑∏π∫ªºΩăș"
				   "¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›Țț"
				   "‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
static const char cp720[] =
    "\ufffd\ufffdéâ\ufffdà\ufffdçêëèïî\ufffd\ufffd\ufffd\ufffd\u0651\u0652ô¤\u0640ûù\u0621\u0622\u0623\u0624£\u0625\u0626\u0627"
    "\u0628\u0629\u062a\u062b\u062c\u062d\u062e\u062f\u0630\u0631\u0632\u0633\u0634\u0635«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
    "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
    "\u0636\u0637\u0638\u0639\u063a\u0641µ\u0642\u0643\u0644\u0645\u0646\u0647\u0648\u0649\u064a≡\u064b\u064c\u064d\u064e\u064f"
    "\u0650≈°∙·√ⁿ²■\u00a0";
static const char cp1006[] = "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
			     "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
			     "\u00a0\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9\u060c\u061b\u00ad\u061f\ufe81"
			     "\ufe8d\ufe8e\ufe8e\ufe8f\ufe91\ufb56\ufb58\ufe93\ufe95\ufe97\ufb66\ufb68\ufe99\ufe9b\ufe9d\ufe9f"
			     "\ufb7a\ufb7c\ufea1\ufea3\ufea5\ufea7\ufea9\ufb84\ufeab\ufead\ufb8c\ufeaf\ufb8a\ufeb1\ufeb3\ufeb5"
			     "\ufeb7\ufeb9\ufebb\ufebd\ufebf\ufec1\ufec5\ufec9\ufeca\ufecb\ufecc\ufecd\ufece\ufecf\ufed0\ufed1"
			     "\ufed3\ufed5\ufed7\ufed9\ufedb\ufb92\ufb94\ufedd\ufedf\ufee0\ufee1\ufee3\ufb9e\ufee5\ufee7\ufe85"
			     "\ufeed\ufba6\ufba8\ufba9\ufbaa\ufe80\ufe89\ufe8a\ufe8b\ufef1\ufef2\ufef3\ufbb0\ufbae\ufe7c\ufe7d";

enum kind {
	NAMED = 0, /* by its labels alone */
	PAGE,      /* its first label is a number, to be had with many prefixes */
	EBCDIC,    /* the same, and '<' is not 0x3c */
	HZ         /* by its labels; GB 2312 in seven bits, between escapes */
};

struct converter {
	const char *name;
	const char *iconv_name; /* NULL: `upper` is the table, or it is UTF-8 */
	const char *labels;     /* folded by fold_label() */
	const char *upper;
	enum kind kind;
};

static const struct converter converters[] = {
	{ "utf-8", NULL, "utf8 u8 unicode11utf8 unicode20utf8 xunicode20utf8 utf8sig", NULL, NAMED },
	{ "utf-16le", "UTF-16LE", "utf16 utf16le u16 unicode ucs2 iso10646ucs2 csunicode unicodefeff", NULL, NAMED },
	{ "utf-16be", "UTF-16BE", "utf16be unicodefffe unicodebigunmarked", NULL, NAMED },
	{ "utf-32le", "UTF-32LE", "utf32le utf32 u32", NULL, NAMED },
	{ "utf-32be", "UTF-32BE", "utf32be ucs4 ucs4be iso10646ucs4 csucs4", NULL, NAMED },
	{ "utf-7", "UTF-7", "utf7 u7 unicode11utf7 unicode20utf7 csunicode11utf7", NULL, NAMED },
	{ "windows-1252", NULL,
	    "windows1252 cp1252 xcp1252 1252 ms1252 cswindows1252 ibm1252 usascii ascii ansix341968 ansix34 csascii iso646us "
	    "isoir6 646 us iso88591 iso8859 88591 8859 latin1 latin l1 isoir100 ibm819 cp819 csisolatin1",
	    cp1252, NAMED },
	{ "iso-8859-2", "ISO-8859-2", "iso88592 88592 latin2 l2 isoir101 csisolatin2", NULL, NAMED },
	{ "iso-8859-3", "ISO-8859-3", "iso88593 88593 latin3 l3 isoir109 csisolatin3", NULL, NAMED },
	{ "iso-8859-4", "ISO-8859-4", "iso88594 88594 latin4 l4 isoir110 csisolatin4", NULL, NAMED },
	{ "iso-8859-5", "ISO-8859-5", "iso88595 88595 cyrillic isoir144 csisolatincyrillic", NULL, NAMED },
	{ "iso-8859-6", "ISO-8859-6",
	    "iso88596 iso88596e iso88596i 88596 arabic isoir127 csisolatinarabic csiso88596e csiso88596i ecma114 asmo708", NULL,
	    NAMED },
	{ "iso-8859-7", "ISO-8859-7", "iso88597 88597 greek greek8 isoir126 csisolatingreek ecma118 elot928 suneugreek", NULL,
	    NAMED },
	{ "iso-8859-8", "ISO-8859-8", "iso88598 iso88598e 88598 hebrew visual isoir138 csisolatinhebrew csiso88598e", NULL, NAMED },
	{ "iso-8859-8-i", "ISO-8859-8", "iso88598i csiso88598i logical", NULL, NAMED },
	{ "windows-1254", "CP1254",
	    "windows1254 cp1254 xcp1254 1254 ms1254 cswindows1254 turkish iso88599 88599 latin5 l5 isoir148 csisolatin5", NULL,
	    NAMED },
	{ "iso-8859-10", "ISO-8859-10", "iso885910 latin6 l6 isoir157 csisolatin6", NULL, NAMED },
	{ "windows-874", "CP874",
	    "windows874 cp874 ibm874 874 iso885911 dos874 tis620 tis6200 tis62025290 tis62025291 thai isoir166", NULL, NAMED },
	{ "iso-8859-13", "ISO-8859-13", "iso885913 latin7 l7", NULL, NAMED },
	{ "iso-8859-14", "ISO-8859-14", "iso885914 latin8 l8 isoceltic isoir199", NULL, NAMED },
	{ "iso-8859-15", "ISO-8859-15", "iso885915 latin9 l9 csisolatin9", NULL, NAMED },
	{ "iso-8859-16", "ISO-8859-16", "iso885916 latin10 l10 isoir226", NULL, NAMED },
	{ "koi8-r", "KOI8-R", "koi8r koi koi8 cskoi8r", NULL, NAMED },
	{ "koi8-u", "KOI8-U", "koi8u koi8ru", NULL, NAMED },
	{ "koi8-t", "KOI8-T", "koi8t", NULL, NAMED },
	{ "gb18030", "GB18030",
	    "gb18030 gb180302000 gb2312 gb23121980 gb231280 gbk xgbk csgb2312 csiso58gb231280 chinese isoir58 euccn euccgb2312cn "
	    "eucgb2312cn xmacsimpchinese cp936 936 ms936",
	    NULL, NAMED },
	{ "hz-gb-2312", "GB18030", "hzgb2312 hzgb hz", NULL, HZ },
	{ "big5", "BIG5-HKSCS", "big5 big5hkscs cnbig5 csbig5 xxbig5 xbig5 big5tw hkscs xmactradchinese", NULL, NAMED },
	{ "cp950", "BIG5", "cp950 950 ms950", NULL, NAMED },
	{ "euc-jp", "EUC-JP", "eucjp ujis xeucjp cseucpkdfmtjapanese", NULL, NAMED },
	{ "euc-jis-2004", "EUC-JISX0213", "eucjis2004 eucjisx0213 jisx0213", NULL, NAMED },
	{ "iso-2022-jp", "ISO-2022-JP", "iso2022jp csiso2022jp", NULL, NAMED },
	{ "iso-2022-jp-2", "ISO-2022-JP-2", "iso2022jp1 iso2022jp2 iso2022jpext", NULL, NAMED },
	{ "iso-2022-jp-3", "ISO-2022-JP-3", "iso2022jp3 iso2022jp2004", NULL, NAMED },
	{ "shift_jis", "CP932", "shiftjis sjis xsjis csshiftjis mskanji windows31j cswindows31j ms932 xmacjapanese", NULL, NAMED },
	{ "cp932", "CP932", "cp932 932 windows932", NULL, NAMED },
	{ "shift_jisx0213", "SHIFT_JISX0213", "shiftjis2004 shiftjisx0213 sjis2004 sjisx0213", NULL, NAMED },
	{ "euc-kr", "CP949",
	    "euckr cseuckr korean ksc5601 ksc56011987 ksc56011989 ksx1001 csksc56011987 isoir149 windows949 xmackorean", NULL,
	    NAMED },
	{ "cp949", "CP949", "cp949 949 ms949 uhc", NULL, NAMED },
	{ "johab", "JOHAB", "johab ms1361 cp1361 1361", NULL, NAMED },
	{ "iso-2022-kr", "ISO-2022-KR", "iso2022kr csiso2022kr", NULL, NAMED },
	{ "iso-2022-cn", "ISO-2022-CN", "iso2022cn iso2022cnext", NULL, NAMED },
	{ "euc-tw", "EUC-TW", "euctw", NULL, NAMED },
	{ "viscii", "VISCII", "viscii csviscii viscii111", NULL, NAMED },
	{ "tcvn", "TCVN", "tcvn tcvn5712 tcvn57121", NULL, NAMED },
	{ "armscii-8", "ARMSCII-8", "armscii8", NULL, NAMED },
	{ "georgian-ps", "GEORGIAN-PS", "georgianps", NULL, NAMED },
	{ "ptcp154", "PT154", "ptcp154 pt154 csptcp154 cp154 cyrillicasian", NULL, NAMED },
	{ "kz1048", "RK1048", "kz1048 rk1048 strk10482002", NULL, NAMED },
	{ "hp-roman8", "HP-ROMAN8", "hproman8 roman8 r8 cshproman8 ibm1051", NULL, NAMED },
	{ "macintosh", "MACINTOSH", "macintosh mac macroman xmacroman csmacintosh", NULL, NAMED },
	{ "x-mac-cyrillic", "CP10007", "maccyrillic xmaccyrillic xmacukrainian", NULL, NAMED },
	{ "mac-ukrainian", "MAC-UK", "macuk macukraine", NULL, NAMED },
	{ "mac-latin2", "MAC-CENTRALEUROPE", "maclatin2 maccentraleurope xmacce macce maccentraleuropean maccenteuro", NULL,
	    NAMED },
	{ "mac-iceland", "MAC-IS", "maciceland xmacicelandic macis", NULL, NAMED },
	{ "mac-turkish", NULL, "macturkish xmacturkish", mac_turkish, NAMED },
	{ "mac-greek", NULL, "macgreek xmacgreek", mac_greek, NAMED },
	{ "mac-croatian", NULL, "maccroatian xmaccroatian", mac_croatian, NAMED },
	{ "mac-romanian", NULL, "macromania macromanian xmacromanian", mac_romanian, NAMED },
	{ "cp720", NULL, "720 cp720 dos720", cp720, NAMED },
	{ "cp1006", NULL, "1006 cp1006", cp1006, NAMED },
	{ "cp037", "CP037", "037 ebcdiccpus ebcdiccpca ebcdiccpwt ebcdiccpnl 039", NULL, EBCDIC },
	{ "cp273", "CP273", "273", NULL, EBCDIC },
	{ "cp277", "IBM277", "277 ebcdiccpdk ebcdiccpno", NULL, EBCDIC },
	{ "cp278", "CP278", "278 ebcdiccpfi ebcdiccpse", NULL, EBCDIC },
	{ "cp280", "CP280", "280 ebcdiccpit", NULL, EBCDIC },
	{ "cp284", "CP284", "284 ebcdiccpes", NULL, EBCDIC },
	{ "cp285", "CP285", "285 ebcdiccpgb", NULL, EBCDIC },
	{ "cp297", "CP297", "297 ebcdiccpfr", NULL, EBCDIC },
	{ "cp424", "CP424", "424 ebcdiccphe", NULL, EBCDIC },
	{ "cp500", "CP500", "500 ebcdiccpbe ebcdiccpch", NULL, EBCDIC },
	{ "cp870", "CP870", "870 ebcdiccproece ebcdiccpyu", NULL, EBCDIC },
	{ "cp871", "CP871", "871 ebcdiccpis", NULL, EBCDIC },
	{ "cp875", "CP875", "875", NULL, EBCDIC },
	{ "cp880", "CP880", "880", NULL, EBCDIC },
	{ "cp1025", "CP1025", "1025", NULL, EBCDIC },
	{ "cp1026", "CP1026", "1026", NULL, EBCDIC },
	{ "cp1047", "CP1047", "1047", NULL, EBCDIC },
	{ "cp1140", "CP1140", "1140", NULL, EBCDIC },
	{ "cp1141", "CP1141", "1141", NULL, EBCDIC },
	{ "cp1142", "CP1142", "1142", NULL, EBCDIC },
	{ "cp1143", "CP1143", "1143", NULL, EBCDIC },
	{ "cp1144", "CP1144", "1144", NULL, EBCDIC },
	{ "cp1145", "CP1145", "1145", NULL, EBCDIC },
	{ "cp1146", "CP1146", "1146", NULL, EBCDIC },
	{ "cp1147", "CP1147", "1147", NULL, EBCDIC },
	{ "cp1148", "CP1148", "1148", NULL, EBCDIC },
	{ "cp1149", "CP1149", "1149", NULL, EBCDIC },
	{ "cp437", "CP437", "437 cspc8codepage437", NULL, PAGE },
	{ "cp737", "CP737", "737", NULL, PAGE },
	{ "cp775", "CP775", "775", NULL, PAGE },
	{ "cp850", "CP850", "850 cspc850multilingual", NULL, PAGE },
	{ "cp852", "CP852", "852", NULL, PAGE },
	{ "cp855", "CP855", "855", NULL, PAGE },
	{ "cp856", "CP856", "856", NULL, PAGE },
	{ "cp857", "CP857", "857", NULL, PAGE },
	{ "cp858", "CP858", "858 cp00858", NULL, PAGE },
	{ "cp860", "CP860", "860", NULL, PAGE },
	{ "cp861", "CP861", "861 cpis", NULL, PAGE },
	{ "cp862", "CP862", "862 cspc862latinhebrew", NULL, PAGE },
	{ "cp863", "CP863", "863", NULL, PAGE },
	{ "cp864", "CP864", "864", NULL, PAGE },
	{ "cp865", "CP865", "865", NULL, PAGE },
	{ "ibm866", "CP866", "866", NULL, PAGE },
	{ "cp869", "CP869", "869 cpgr", NULL, PAGE },
	{ "cp1125", "CP1125", "1125 ruscii cp866u", NULL, PAGE },
	{ "windows-1250", "CP1250", "1250", NULL, PAGE },
	{ "windows-1251", "CP1251", "1251", NULL, PAGE },
	{ "windows-1253", "CP1253", "1253", NULL, PAGE },
	{ "windows-1255", "CP1255", "1255", NULL, PAGE },
	{ "windows-1256", "CP1256", "1256", NULL, PAGE },
	{ "windows-1257", "CP1257", "1257", NULL, PAGE },
	{ "windows-1258", "CP1258", "1258", NULL, PAGE },
};

#define N_CONVERTERS (sizeof(converters) / sizeof(converters[0]))

static iconv_t opened[N_CONVERTERS];
static bool is_tried[N_CONVERTERS];
static bool is_shut;
static void (*tell_lacking)(void);

/* True when c can be run. */
static bool
make_ready(const struct converter *c)
{
	size_t i = (size_t)(c - converters);

	if (c->iconv_name == NULL)
		return true;
	if (!is_tried[i] && is_shut)
		tell_lacking();
	if (!is_tried[i])
		opened[i] = iconv_open("UTF-8", c->iconv_name);
	is_tried[i] = true;
	return opened[i] != (iconv_t)-1;
}

void
converters_open(void)
{
	const struct converter *c;

	for (c = converters; c < converters + N_CONVERTERS; c++)
		make_ready(c);
}

void
converters_shut(void (*lacking)(void))
{
	is_shut = true;
	tell_lacking = lacking;
}

/* Letters and digits alone, in lower case; a year behind a colon is left out: "ISO_8859-7:1987" is iso88597. */
static struct str
fold_label(struct str label, char out[LABEL_MAX])
{
	size_t i, n = 0;

	label = str_trim(str_head(label, str_find_char(label, ':')));
	for (i = 0; i < label.n && n < LABEL_MAX; i++)
		if (ascii_is_alnum(label.p[i]))
			out[n++] = ascii_lower(label.p[i]);
	if (n > 11 && str_starts((struct str){ out, n }, STR("iso8859")) &&
	    (str_starts((struct str){ out + n - 4, 4 }, STR("19")) || str_starts((struct str){ out + n - 4, 4 }, STR("20"))))
		n -= 4; /* the year again, behind another sign */
	return (struct str){ out, i < label.n ? 0 : n };
}

static bool
is_listed(const char *labels, struct str label)
{
	struct str rest = str_from(labels), one;

	while (str_next(&rest, ' ', &one))
		if (str_eq(one, label))
			return true;
	return false;
}

/* "cp850" and "csIBM850" are 850: three digits or more behind one of the usual prefixes. What follows them is a name. */
static struct str
page_number(struct str label)
{
	static const char *const prefixes[] = { "cp", "xcp", "ibm", "xibm", "csibm", "cspcp", "cspc", "dos", "windows", "xwindows",
		"cswindows", "ms", "ccsid" };
	struct str rest;
	size_t i, k;

	for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		rest = str_starts(label, str_from(prefixes[i])) ? str_skip(label, strlen(prefixes[i])) : STR_NONE;
		while (rest.n > 3 && rest.p[0] == '0')
			rest = str_skip(rest, 1);
		for (k = 0; k < rest.n && ascii_is_digit(rest.p[k]); k++)
			;
		if (k >= 3)
			return str_head(rest, k);
	}
	return STR_NONE;
}

const struct converter *
converter_find(struct str label)
{
	char text[LABEL_MAX];
	struct str folded = fold_label(label, text), number = page_number(folded);
	const struct converter *c;

	for (c = converters; c < converters + N_CONVERTERS && folded.n > 0; c++)
		if (is_listed(c->labels, folded) || (number.n > 0 && c->kind != NAMED && is_listed(c->labels, number)))
			return make_ready(c) ? c : NULL;
	return NULL;
}

const char *
converter_name(const struct converter *c)
{
	return c->name;
}

bool
converter_is_ebcdic(const struct converter *c)
{
	return c->kind == EBCDIC;
}

static struct str
run_table(struct arena *a, const char *upper, struct str bytes, size_t *n_bad)
{
	struct str table = str_from(upper);
	char *out = arena_alloc(a, 4 * bytes.n + 1), *to = out;
	uint32_t points[128], c;
	size_t i, at = 0;

	for (i = 0; i < 128; i++)
		points[i] = at < table.n ? utf8_next(table, &at) : UTF8_BAD;
	for (i = 0; i < bytes.n; i++) {
		c = (unsigned char)bytes.p[i];
		if (c >= 0x80)
			c = points[c - 0x80];
		*n_bad += c == UTF8_BAD;
		to += utf8_put(c, to);
	}
	return (struct str){ out, (size_t)(to - out) };
}

static struct str
run_utf8(struct arena *a, struct str bytes, size_t *n_bad)
{
	char *out = arena_alloc(a, 3 * bytes.n + 1), *to = out;
	uint32_t c;
	size_t i = 0;

	while (i < bytes.n) {
		c = utf8_next(bytes, &i);
		*n_bad += c == UTF8_BAD;
		to += utf8_put(c, to);
	}
	return (struct str){ out, (size_t)(to - out) };
}

/*
 * RFC 1843 as the bytes of EUC that it stands for: "~{" begins pairs, "~}" or the line's end ends them, "~~" is a
 * tilde, "~" before the end of a line takes that away.
 */
static struct str
euc_of_hz(struct arena *a, struct str s, size_t *n_bad)
{
	char *out = arena_alloc(a, s.n + 1), *to = out, c, next;
	bool in_pairs = false;
	size_t i;

	for (i = 0; i < s.n; i++) {
		c = s.p[i];
		next = i + 1 < s.n ? s.p[i + 1] : '\0';
		if (c == '~' && next == (in_pairs ? '}' : '{')) {
			in_pairs = !in_pairs;
			i++;
		} else if (in_pairs && c > ' ' && next > ' ') {
			*to++ = (char)(c | 0x80);
			*to++ = (char)(next | 0x80);
			i++;
		} else if (!in_pairs && c == '~' && (next == '~' || next == '\n')) {
			if (next == '~')
				*to++ = c;
			i++;
		} else {
			*n_bad += c == '~' || (in_pairs && c != '\n');
			in_pairs = in_pairs && c != '\n';
			if (!in_pairs)
				*to++ = c;
		}
	}
	return (struct str){ out, (size_t)(to - out) };
}

struct str
converter_run(struct arena *a, const struct converter *c, struct str bytes, size_t *n_bad)
{
	size_t room = 3 * bytes.n + 16, left = room, in_left;
	char *out, *to, *from;
	iconv_t cd = opened[c - converters];

	*n_bad = 0;
	if (c->kind == HZ)
		bytes = euc_of_hz(a, bytes, n_bad);
	from = (char *)(uintptr_t)bytes.p;
	in_left = bytes.n;
	if (c->iconv_name == NULL)
		return c->upper != NULL ? run_table(a, c->upper, bytes, n_bad) : run_utf8(a, bytes, n_bad);
	out = to = arena_alloc(a, room);
	iconv(cd, NULL, NULL, NULL, NULL);
	for (;;) { /* at the end without input: some keep a character back to compose it with the next */
		if (iconv(cd, in_left > 0 ? &from : NULL, &in_left, &to, &left) != (size_t)-1) {
			if (in_left == 0 && from == NULL)
				break;
			from = NULL;
			continue;
		}
		if (errno == E2BIG || left < 4) {
			out = arena_grow(a, out, room, 2 * room);
			to = out + (room - left);
			left += room;
			room *= 2;
			continue;
		}
		to += utf8_put(UTF8_BAD, to);
		left -= 3;
		from++;
		in_left--;
		(*n_bad)++;
	}
	return (struct str){ out, (size_t)(to - out) };
}
