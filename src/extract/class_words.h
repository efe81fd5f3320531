/*
 * What the authors of a page call its parts: class, id and role of an element
 * read as words, never as substrings. "td-post-content" is the phrase
 * "post content"; "has-sidebar", utility classes and a blog engine's state
 * classes say nothing.
 */
#ifndef EXTRACT_CLASS_WORDS_H
#define EXTRACT_CLASS_WORDS_H

#include "extract/dom.h"

#define WORD_BODY (1U << 0)         /* the text of an article: "article-body" */
#define WORD_GOOD (1U << 1)         /* "content", "post", "story" */
#define WORD_BAD (1U << 2)          /* never part of an article's text: "breadcrumb", "cookie" */
#define WORD_DOUBTFUL (1U << 3)     /* the same where it is small: "related", "header", "tags" */
#define WORD_COMMENTS (1U << 4)
#define WORD_CAPTION (1U << 5)
#define WORD_CREDIT (1U << 6)       /* of a picture */
#define WORD_BYLINE (1U << 7)
#define WORD_DATE (1U << 8)
#define WORD_TITLE (1U << 9)
#define WORD_RELATED (1U << 10)     /* other articles: "related", "teaser", "most-read" */
#define WORD_OVERLAY (1U << 11)     /* stands above the page: "modal", "popup", "menu" */
#define WORD_FOLDED (1U << 12)      /* opens on a click: "accordion", "tab", "paywall" */
#define WORD_SIDE (1U << 13)        /* "sidebar", "rail", "aside" */
#define WORD_NAV (1U << 14)         /* "nav", "menu", "breadcrumb", "pagination" */
#define WORD_AD (1U << 15)
#define WORD_STANDFIRST (1U << 16)  /* the sentences between headline and text */
#define WORD_TAGS (1U << 17)
#define WORD_SLOGAN (1U << 18)
#define WORD_PERSON (1U << 19)      /* about an author: "author-bio" */
#define WORD_FIGURE (1U << 20)      /* a picture's box: "wp-caption", "image" */
#define WORD_HIDDEN (1U << 21)      /* "sr-only", "visually-hidden" */
#define WORD_EMBED (1U << 22)       /* what another site shows here: "social-embed" */
#define WORD_FOOT (1U << 23)        /* "footer" */
#define WORD_KICKER (1U << 24)      /* the words above or before a headline */

/* All bits that class, id, role, itemprop, data-testid and data-component of an element earn. */
uint32_t class_words(const xmlNode *n);

#endif
