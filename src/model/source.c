#include "config.h"
#include "model/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

bool
source_is_site(const struct source *s)
{
	const char *host = strstr(s->url, "://"), *slash = host != NULL ? strchr(host + 3, '/') : NULL;

	return slash != NULL && slash[1] == '\0';
}

uint64_t
source_results_hash(const struct source *s)
{
	const uint64_t numbers[] = { s->kind, s->ignored };
	uint64_t h = hash_fast((struct str){ (const char *)numbers, sizeof(numbers) }, 0);
	size_t i, k;

	for (i = 0; i < RULE_COUNT && s->rules != NULL; i++)
		for (k = 0; k < s->rules[i].n; k++)
			h = hash_fast(str_from(s->rules[i].v[k].text), h + i);
	return h;
}

void
source_state_release(struct source_state *s)
{
	free(s->etag);
	free(s->last_modified);
	free(s->error);
	free(s->moved_to);
	free(s->config_url);
	free(s->title);
	free(s->link);
	free(s->format);
	free(s->envelope);
	free(s->parts);
	free(s->proposal);
	*s = (struct source_state){ 0 };
}

void
source_state_copy(struct source_state *to, const struct source_state *from)
{
	*to = *from;
	to->etag = mem_strdup(from->etag);
	to->last_modified = mem_strdup(from->last_modified);
	to->error = mem_strdup(from->error);
	to->moved_to = mem_strdup(from->moved_to);
	to->config_url = mem_strdup(from->config_url);
	to->title = mem_strdup(from->title);
	to->link = mem_strdup(from->link);
	to->format = mem_strdup(from->format);
	to->envelope = mem_strdup(from->envelope);
	to->parts = mem_strdup(from->parts);
	to->proposal = mem_strdup(from->proposal);
}

void
source_state_forget_body(struct source_state *s)
{
	free(s->etag);
	free(s->last_modified);
	s->etag = s->last_modified = NULL;
	s->has_body_hash = false;
}

void
source_state_for(struct source_state *s, const char *config_url)
{
	if (s->config_url != NULL && strcmp(s->config_url, config_url) == 0)
		return;
	source_state_forget_body(s);
	free(s->config_url);
	free(s->moved_to);
	free(s->envelope);
	free(s->parts);
	free(s->proposal);
	s->envelope = s->parts = s->proposal = NULL;
	s->config_url = mem_strdup(config_url);
	s->moved_to = NULL;
	s->is_gone = false;
	s->failures = 0;
	s->ttl_s = s->due_s = 0;
}
