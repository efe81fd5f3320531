/* Query parameters that only tell a publisher where a reader came from. */
#include "config.h"
#include "base/url.h"

static const char *const prefixes[] = { "utm_", "mtm_", "pk_", "hsa_", "at_" };
static const char *const names[] = { "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid", "mc_cid", "mc_eid",
	"_hsenc", "_hsmi", "mkt_tok", "vero_id", "oly_anon_id", "oly_enc_id", "rb_clickid", "s_cid", "ncid", "wt_mc", "wt_zmc", "xtor", "ito",
	"cmpid", "ref_src", "ref_url", "__s", "guccounter", "guce_referrer", "guce_referrer_sig", "sc_campaign", "sc_channel" };

bool
url_param_is_tracking(struct str name)
{
	size_t i;

	for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (str_starts_nocase(name, str_from(prefixes[i])))
			return true;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_is_nocase(name, names[i]))
			return true;
	return false;
}
