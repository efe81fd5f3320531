#include "config.h"
#include "model/source.h"

#include <stdlib.h>

void
source_state_release(struct source_state *s)
{
	free(s->etag);
	free(s->last_modified);
	free(s->error);
	free(s->moved_to);
	free(s->moved_from);
	free(s->title);
	free(s->link);
	free(s->format);
	*s = (struct source_state){ 0 };
}
