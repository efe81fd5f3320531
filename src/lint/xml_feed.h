/* The rules of RSS, Atom and OPML for a tree: the grammar's tables first, then what binds several elements. */
#ifndef LINT_XML_FEED_H
#define LINT_XML_FEED_H

#include "lint/tree.h"

void xml_feed_check(struct report *r, const struct lint_node *root);

/* The rules that bind several elements of an RSS or Atom feed, by its channel or feed element. */
void across_check_channel(struct report *r, const struct lint_node *channel);
void across_check_feed(struct report *r, const struct lint_node *feed);
/* The same for the channel of a podcast, which another channel is none of, and for the body of a subscription list. */
void podcast_check_channel(struct report *r, const struct lint_node *channel);
void opml_check_body(struct report *r, const struct lint_node *body);


#endif
