/*
 * When is an incoming article one that is known? A ladder of exact keys, tried
 * in order; each rung counts only where it is unambiguous: no two articles of
 * the document may claim it. What the keys cannot say is left to match.h,
 * which compares. Pure: knows no database.
 */
#ifndef STORE_IDENTITY_H
#define STORE_IDENTITY_H

#include "model/document.h"
#include "model/source.h"

enum rung {
	RUNG_PATH = 0,   /* folders: the file's name */
	RUNG_GUID,       /* the publisher's id, byte for byte */
	RUNG_GUID_MATCH, /* the same without scheme, www., trailing slash, tracking */
	RUNG_LINK,       /* the canonical link, likewise; its fragment counts unless it tracks */
	RUNG_ALIAS,      /* further addresses: external_url, rel=canonical, rel=alternate; believed only with a like title or text */
	RUNG_ALIAS_LAST = RUNG_ALIAS + 2,
	RUNG_ENCLOSURE,  /* the one audio or video file, likewise */
	RUNG_WHOLE,      /* guid, link, title, text and date at once: of articles that have none of guid and link for themselves; or what an explicit rule takes instead */
	RUNG_CONTENT,    /* folders: title and text of a file that got another name */
	RUNGS
};

/* In the ledger beside those: how an article was recognised. Never changed. */
enum { RUNG_NEW = -1, RUNG_COMPARED = 100, RUNG_CHURN = 101 };

static inline bool
rung_is_hint(unsigned rung) /* needs more evidence than its key */
{
	return rung >= RUNG_ALIAS && rung <= RUNG_ENCLOSURE;
}

struct identity {
	int64_t key[RUNGS]; /* 0: the article has none, or shares it within its document */
	int64_t text_hash;  /* of all whose change may be an edit (material.h), white space apart: equal means none */
	bool is_repeat;     /* an earlier one of the document is this very article */
};

struct identities {
	struct identity *v;      /* one for each article of the document, in its order, in the arena */
	enum identity_rule rule; /* the one given, or what this document made of it */
};

/*
 * With a rule that was chosen in the configuration (is_chosen) an article has the keys of that rule alone, and articles
 * of the document that share one are one.
 */
void identity_keys(struct arena *a, const struct document *doc, enum identity_rule rule, bool is_chosen, struct identities *out);

/* The rule for a source under `rule` whose guids, or else links, have just turned out to repeat. */
enum identity_rule identity_rule_after(enum identity_rule rule, bool guids_repeat);
/* Takes from an article what the rule does not believe. */
void identity_apply_rule(struct identity *id, enum identity_rule rule);

/*
 * The id to publish for a new article: the publisher's own where it is an
 * absolute IRI of at most 1 KiB (RFC 4287, 4.2.6.1), else a version 5 UUID
 * over source and key. `taken` says that the publisher's is in use already.
 */
struct str identity_mint(struct arena *a, const char *source, const struct article *article, const struct identity *id, bool taken);
/* What identity_mint() would take from the publisher, or empty. */
struct str identity_own_id(const struct article *article);

/* The keys under which an article of that guid is known. */
void identity_guid_keys(struct arena *a, struct str guid, int64_t out[2]);

/* The text that stands for an article: content, or else its summary. HTML, but for is_html false. */
struct str article_body(const struct article *a, bool *is_html);

/* url_match_key() with the fragment, which tells comments, changelog entries and pages of scripts apart. In the arena. */
struct str link_match_key(struct arena *a, struct str url);

#endif
