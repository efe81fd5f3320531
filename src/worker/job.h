/*
 * What a parser worker is asked and what it answers, and how both look on the
 * socket between it and the main process (native byte order: one machine, one
 * program). The main process takes an answer for hostile bytes.
 */
#ifndef WORKER_JOB_H
#define WORKER_JOB_H

#include "parse/parse.h"

enum job_kind {
	JOB_FEED = 1, /* must be a feed */
	JOB_FILE,     /* one article file of a folder */
	JOB_LISTING,  /* a page: the list of articles that it holds, by rules if there are some */
	JOB_AUTO,     /* a feed, a page that announces feeds (in document.alternates then), or a page with a list of articles */
	JOB_LINT,     /* document.findings alone */
	JOB_PAGE,     /* a page that holds one article */
	JOB_ANY,      /* a feed, or all that a page says of feeds, entries and its article */
	JOB_JSON,     /* an answer of an API: its articles, by rules */
	JOB_MAIL,     /* one mail of a folder */
	JOB_GUESS,    /* as JOB_PAGE; and, in document.guess, rules that would read it as it is read without them */
	JOB_SITEMAP   /* a sitemap, an index of them, or a robots.txt that names some: those are in document.parts then */
};

struct job {
	enum job_kind kind;
	struct str bytes;
	struct str name; /* JOB_FILE: its file name */
	struct str content_type, url, content_location, content_language;
	struct str around, known; /* JOB_LISTING and JOB_AUTO: as in extract/listing.h */
	struct str rules; /* from rule_sets_encode(): the source's own; for JOB_PAGE also those of sites. Empty: none */
	int64_t as_of_s; /* when the bytes were current, as Unix time; 0: not known */
	unsigned items_max;
	enum parse_ending ending;
	uint64_t settings_hash;  /* of the source's settings, as far as they decide what becomes of an item, and of job_reader() */
	struct str fingerprints; /* int64_t, ascending: a feed's items that have them are answered with nothing else */
	/* For looking at it: base, language and kind of each text; the plain text of pages and files; candidates for a list; every rule tried. */
	bool wants_details;
};

struct answer {
	struct err err; /* of kind ERR_NONE: document is good */
	struct document document; /* with an error: what was found out before it, the format for one */
};

#define JOB_RESULTS 1U /* counts up whenever the same bytes may become something else: then what was read before is read again */

/* Which program this is, as far as the results of jobs go: another number, perhaps other results. Never 0. */
uint64_t job_reader(void);

/* Does the work: parse or extract, then normalise. Everything is in the arena or in job->bytes. */
void job_run(struct arena *a, const struct job *job, struct answer *out);

#define JOB_PARTS 10U                /* strings of a job, in the order of job_parts() */
#define JOB_BYTES_MAX (32U << 20)    /* of the longest part */
#define ANSWER_BYTES_MAX (24U << 20) /* of an encoded document */
#define JOB_MAGIC 0x66776a32U
#define ANSWER_MAGIC 0x66776131U
#define LACKING_MAGIC 0x66776c31U /* instead of an answer: the worker has ended for want of converters, which only a new one can open */

struct job_head {
	uint32_t magic, kind, items_max;
	uint16_t wants_details, ending;
	uint64_t settings_hash;
	int64_t as_of_s;
	uint32_t n[JOB_PARTS]; /* bytes that follow, part by part */
};

struct answer_head {
	uint32_t magic;
	uint32_t err_kind; /* enum err_kind */
	uint32_t err_n;    /* bytes that follow: the error's text, */
	uint32_t n;        /* and the document as CBOR */
};

void job_parts(const struct job *job, struct str parts[JOB_PARTS]);

/*
 * An answer from its checked head and the bytes behind it, which must live as
 * long as the arena. Checks all of it; returns 0, or -1 with ERR_INPUT when the worker
 * did not keep to the form.
 */
int answer_decode(struct arena *a, const struct answer_head *head, struct str bytes, struct answer *out, struct err *e);

#endif
