#include "config.h"
#include "extract/boiler.h"

#include "base/utf8.h"
#include "extract/prose.h"

#define META_MAX 130U       /* width of a line of facts */
#define HEADING_MAX 70U     /* bytes of a heading that cuts */
#define TALK_MAX 160U       /* bytes of a heading over comments; it may quote the title */
#define BIOGRAPHY_MAX 700U  /* bytes */
#define ROLE_WITHIN 130U    /* bytes behind a name in which it is said what somebody does */
#define APPEAL_MAX 330U     /* width */
#define FOLD_MAX 1200U      /* bytes of a line that are looked at */

/* In small letters. "x*" is a beginning, "x" the whole line but for marks at its end. */
static const char *const lines[] = { "advertisement*", "advertisment*", "anzeige", "werbung", "publicité*", "publicidad*", "publicidade", "pubblicità",
	"reklama", "реклама*", "advertorial", "sponsored*", "promoted", "ad", "ads", "story continues below*", "article continues below*",
	"article continues after*", "continue reading*", "continue below*", "scroll to continue*", "scroll down*", "read more*", "read also*", "also read*", "read next*", "see also:*",
	"related:*", "related article*", "related stor*", "related post*", "related content*", "related link*", "more on this*", "more from*", "more:*", "more stories*",
	"more about*", "more news*", "recommended*", "you may also*", "you might also*", "you may like*", "don't miss*", "don’t miss*", "watch:*", "watch now*", "listen:*", "lesen sie*",
	"lesen sie auch*", "mehr zum thema*", "mehr dazu*", "mehr lesen*", "weiterlesen*", "zum thema*", "lire aussi*", "à lire aussi*", "a lire aussi*", "lire la suite*", "à lire*",
	"lea también*", "lee también*", "leer más*", "te puede interesar*", "le puede interesar*", "ver también*", "también lea*", "mira también*", "leggi anche*", "leggi tutto*",
	"leggi di più*", "leia também*", "leia mais*", "saiba mais*", "veja também*", "lees ook*", "lees meer*", "bekijk ook*", "läs också*", "läs mer*",
	"läs även*", "les også*", "læs også*", "lue myös*", "czytaj także*", "czytaj też*", "czytaj więcej*", "zobacz także*", "zobacz też*", "přečtěte si*", "čtěte také*",
	"olvasd el*", "citeşte şi*", "citește și*", "διαβάστε επίσης*", "читайте также*", "читать далее*", "читайте ещё*", "читайте також*",
	"смотрите также*", "ayrıca oku*", "baca juga*", "simak juga*", "xem thêm*", "اقرأ أيضا*", "اقرأ أيضًا*", "関連記事*", "あわせて読みたい*", "続きを読む*", "相关阅读*", "相關新聞*", "相关新闻*", "延伸阅读*", "延伸閱讀*", "更多新闻*", "관련기사*",
	"sign up*", "signup*", "subscribe*", "get our*", "get the latest*", "join our newsletter*", "join the conversation*", "join our*", "follow us*", "follow @*", "like us on*", "like this story*", "like this article*", "like what you*", "share this*", "share on*", "share via*", "share",
	"share:*", "shares", "tweet", "tweet this*", "pin it", "email this*", "email", "print this*", "print", "whatsapp", "facebook", "twitter", "linkedin", "reddit", "pinterest", "telegram", "copy link*", "link copied*", "copied*", "click here to*",
	"click to*", "tap to*", "jetzt anmelden*", "newsletter*", "abonnieren*", "abonnez-vous*", "s'abonner*", "s’abonner*", "inscrivez-vous*", "suscríbete*", "suscríbase*", "síguenos*", "sigue a*", "iscriviti*",
	"seguici*", "inscreva-se*", "assine*", "siga o*", "schrijf je in*", "abonneer*", "prenumerera*", "zapisz się*", "подпишитесь*", "подписывайтесь*", "folgen sie*", "folge uns*", "teilen*", "diesen artikel teilen*", "artikel teilen*",
	"partager*", "compartir*", "condividi*", "compartilhar*", "compartilhe*", "delen*", "dela*", "jaa", "udostępnij*", "поделиться*", "bagikan*", "paylaş*", "分享到*", "シェアする*", "posted in*", "filed under*",
	"filed in*", "tagged*", "tags:*", "tags", "tag:*", "topics:*", "topics", "categories:*", "category:*", "schlagwörter*", "schlagworte*", "stichwort*", "themen:*", "mots-clés*", "mots clés*", "etiquetas*", "palabras clave*",
	"temas:*", "temas", "argomenti:*", "теги:*", "теги", "метки:*", "标签*", "標籤*", "タグ:*", "kategorien:*", "kategorie:*", "comments are closed*", "leave a comment*", "leave a reply*", "post a comment*", "view comments*", "show comments*", "no comments*", "add a comment*", "comments", "comment",
	"kommentare*", "kommentar schreiben*", "kommentieren*", "commentaires*", "comentarios*", "commenti*", "comentários*", "комментарии*", "all rights reserved*", "copyright*", "©*", "(c) 20*", "alle rechte vorbehalten*", "tous droits réservés*",
	"todos los derechos*", "tutti i diritti*", "this article was originally*", "this article originally appeared*", "this story was originally published*", "originally published*", "image source*", "image credit*", "photo by*", "photo:*", "photo credit*", "photos:*", "foto:*", "fotos:*", "bild:*", "image:*", "images:*",
	"credit:*", "picture:*", "quelle:*", "bildquelle*", "crédit photo*", "crédits*", "loading*", "please wait*", "play video*", "play", "video", "close", "menu", "back to top*", "top", "next", "previous", "next article*", "previous article*", "nächster artikel*",
	"skip to*", "view gallery*", "open gallery*", "view image*", "view all*", "see all*", "show all*", "show more*", "load more*", "report a typo*", "report an error*", "report this*", "do you have a story*", "got a tip*", "have a tip*", "send us*",
	"contact the author*", "contact us*", "about the author*", "über den autor*", "download our app*", "download the app*", "this post may contain affiliate*", "this site uses*", "we use cookies*", "we may earn*", "disclosure:*", "disclaimer:*",
	"thank you for*your", "thanks for signing*", "your email address*", "enter your email*", "by signing up*", "by clicking*", "by submitting*", "by subscribing*", "please enter*", "log in to*", "login to*", "support our journalism*", "support us*", "buy now*", "shop now*",
	"to view this video*", "tweet may have been*", "your browser does not*", "this content is not available*", "this video is not*", "click here", "enlarge this image*", "toggle caption*", "hide caption*", "enlarge", "expand", "collapse", "(image*", "(photo*", "(bild*", "(foto*", "[photo*", "[image*", "view on twitter*", "view this post on*", "a post shared by*", "post shared by*", "view this photo*",
	"externer inhalt*", "externe inhalte*", "empfohlener redaktioneller inhalt*", "empfohlener externer inhalt*", "an dieser stelle finden sie*extern", "an dieser stelle befindet sich*extern", "external content*", "recommended external content*",
	"contenu externe*", "ce contenu est bloqué*", "contenido externo*", "contenuto esterno*", "externe inhoud*", "treści zewnętrzne*", "this content is hosted by*", "this content is provided by*", "to view this content*", "to display this content*",
	"to see this content*", "um diesen inhalt*", "um diesen*inhalt zu sehen", "mit ihrer zustimmung*", "pour afficher ce contenu*",
	"article originally*", "drucken", "imprimer", "imprimir", "stampa", "merken", "kommentare anzeigen*", "bookmark*", "save this*", "save article*", "listen to this*", "artikel anhören*", "écouter cet article*", "embed", "transcript" };

/* The same for headings behind which the article is over. */
static const char *const tails[] = { "related*", "comments*", "comment", "leave a*", "about the author*", "about author*", "about the writer*", "more from*", "more on*", "more great*", "more stories*", "more articles*", "more news*", "more like this*", "more about*", "you may also*", "you might also*", "you may like*", "read next*",
	"read more*", "recommended*", "recommendations*", "latest*", "most read*", "most popular*", "popular*", "trending*", "top stories*", "up next*", "share this*", "share", "newsletter*", "sign up*", "subscribe*", "join the*", "post navigation*", "further reading*", "see also",
	"tags", "topics", "follow us*", "today's top*", "editor's picks*", "editors' picks*", "editor’s picks*", "what to read next*", "similar*", "recent posts*", "other stories*", "responses*", "discussion*", "add a comment*", "post a comment*", "join the conversation*", "kommentare*", "kommentar*", "mehr zum thema*", "mehr zu*",
	"mehr aus*", "mehr von*", "das könnte*", "auch interessant*", "weitere artikel*", "weitere themen*", "weitere meldungen*", "lesen sie auch*", "ähnliche*", "verwandte*", "meistgelesen*", "neueste*", "aktuelle*artikel", "über den autor*", "über die autor*", "zum autor*", "schreibe einen*", "schlagwörter*", "teilen*", "diesen artikel*", "beliebte*", "empfehlungen*", "zur startseite*",
	"commentaires*", "à lire aussi*", "lire aussi*", "sur le même*", "articles similaires*", "les plus lus*", "laisser un*", "à propos de l*", "dans la même*", "vos commentaires*", "comentarios*", "noticias relacionadas*", "relacionad*", "te puede*", "más noticias*", "lo más*", "deja un*",
	"deja una*", "temas relacionados*", "artículos relacionados*", "también te*", "sobre el autor*", "commenti*", "articoli correlati*", "leggi anche*", "potrebbe*", "lascia un*", "notizie*correlate", "i più letti*", "comentários*", "leia também*", "leia mais*", "veja também*", "mais lidas*", "notícias relacionadas*", "deixe um*",
	"reacties*", "lees ook*", "meer over*", "gerelateerd*", "läs också*", "läs mer*", "mest läst*", "kommentarer*", "relaterade*", "les også*", "læs også*", "mest lest*", "lue myös*", "komentarze*", "czytaj także*", "zobacz także*", "powiązane*", "komentáře*", "související*", "kapcsolódó*", "hozzászólás*",
	"комментарии*", "комментарий*", "читайте также*", "похожие*", "по теме*", "другие новости*", "материалы по теме*", "читайте також*", "σχόλια*", "διαβάστε*", "yorumlar*", "ilgili*", "baca juga*", "artikel terkait*", "berita terkait*", "komentar*", "tin liên quan*", "関連記事*", "関連*", "コメント*", "人気記事*", "相关阅读*", "相关文章*",
	"相关新闻*", "相關*", "推荐*", "推薦*", "评论*", "留言*", "관련*", "댓글*", "مواضيع*", "اقرأ*", "التعليقات*" };

/* Behind a number or before one. */
static const char *const talks[] = { "comment", "comments", "reader comments", "user comments", "responses", "replies", "reactions", "thoughts", "kommentar", "kommentare", "leserkommentare", "antworten", "gedanken",
	"commentaire", "commentaires", "réactions", "réponses", "comentario", "comentarios", "respuestas", "comentário", "comentários", "commenti", "commento", "risposte", "reacties", "reactie", "kommentarer", "svar", "kommenttia", "kommentit",
	"komentarz", "komentarze", "komentarzy", "komentáře", "komentářů", "hozzászólás", "комментарий", "комментария", "комментариев", "комментарии", "коментарі", "σχόλια", "yorum", "yorumlar", "komentar", "bình luận", "تعليقات", "コメント", "件のコメント", "评论", "条评论", "評論", "則留言", "留言", "댓글" };

static const char *const invitations[] = { "comments", "reader comments", "kommentare", "leserkommentare", "commentaires", "comentarios", "comentários", "commenti", "kommentarer", "komentarze", "komentáře", "комментарии", "коментарі", "댓글", "コメント", "leave a comment*", "leave a reply*", "leave your comment*", "post a comment*", "post a reply*", "add a comment*", "add your comment*", "write a comment*", "join the conversation*", "join the discussion*", "share your thoughts*", "comments are closed*", "what do you think?*",
	"schreibe einen kommentar*", "schreib einen kommentar*", "kommentar schreiben*", "kommentar verfassen*", "kommentar hinterlassen*", "hinterlasse ein*", "hinterlassen sie ein*", "diskutieren sie*", "laisser un commentaire*", "laissez un commentaire*", "ajouter un commentaire*", "poster un commentaire*",
	"deja un comentario*", "deja una respuesta*", "dejar un comentario*", "escribe un comentario*", "deixe um comentário*", "deixe uma resposta*", "lascia un commento*", "lascia una risposta*", "geef een reactie*", "laat een reactie*", "skriv en kommentar*", "legg igjen*", "lämna en kommentar*",
	"dodaj komentarz*", "napisz komentarz*", "добавить комментарий*", "оставить комментарий*", "напишите комментарий*", "コメントを残す*", "发表评论*", "发表回复*", "發表迴響*" };

/* text in small letters, without marks in front; at most FOLD_MAX bytes. */
static struct str
folded(struct str text, char *out)
{
	size_t i = 0, n = 0;
	uint32_t c;

	text = prose_trim(utf8_head(text, FOLD_MAX - 8));
	while (text.n > 0 && strchr("-*>|/\"'.:", text.p[0]) != NULL)
		text = prose_trim(str_skip(text, 1));
	while (text.n > 2 && ((unsigned char)text.p[0] == 0xe2 || (unsigned char)text.p[0] == 0xef)) /* arrows, bullets, dashes */
		text = prose_trim(str_skip(text, 3));
	while (i < text.n && n + 4 < FOLD_MAX) {
		c = utf8_next(text, &i);
		n += utf8_put(utf8_lower(c), out + n);
	}
	return (struct str){ out, n };
}

static bool
is_letter_at(struct str s, size_t i)
{
	return i < s.n && (ascii_is_alnum(s.p[i]) || (unsigned char)s.p[i] >= 0xc3) && (unsigned char)s.p[i] < 0xe2;
}

static bool
fits(struct str line, const char *pattern)
{
	struct str p = str_from(pattern), rest;
	size_t star = str_find_char(p, '*');

	if (star == STR_NPOS) {
		if (!str_starts(line, p))
			return false;
		for (rest = str_skip(line, p.n); rest.n > 0; rest = str_skip(rest, 1))
			if (ascii_is_alnum(rest.p[0]) || (unsigned char)rest.p[0] >= 0x80)
				return false;
		return true;
	}
	if (!str_starts(line, str_head(p, star)))
		return false;
	if (star + 1 < p.n)
		return str_find(line, str_skip(p, star + 1)) != STR_NPOS;
	return star < 8 && ascii_is_alpha(p.p[star - 1]) ? !is_letter_at(line, star) || p.p[star - 1] == 'r' : true;
}

static bool
fits_any(struct str line, const char *const *patterns, size_t n)
{
	size_t i;

	if (line.n == 0)
		return false;
	for (i = 0; i < n; i++)
		if (patterns[i][0] == line.p[0] && fits(line, patterns[i]))
			return true;
	return false;
}

static bool
holds_any(struct str line, const char *const *words, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_find(line, str_from(words[i])) != STR_NPOS)
			return true;
	return false;
}

/* The same where the word begins so. */
static bool
holds_word(struct str line, const char *const *stems, size_t n)
{
	struct str rest;
	size_t i, at;

	for (i = 0; i < n; i++)
		for (rest = line; (at = str_find(rest, str_from(stems[i]))) != STR_NPOS; rest = str_skip(rest, at + 1))
			if (at > 0 && !ascii_is_alnum(rest.p[at - 1]) && (unsigned char)rest.p[at - 1] < 0x80)
				return true;
	return false;
}

/* "Join 20,000 readers and get our newsletter": something by mail, and what to do for it. */
static bool
offers_mail(struct str line)
{
	static const char *const what[] = { "newsletter", "your inbox", "infolettre", "rundbrief", "nyhetsbrev", "nieuwsbrief", "boletín" };
	static const char *const how[] = { "sign up", "subscrib", "join ", "delivered", "get ", "free", "kostenlos", "anmelden", "abonnier", "abonne", "bestellen", "inscri", "suscr", "iscriv", "prenumerera" };

	return holds_any(line, what, sizeof(what) / sizeof(what[0])) && holds_any(line, how, sizeof(how) / sizeof(how[0]));
}

bool
boiler_is_line(struct str text, uint32_t width)
{
	char fold[FOLD_MAX];
	struct str line;

	if (width >= BOILER_MAX)
		return false;
	line = folded(text, fold);
	return fits_any(line, lines, sizeof(lines) / sizeof(lines[0])) || offers_mail(line);
}

bool
boiler_is_tail_heading(struct str text)
{
	char fold[FOLD_MAX];

	return text.n < HEADING_MAX && fits_any(folded(text, fold), tails, sizeof(tails) / sizeof(tails[0]));
}

/* Behind a number and spaces, or s itself. */
static struct str
skip_number(struct str s)
{
	if (s.n > 0 && ascii_is_digit(s.p[0]))
		while (s.n > 0 && (ascii_is_digit(s.p[0]) || s.p[0] == '.' || s.p[0] == ','))
			s = str_skip(s, 1);
	return str_trim(s);
}

/* Nothing behind the word but a number, as there must be one, or what it is about in quotation marks. */
static bool
ends_talk(struct str s, bool has_number)
{
	static const char *const joints[] = { "on ", "to ", "zu ", "auf ", "sur ", "en ", "su ", "op ", "till ", "til " };
	size_t i;

	s = str_trim(s);
	for (i = 0; i < sizeof(joints) / sizeof(joints[0]); i++)
		if (str_starts(s, str_from(joints[i])))
			return strchr("\"'", s.p[strlen(joints[i])]) != NULL || (unsigned char)s.p[strlen(joints[i])] >= 0xc2;
	for (; s.n > 0; s = str_skip(s, 1)) {
		if (strchr("0123456789()[]: .,", s.p[0]) == NULL)
			return false;
		has_number = has_number || ascii_is_digit(s.p[0]);
	}
	return has_number;
}

bool
boiler_is_talk_heading(struct str text)
{
	char fold[FOLD_MAX];
	struct str line, word;
	bool has_number;
	size_t i;

	if (text.n >= TALK_MAX)
		return false;
	line = folded(text, fold);
	if (fits_any(line, invitations, sizeof(invitations) / sizeof(invitations[0])))
		return true;
	has_number = line.n > 0 && ascii_is_digit(line.p[0]);
	line = skip_number(line);
	for (i = 0; i < sizeof(talks) / sizeof(talks[0]); i++) {
		word = str_from(talks[i]);
		if (str_starts(line, word) && ends_talk(str_skip(line, word.n), has_number))
			return true;
	}
	return false;
}

/* ---- appeals ---- */

static const char *const asks[] = { "subscri", "sign up", "sign in", "signing up", "log in", "login", "join ", "follow ", "click here", "tap here", "download", "donat", "support ", "become a", "chat with",
	"check out", "get our", "get breaking", "get all", "get access", "get more", "if you enjoyed", "if you liked", "register now", "delivered", "listen ", "create an account",
	"abonnier", "anmeld", "registrier", "jetzt ", "klick", "unterstütz", "folg", "bestell", "testen", "sichern", "informier", "verpass", "versäum", "teilen sie", "schreiben sie", "gefällt", "hier geht",
	"abonnez", "abonner", "inscri", "rejoign", "soutenez", "cliquez", "téléchargez", "suivez", "suscr", "regístrate", "únete", "sígu", "haz clic", "descarga", "iscriv", "seguici", "clicca", "scarica", "assine", "siga", "clique", "baixe",
	"abonneer", "meld je", "volg ", "prenumerera", "följ ", "zapisz", "śledź", "dołącz", "подпис", "присоедин" };

static const char *const offers[] = { "newsletter", "inbox", "by email", "by e-mail", "email updates", "email address", "e-mail-adresse", "whatsapp", "telegram", "facebook", "twitter", "instagram", "messenger", " app ", " app.", " app,", "-app", " apps", "account", "konto", "guidelines",
	"membership", "members", "mitglied", "subscription", "trial", "podcast", "push-", "cookie", "journalism", "journalismus", "donation", "spende", "crossword", "e-paper", "epaper", "letterbox", "postfach", "briefkasten", " abo", "boletín", "correo", " canal", "kanal",
	"infolettre", "courriel", "alerts", "notifications", "feedback", "community", "commission", "magazin", "issues", "kostenlos", "gratis", "free of charge", "for free", "gratuit", "live at", "meinung", "рассылк", "канал" };

static const char *const readers[] = { " you", "your", " us ", " our ", " sie ", " ihr", "ihnen", " dein", " du ", " dich", " dir ", " uns", " vous", " votre", " nous", " tu ", " te ", " usted", "você", " seu ", "usuário", " vi ", " ci ", " je ", " jouw", " uw ", " dig ", " вас", " ваш", "нас", "here" };

/* What readers write, and how they should: an author who asks for comments is in the text. */
static const char *const talk[] = { "comments", "kommentare", "comentario", "comentári", "commentaire" };
static const char *const manners[] = { "moderat", "moderier", "modéré", "approved", "abide by", "violat", "guidelines", "netiquette", "richtlinien", "aprovad", "closed", "subject to" };

/* Whether something of the site's is in line, other than what the article itself is about. */
static bool
holds_offer(struct str line, struct str about)
{
	size_t i;

	for (i = 0; i < sizeof(offers) / sizeof(offers[0]); i++)
		if (str_find(line, str_from(offers[i])) != STR_NPOS && str_find(about, prose_trim(str_from(offers[i]))) == STR_NPOS)
			return true;
	return false;
}

bool
boiler_is_appeal(struct str text, uint32_t width, struct str about)
{
	char fold[FOLD_MAX + 1];
	struct str line;

	if (width >= APPEAL_MAX)
		return false;
	fold[0] = ' '; /* words are told by the spaces before them */
	line = folded(text, fold + 1);
	line = (struct str){ fold, line.n + 1 };
	if (str_find(text, STR("“")) != STR_NPOS || str_find(text, STR("„")) != STR_NPOS) /* somebody is quoted */
		return false;
	if (holds_any(line, talk, sizeof(talk) / sizeof(talk[0])))
		return holds_any(line, manners, sizeof(manners) / sizeof(manners[0]));
	return holds_any(line, readers, sizeof(readers) / sizeof(readers[0])) && holds_offer(line, about) &&
	       holds_word(line, asks, sizeof(asks) / sizeof(asks[0]));
}

/* ---- people ---- */

/* Behind a name of two to four capitalised words, an address in brackets or a comma; the length of s when there is none. */
static size_t
name_end(struct str s)
{
	size_t i = 0, words = 0, end;

	while (words < 5 && i < s.n && ((s.p[i] >= 'A' && s.p[i] <= 'Z') || (unsigned char)s.p[i] >= 0xc3)) {
		while (i < s.n && !ascii_is_space(s.p[i]) && s.p[i] != ',')
			i++;
		words++;
		while (i < s.n && (ascii_is_space(s.p[i]) || s.p[i] == ','))
			i++;
	}
	if (i < s.n && s.p[i] == '(' && (end = str_find_char(str_skip(s, i), ')')) != STR_NPOS)
		for (i += end + 1; i < s.n && ascii_is_space(s.p[i]); i++)
			;
	return words >= 2 && words <= 4 ? i : s.n;
}

bool
boiler_is_biography(struct str text)
{
	static const char *const verbs[] = { "is a ", "is an ", "is the ", "was a ", "is one of ", "covers ", "writes ", "has written ", "has covered ", "reports ", "ist ", "arbeitet ", "schreibt ", "berichtet ", "est ", "écrit ", "es ", "escribe ",
		"è ", "scrive ", "é ", "escreve ", "jest ", "är ", "er ", "schrijft " };
	static const char *const roles[] = { "report", "editor", "writer", "author", "journalis", "correspondent", "columnist", "founder", "producer", "professor", "fellow", "freelance", "critic", "blogger", "photographer", "contributor", "covering", "lecturer",
		"researcher", "redakteur", "redaktor", "autor", "korrespondent", "volontär", "freier mitarbeiter", "journalist", "auteur", "rédact", "periodista", "redactor", "escritor", "giornalista", "scrittore", "scrittrice", "jornalista", "dziennikar",
		"redacteur", "verslaggever", "skribent" };
	struct str line = text, rest;
	char fold[FOLD_MAX];
	size_t i;

	if (text.n == 0 || text.n > BIOGRAPHY_MAX)
		return false;
	rest = str_skip(line, name_end(line));
	rest = folded(rest, fold);
	for (i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (str_starts(rest, str_from(verbs[i])))
			return holds_any(str_head(rest, ROLE_WITHIN), roles, sizeof(roles) / sizeof(roles[0]));
	return false;
}

/* ---- lines of facts ---- */

static const char *const meta_openers[] = { "by ", "by: ", "von ", "par ", "por ", "di ", "door ", "av ", "af ", "автор", "updated", "last updated", "published", "posted", "first published", "created", "written by", "reporting by",
	"stand:", "aktualisiert", "veröffentlicht", "erstellt", "publié", "mis à jour", "modifié", "actualizado", "publicado", "aggiornato", "pubblicato", "atualizado", "gepubliceerd", "bijgewerkt", "publicerad", "uppdaterad", "opublikowano",
	"aktualizacja", "опубликовано", "обновлено", "дата", "date:", "datum:", "author:", "autor:", "autorin:", "text:", "发布时间", "发布", "来源", "來源", "記者", "责任编辑", "编辑", "更新日", "公開日", "기자", "입력", "reading time", "lesezeit", "temps de lecture", "tiempo de lectura", "tempo di lettura", "estimated reading" };

static const char *const meta_words[] = { "min read", "minute read", "minutes read", "mins read", "min lesezeit", "minuten lesezeit", "min de lecture", "comments", "views", "views.", "shares", "ago" };

/* Whether a number of 19xx or 20xx, or hh:mm, stands in it. */
static bool
has_date_number(struct str s)
{
	size_t i, digits;

	for (i = 0; i < s.n; i++) {
		for (digits = 0; i + digits < s.n && ascii_is_digit(s.p[i + digits]); digits++)
			;
		if (digits == 4 && ((s.p[i] == '1' && s.p[i + 1] == '9') || (s.p[i] == '2' && s.p[i + 1] == '0')))
			return true;
		if (digits > 0 && digits <= 2 && i + digits + 2 < s.n && s.p[i + digits] == ':' && ascii_is_digit(s.p[i + digits + 1]))
			return true;
		i += digits;
	}
	return false;
}

/* The longest run of words in small letters: running text has long ones, facts have names and numbers. */
static unsigned
lower_run(struct str s)
{
	unsigned run = 0, best = 0;
	size_t i = 0, start;
	bool is_lower;

	while (i < s.n) {
		while (i < s.n && ascii_is_space(s.p[i]))
			i++;
		start = i;
		is_lower = i < s.n && ((s.p[i] >= 'a' && s.p[i] <= 'z') || (unsigned char)s.p[i] >= 0x80);
		while (i < s.n && !ascii_is_space(s.p[i])) {
			if (ascii_is_digit(s.p[i]))
				is_lower = false;
			i++;
		}
		if (i > start)
			run = is_lower ? run + 1 : 0;
		if (run > best)
			best = run;
	}
	return best;
}

bool
boiler_is_meta(struct str text, uint32_t width)
{
	char fold[FOLD_MAX];
	struct str line;
	size_t i;
	bool opens = false, counts = false;

	if (width >= META_MAX)
		return false;
	line = folded(text, fold);
	for (i = 0; i < sizeof(meta_openers) / sizeof(meta_openers[0]) && !opens; i++)
		opens = line.n > 0 && line.p[0] == meta_openers[i][0] && str_starts(line, str_from(meta_openers[i]));
	for (i = 0; i < sizeof(meta_words) / sizeof(meta_words[0]) && !counts; i++)
		counts = str_find(line, str_from(meta_words[i])) != STR_NPOS;
	if (!opens && !(counts && width < 40) && !has_date_number(line))
		return false;
	return lower_run(text) < 4 && (opens || counts || width < 60) && !(prose_ends_sentence(text) && !opens);
}
