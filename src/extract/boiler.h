/* Lines that a page repeats on every article, told by their words in a score of languages. */
#ifndef EXTRACT_BOILER_H
#define EXTRACT_BOILER_H

#include <stdbool.h>

#include "base/str.h"

#define BOILER_MAX 260U /* width; a longer block is text */

/* "Advertisement", "Read also: …", "Sign up for our newsletter", "Follow us on …", "Tags: …". width as of the block. */
bool boiler_is_line(struct str text, uint32_t width);

/* "By Name", "Published: 3 May 2024, 10:15", "5 min read": facts about the article, no text of it. */
bool boiler_is_meta(struct str text, uint32_t width);

/* "Related articles", "Comments", "About the author": what follows such a heading is not the article any more. */
bool boiler_is_tail_heading(struct str text);

/* "12 comments", "3 thoughts on “…”", "Leave a reply": readers talk below it. */
bool boiler_is_talk_heading(struct str text);

/* "Ann Roe is a reporter …", "Bo Lind (bo@a.example) covers …": a line about who wrote it. */
bool boiler_is_biography(struct str text);

/*
 * "Get our app for free and never miss …", "Comments are moderated by …": readers are asked to do something with what the
 * site has beside the article. Names of both are in articles too: ask only about lines at an end of the text, and tell by
 * the title, as fold() makes it, what the article is about.
 */
bool boiler_is_appeal(struct str text, uint32_t width, struct str about);

#endif
