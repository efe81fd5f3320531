/*
 * One article from its own page, and from the pages on which it goes on
 * (extract/article_next.h) up to the fifth, as long as their titles agree. Each
 * request is one that the robots.txt of its site allows (permission.h), that of
 * a redirect's target too, and leaves the site alone for as long as that wants.
 * On the loop's thread.
 */
#ifndef DAEMON_PAGE_READ_H
#define DAEMON_PAGE_READ_H

#include "daemon/daemon.h"

struct page_options {
	struct daemon *d;
	const struct source *source;
	const struct settings *settings;  /* of the source, for the sites that the page may belong to */
	const char *url;
	const char *etag, *last_modified; /* that the page had when it was last read; NULL: none */
	bool is_last_try; /* what has come of an article in several parts is better than nothing */
	bool needs_text;  /* else a title will do */
};

enum page_end {
	PAGE_END_READ = 0,
	PAGE_END_SAME,      /* by its validators: there is no article */
	PAGE_END_FAILED,
	PAGE_END_FORBIDDEN, /* by a robots.txt */
	PAGE_END_LATER,     /* its host wants to be left alone for wait_s */
	PAGE_END_CANCELLED  /* stopping */
};

struct page_result {
	enum page_end end;
	struct err err;         /* of a bad end */
	struct article article; /* of PAGE_END_READ; lives until page_read_free() */
	struct list rule_reports; /* struct rule_report, of its first page; likewise */
	const char *etag, *last_modified; /* likewise; NULL: none, or not those of the page's own address */
	int64_t wait_s;
};

struct page_read;

/* Strings, source and settings must live until done, which runs once, on the loop, never before the return. */
typedef void page_done_fn(const struct page_result *r, void *arg);
struct page_read *page_read_start(const struct page_options *o, page_done_fn *done, void *arg);
/* Not before done was called. NULL is fine. */
void page_read_free(struct page_read *p);

#endif
