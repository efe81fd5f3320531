/*
 * The 253 names of HTML 4 and XML, and those of HTML 5 that feeds were seen to
 * use. Sorted by strcmp(), for bsearch().
 */
#include "config.h"
#include "parse/entities.h"

#include <stdlib.h>

struct entity {
	char name[12];
	uint16_t codepoint;
};

static const struct entity entities[] = {
	{ "AElig", 198 }, { "AMP", 38 }, { "Aacute", 193 }, { "Abreve", 258 }, { "Acirc", 194 }, { "Agrave", 192 },
	{ "Alpha", 913 }, { "Amacr", 256 }, { "Aogon", 260 }, { "Aring", 197 }, { "Atilde", 195 }, { "Auml", 196 },
	{ "Beta", 914 }, { "COPY", 169 }, { "Cacute", 262 }, { "Ccaron", 268 }, { "Ccedil", 199 }, { "Chi", 935 },
	{ "Dagger", 8225 }, { "Dcaron", 270 }, { "Delta", 916 }, { "Dstrok", 272 }, { "ETH", 208 }, { "Eacute", 201 },
	{ "Ecaron", 282 }, { "Ecirc", 202 }, { "Egrave", 200 }, { "Emacr", 274 }, { "Eogon", 280 }, { "Epsilon", 917 },
	{ "Eta", 919 }, { "Euml", 203 }, { "GT", 62 }, { "Gamma", 915 }, { "Gbreve", 286 }, { "Iacute", 205 },
	{ "Icirc", 206 }, { "Idot", 304 }, { "Igrave", 204 }, { "Imacr", 298 }, { "Iota", 921 }, { "Iuml", 207 },
	{ "Kappa", 922 }, { "LT", 60 }, { "Lambda", 923 }, { "Lstrok", 321 }, { "Mu", 924 }, { "Nacute", 323 },
	{ "Ncaron", 327 }, { "NewLine", 10 }, { "Ntilde", 209 }, { "Nu", 925 }, { "OElig", 338 }, { "Oacute", 211 },
	{ "Ocirc", 212 }, { "Odblac", 336 }, { "Ograve", 210 }, { "Omega", 937 }, { "Omicron", 927 }, { "Oslash", 216 },
	{ "Otilde", 213 }, { "Ouml", 214 }, { "Phi", 934 }, { "Pi", 928 }, { "Prime", 8243 }, { "Psi", 936 },
	{ "QUOT", 34 }, { "REG", 174 }, { "Rcaron", 344 }, { "Rho", 929 }, { "Sacute", 346 }, { "Scaron", 352 },
	{ "Scedil", 350 }, { "Sigma", 931 }, { "THORN", 222 }, { "TRADE", 8482 }, { "Tab", 9 }, { "Tau", 932 },
	{ "Tcaron", 356 }, { "Theta", 920 }, { "Uacute", 218 }, { "Ucirc", 219 }, { "Udblac", 368 }, { "Ugrave", 217 },
	{ "Umacr", 362 }, { "Upsilon", 933 }, { "Uring", 366 }, { "Uuml", 220 }, { "Xi", 926 }, { "Yacute", 221 },
	{ "Yuml", 376 }, { "Zacute", 377 }, { "Zcaron", 381 }, { "Zdot", 379 }, { "Zeta", 918 }, { "aacute", 225 },
	{ "abreve", 259 }, { "acirc", 226 }, { "acute", 180 }, { "aelig", 230 }, { "agrave", 224 }, { "alefsym", 8501 },
	{ "alpha", 945 }, { "amacr", 257 }, { "amp", 38 }, { "and", 8743 }, { "ang", 8736 }, { "aogon", 261 },
	{ "apos", 39 }, { "aring", 229 }, { "ast", 42 }, { "asymp", 8776 }, { "atilde", 227 }, { "auml", 228 },
	{ "bdquo", 8222 }, { "beta", 946 }, { "bigstar", 9733 }, { "blank", 9251 }, { "brvbar", 166 }, { "bsol", 92 },
	{ "bull", 8226 }, { "cacute", 263 }, { "cap", 8745 }, { "ccaron", 269 }, { "ccedil", 231 }, { "cedil", 184 },
	{ "cent", 162 }, { "check", 10003 }, { "checkmark", 10003 }, { "chi", 967 }, { "circ", 710 }, { "clubs", 9827 },
	{ "colon", 58 }, { "comma", 44 }, { "commat", 64 }, { "cong", 8773 }, { "copy", 169 }, { "copysr", 8471 },
	{ "crarr", 8629 }, { "cross", 10007 }, { "cup", 8746 }, { "curren", 164 }, { "dArr", 8659 }, { "dagger", 8224 },
	{ "darr", 8595 }, { "dash", 8208 }, { "dcaron", 271 }, { "deg", 176 }, { "delta", 948 }, { "diams", 9830 },
	{ "divide", 247 }, { "dollar", 36 }, { "dstrok", 273 }, { "eacute", 233 }, { "ecaron", 283 }, { "ecirc", 234 },
	{ "egrave", 232 }, { "emacr", 275 }, { "empty", 8709 }, { "emsp", 8195 }, { "ensp", 8194 }, { "eogon", 281 },
	{ "epsilon", 949 }, { "equals", 61 }, { "equiv", 8801 }, { "eta", 951 }, { "eth", 240 }, { "euml", 235 },
	{ "euro", 8364 }, { "excl", 33 }, { "exist", 8707 }, { "female", 9792 }, { "fnof", 402 }, { "forall", 8704 },
	{ "frac12", 189 }, { "frac14", 188 }, { "frac34", 190 }, { "frasl", 8260 }, { "gamma", 947 }, { "gbreve", 287 },
	{ "ge", 8805 }, { "grave", 96 }, { "gt", 62 }, { "hArr", 8660 }, { "half", 189 }, { "harr", 8596 },
	{ "hearts", 9829 }, { "hellip", 8230 }, { "horbar", 8213 }, { "hyphen", 8208 }, { "iacute", 237 }, { "icirc", 238 },
	{ "iexcl", 161 }, { "igrave", 236 }, { "imacr", 299 }, { "image", 8465 }, { "infin", 8734 }, { "inodot", 305 },
	{ "int", 8747 }, { "iota", 953 }, { "iquest", 191 }, { "isin", 8712 }, { "iuml", 239 }, { "kappa", 954 },
	{ "lArr", 8656 }, { "lambda", 955 }, { "lang", 9001 }, { "laquo", 171 }, { "larr", 8592 }, { "lbrace", 123 },
	{ "lceil", 8968 }, { "lcub", 123 }, { "ldquo", 8220 }, { "le", 8804 }, { "leftarrow", 8592 }, { "lfloor", 8970 },
	{ "lowast", 8727 }, { "lowbar", 95 }, { "loz", 9674 }, { "lpar", 40 }, { "lrm", 8206 }, { "lsaquo", 8249 },
	{ "lsqb", 91 }, { "lsquo", 8216 }, { "lstrok", 322 }, { "lt", 60 }, { "macr", 175 }, { "male", 9794 },
	{ "mdash", 8212 }, { "micro", 181 }, { "middot", 183 }, { "minus", 8722 }, { "mu", 956 }, { "nabla", 8711 },
	{ "nacute", 324 }, { "nbsp", 160 }, { "ncaron", 328 }, { "ndash", 8211 }, { "ne", 8800 }, { "ni", 8715 },
	{ "not", 172 }, { "notin", 8713 }, { "nsub", 8836 }, { "ntilde", 241 }, { "nu", 957 }, { "num", 35 },
	{ "oacute", 243 }, { "ocirc", 244 }, { "odblac", 337 }, { "oelig", 339 }, { "ograve", 242 }, { "oline", 8254 },
	{ "omega", 969 }, { "omicron", 959 }, { "oplus", 8853 }, { "or", 8744 }, { "ordf", 170 }, { "ordm", 186 },
	{ "oslash", 248 }, { "otilde", 245 }, { "otimes", 8855 }, { "ouml", 246 }, { "para", 182 }, { "part", 8706 },
	{ "percnt", 37 }, { "period", 46 }, { "permil", 8240 }, { "perp", 8869 }, { "phi", 966 }, { "phone", 9742 },
	{ "pi", 960 }, { "piv", 982 }, { "plus", 43 }, { "plusmn", 177 }, { "pound", 163 }, { "prime", 8242 },
	{ "prod", 8719 }, { "prop", 8733 }, { "psi", 968 }, { "quest", 63 }, { "quot", 34 }, { "rArr", 8658 },
	{ "radic", 8730 }, { "rang", 9002 }, { "raquo", 187 }, { "rarr", 8594 }, { "rbrace", 125 }, { "rcaron", 345 },
	{ "rceil", 8969 }, { "rcub", 125 }, { "rdquo", 8221 }, { "real", 8476 }, { "reg", 174 }, { "rfloor", 8971 },
	{ "rho", 961 }, { "rightarrow", 8594 }, { "rlm", 8207 }, { "rpar", 41 }, { "rsaquo", 8250 }, { "rsqb", 93 },
	{ "rsquo", 8217 }, { "sacute", 347 }, { "sbquo", 8218 }, { "scaron", 353 }, { "scedil", 351 }, { "sdot", 8901 },
	{ "sect", 167 }, { "semi", 59 }, { "shy", 173 }, { "sigma", 963 }, { "sigmaf", 962 }, { "sim", 8764 },
	{ "sol", 47 }, { "spades", 9824 }, { "star", 9734 }, { "starf", 9733 }, { "sub", 8834 }, { "sube", 8838 },
	{ "sum", 8721 }, { "sup", 8835 }, { "sup1", 185 }, { "sup2", 178 }, { "sup3", 179 }, { "supe", 8839 },
	{ "szlig", 223 }, { "tau", 964 }, { "tcaron", 357 }, { "there4", 8756 }, { "theta", 952 }, { "thetasym", 977 },
	{ "thinsp", 8201 }, { "thorn", 254 }, { "tilde", 732 }, { "times", 215 }, { "trade", 8482 }, { "uArr", 8657 },
	{ "uacute", 250 }, { "uarr", 8593 }, { "ucirc", 251 }, { "udblac", 369 }, { "ugrave", 249 }, { "umacr", 363 },
	{ "uml", 168 }, { "upsih", 978 }, { "upsilon", 965 }, { "uring", 367 }, { "uuml", 252 }, { "verbar", 124 },
	{ "vert", 124 }, { "weierp", 8472 }, { "xi", 958 }, { "yacute", 253 }, { "yen", 165 }, { "yuml", 255 },
	{ "zacute", 378 }, { "zcaron", 382 }, { "zdot", 380 }, { "zeta", 950 }, { "zwj", 8205 }, { "zwnj", 8204 },
};

static int
by_name(const void *name, const void *entity)
{
	return strcmp(name, ((const struct entity *)entity)->name);
}

uint32_t
entity_codepoint(struct str name)
{
	char key[sizeof(entities[0].name)];
	const struct entity *hit;

	if (name.n == 0 || name.n >= sizeof(key))
		return 0;
	memcpy(key, name.p, name.n);
	key[name.n] = '\0';
	hit = bsearch(key, entities, sizeof(entities) / sizeof(entities[0]), sizeof(entities[0]), by_name);
	return hit != NULL ? hit->codepoint : 0;
}

static const uint16_t c1[32] = { 0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d,
	0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178 };

uint32_t
entity_c1(uint32_t codepoint)
{
	return codepoint >= 0x80 && codepoint <= 0x9f ? c1[codepoint - 0x80] : codepoint;
}

static size_t
numeric(struct str s, uint32_t *codepoint)
{
	bool is_hex = s.n > 2 && ascii_lower(s.p[2]) == 'x';
	size_t i = is_hex ? 3 : 2, start = i;
	uint32_t v = 0;
	char c;

	for (; i < s.n; i++) {
		c = ascii_lower(s.p[i]);
		if (ascii_is_digit(c))
			v = v * (is_hex ? 16 : 10) + (uint32_t)(c - '0');
		else if (is_hex && c >= 'a' && c <= 'f')
			v = v * 16 + (uint32_t)(c - 'a' + 10);
		else
			break;
		if (v > 0x10ffff)
			v = 0x110000; /* stays out of range whatever follows */
	}
	if (i == start)
		return 0;
	v = entity_c1(v);
	if (v == 0 || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff) || v == 0xfffe || v == 0xffff)
		v = 0xfffd;
	*codepoint = v;
	return i < s.n && s.p[i] == ';' ? i + 1 : i;
}

#define NAME_MOST 31 /* bytes: no name that we know is longer */

size_t
entity_decode(struct str s, uint32_t *codepoint)
{
	size_t i;

	if (s.n < 3)
		return 0;
	if (s.p[1] == '#')
		return numeric(s, codepoint);
	for (i = 1; i < s.n && i <= NAME_MOST && ascii_is_alnum(s.p[i]); i++)
		;
	if (i == 1)
		return 0;
	*codepoint = entity_codepoint((struct str){ s.p + 1, i - 1 });
	if (i < s.n && s.p[i] == ';')
		return *codepoint != 0 ? i + 1 : 0;
	return *codepoint != 0 && *codepoint <= 0xff && (i == s.n || s.p[i] != '=') ? i : 0;
}
