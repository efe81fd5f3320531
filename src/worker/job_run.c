#include "config.h"
#include "extract/file.h"
#include "normalise/normalise.h"
#include "parse/parse.h"
#include "worker/job.h"

void
job_run(struct arena *a, const struct job *job, struct answer *out)
{
	struct parse_input in = {
		.bytes = job->bytes,
		.content_type = job->content_type,
		.base_url = job->url,
		.content_location = job->content_location,
		.content_language = job->content_language,
		.items_max = job->items_max,
	};
	int rc = job->kind == JOB_FILE ? extract_file(a, job->name, job->bytes, &out->document, &out->err) :
	                                 parse_document(a, &in, &out->document, &out->err);

	if (rc == 0)
		normalise_document(a, &out->document);
}
