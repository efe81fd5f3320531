#include "config.h"
#include "compose/ignore.h"

void
ignore_recording(struct document *doc, unsigned ignored)
{
	struct article *a = doc->articles.v;
	uint32_t i;

	for (i = 0; i < doc->articles.n; i++) {
		if (ignored & IGNORE_ID)
			a[i].id = STR_NONE;
		if (ignored & IGNORE_PUBLISHED)
			a[i].published = (struct opt_int){ .is_set = false };
		if (ignored & (IGNORE_UPDATED | IGNORE_PUBLISHED)) /* it would be taken for the other */
			a[i].updated = (struct opt_int){ .is_set = false };
	}
}

void
ignore_showing(struct entry *e, unsigned ignored)
{
	if (ignored & IGNORE_AUTHOR)
		e->article.authors = (struct list){ .n = 0 };
	if (ignored & IGNORE_LANGUAGE)
		e->article.language = STR_NONE;
	if (ignored & IGNORE_TAGS)
		e->article.categories = (struct list){ .n = 0 };
}
