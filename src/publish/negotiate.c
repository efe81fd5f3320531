#include "config.h"
#include "publish/negotiate.h"

#define NOT_NAMED (-1.0)

/* RFC 9110, 12.4.2: without a weight it is 1; what cannot be read counts as refusal. */
static double
weight(struct str parameters)
{
	struct str p;
	double q;

	while (str_next(&parameters, ';', &p)) {
		p = str_trim(p);
		if (str_starts_nocase(p, STR("q=")))
			return str_to_double(str_skip(p, 2), &q) == 0 && q >= 0 && q <= 1 ? q : 0;
	}
	return 1;
}

/* RFC 9110, 12.5.3 */
bool
accepts_gzip(struct str accept_encoding)
{
	double gzip = NOT_NAMED, identity = NOT_NAMED, any = NOT_NAMED, q;
	struct str coding, name;
	size_t end;

	while (str_next(&accept_encoding, ',', &coding)) {
		end = str_find_char(coding, ';');
		name = str_trim(str_head(coding, end));
		q = weight(str_skip(coding, end));
		if (str_is_nocase(name, "gzip") || str_is_nocase(name, "x-gzip"))
			gzip = q;
		else if (str_is_nocase(name, "identity"))
			identity = q;
		else if (str_is(name, "*"))
			any = q;
	}
	if (gzip < 0)
		gzip = any;
	return gzip > 0 && gzip >= identity;
}

/* RFC 9110, 8.8.3.2 and 13.1.2 */
bool
names_etag(struct str list, const char *etag)
{
	struct str tag;

	while (str_next(&list, ',', &tag)) {
		tag = str_trim(tag);
		if (str_starts(tag, STR("W/")))
			tag = str_skip(tag, 2);
		if (str_is(tag, etag))
			return true;
	}
	return false;
}
