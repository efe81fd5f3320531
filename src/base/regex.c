#include "config.h"
#include "base/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"

struct regex {
	pcre2_code *code;
	pcre2_match_data *match;
	pcre2_match_context *limits;
	uint32_t n_groups;
};

struct regex *
regex_new(struct str pattern, bool any_case, size_t *at, struct err *e)
{
	const uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | (any_case ? PCRE2_CASELESS : 0);
	struct regex *r;
	PCRE2_SIZE offset = 0;
	PCRE2_UCHAR why[160];
	pcre2_code *code;
	int error;

	if (at != NULL)
		*at = 0;
	if (pattern.n > REGEX_PATTERN_MAX) {
		err_set(e, ERR_INPUT, "a regular expression of more than %u bytes", REGEX_PATTERN_MAX);
		return NULL;
	}
	code = pcre2_compile((PCRE2_SPTR)(pattern.n > 0 ? pattern.p : ""), pattern.n, options, &error, &offset, NULL);
	if (code == NULL) {
		pcre2_get_error_message(error, why, sizeof(why));
		err_set(e, ERR_INPUT, "%s", (const char *)why);
		if (at != NULL)
			*at = offset < pattern.n ? offset : pattern.n;
		return NULL;
	}
	r = mem_zalloc(sizeof(*r));
	r->code = code;
	r->match = pcre2_match_data_create_from_pattern(code, NULL);
	r->limits = pcre2_match_context_create(NULL);
	if (r->match == NULL || r->limits == NULL)
		abort();
	pcre2_set_match_limit(r->limits, REGEX_MATCH_MAX);
	pcre2_set_depth_limit(r->limits, REGEX_MATCH_MAX);
	pcre2_set_heap_limit(r->limits, REGEX_HEAP_MAX);
	pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &r->n_groups);
	return r;
}

void
regex_free(struct regex *r)
{
	if (r == NULL)
		return;
	pcre2_match_context_free(r->limits);
	pcre2_match_data_free(r->match);
	pcre2_code_free(r->code);
	free(r);
}

unsigned
regex_groups(const struct regex *r)
{
	return r->n_groups;
}

/* From byte from on; options are PCRE2's. */
static enum regex_result
find_from(struct regex *r, struct str subject, size_t from, uint32_t options, struct regex_match *out)
{
	const char *p = subject.n > 0 ? subject.p : "";
	const PCRE2_SIZE *ends;
	uint32_t i;
	int rc = pcre2_match(r->code, (PCRE2_SPTR)p, subject.n, from, options, r->match, r->limits);

	if (rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT || rc == PCRE2_ERROR_HEAPLIMIT)
		return REGEX_LIMIT;
	if (rc < 0)
		return REGEX_NO;
	if (out == NULL)
		return REGEX_YES;
	*out = (struct regex_match){ .group = { { NULL, 0 } } };
	ends = pcre2_get_ovector_pointer(r->match);
	for (i = 0; i <= r->n_groups && i <= REGEX_GROUPS_MAX; i++)
		if (ends[2 * i] != PCRE2_UNSET)
			out->group[i] = (struct str){ p + ends[2 * i], ends[2 * i + 1] - ends[2 * i] };
	return REGEX_YES;
}

enum regex_result
regex_find(struct regex *r, struct str subject, struct regex_match *out)
{
	return find_from(r, utf8_head(subject, REGEX_SUBJECT_MAX), 0, 0, out);
}

/* The number behind a "$" at i; -1: there is none. */
static int
reference(struct str with, size_t i)
{
	return with.p[i] == '$' && i + 1 < with.n && ascii_is_digit(with.p[i + 1]) ? with.p[i + 1] - '0' : -1;
}

void
regex_expand(struct str with, const struct regex_match *m, struct buf *out)
{
	size_t i;
	int n;

	for (i = 0; i < with.n; i++) {
		n = reference(with, i);
		if (n >= 0)
			buf_add_str(out, m->group[n]);
		else
			buf_add_char(out, with.p[i]);
		i += n >= 0 || (with.p[i] == '$' && i + 1 < with.n && with.p[i + 1] == '$');
	}
}

int
regex_check_template(struct str with, unsigned n_groups, size_t *at, struct err *e)
{
	size_t i;
	int n;

	for (i = 0; i < with.n; i++) {
		if (with.p[i] != '$')
			continue;
		*at = i;
		n = reference(with, i);
		if (n < 0 && !(i + 1 < with.n && with.p[i + 1] == '$'))
			return err_set(e, ERR_INPUT, "expected $0 to $9, or $$ for a dollar");
		if (n > 0 && (unsigned)n > n_groups)
			return err_set(e, ERR_INPUT, "there is no group %d in the regular expression, which has %u", n, n_groups);
		i++;
	}
	return 0;
}

enum regex_result
regex_replace(struct regex *r, struct str subject, struct str with, struct buf *out)
{
	struct str seen = utf8_head(subject, REGEX_SUBJECT_MAX);
	enum regex_result found, any = REGEX_NO;
	size_t at = 0, copied = 0, start, end, step;
	struct regex_match m;
	uint32_t options = 0;

	while (at <= seen.n && (found = find_from(r, seen, at, options, &m)) != REGEX_NO) {
		options = PCRE2_NO_UTF_CHECK;
		any = found;
		if (found == REGEX_LIMIT)
			break;
		start = seen.n > 0 ? (size_t)(m.group[0].p - seen.p) : 0;
		end = start + m.group[0].n;
		if (start > copied)
			buf_add_str(out, (struct str){ subject.p + copied, start - copied });
		regex_expand(with, &m, out);
		copied = end;
		step = end;
		if (m.group[0].n == 0 && step < seen.n) /* past one character, or it would match here for ever */
			utf8_next(seen, &step);
		else if (m.group[0].n == 0)
			step++;
		at = step;
	}
	buf_add_str(out, str_skip(subject, copied));
	return any;
}
