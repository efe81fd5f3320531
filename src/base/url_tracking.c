/* Query parameters that only tell a publisher where a reader came from, and images that only tell that somebody reads. */
#include "config.h"
#include "base/url.h"

static const char *const prefixes[] = { "utm_", "mtm_", "pk_", "hsa_", "at_", "stm_", "piwik_", "matomo_" };
static const char *const names[] = { "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "srsltid", "msclkid", "yclid", "ysclid", "twclid",
	"ttclid", "li_fat_id", "igshid", "igsh", "epik", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking",
	"mkt_tok", "vero_id", "vero_conv", "oly_anon_id", "oly_enc_id", "rb_clickid", "s_cid", "ncid", "wt_mc", "wt_zmc", "xtor", "ito", "cmpid",
	"ref_src", "ref_url", "__s", "guccounter", "guce_referrer", "guce_referrer_sig", "sc_campaign", "sc_channel", "sc_cid", "ml_subscriber",
	"ml_subscriber_hash", "_openstat", "wickedid", "irclickid", "_kx", "ck_subscriber_id", "trk_contact", "trk_msg", "trk_module", "trk_sid",
	"dm_i", "nr_email_referer", "elqtrackid", "elqtrack", "spm", "_branch_match_id", "__twitter_impression" };

/* Host and path that such an image's address begins with, behind scheme and any subdomain. */
static const char *const beacons[] = { "feeds.feedburner.com/~r/", "feeds.feedburner.com/~ff/", "feedsportal.com/", "pixel.wp.com/",
	"stats.wordpress.com/", "stats.wp.com/", "feeds.wordpress.com/1.0/", "pixel.quantserve.com/", "doubleclick.net/",
	"google-analytics.com/", "googletagmanager.com/", "googleadservices.com/", "googlesyndication.com/pixel", "facebook.com/tr?",
	"facebook.com/tr/", "scorecardresearch.com/", "pheedo.com/", "api.flattr.com/", "bat.bing.com/",
	"mc.yandex.ru/watch/", "counter.yadro.ru/", "met.vgwort.de/", "ioam.de/", "analytics.twitter.com/",
	"t.co/i/adsct", "px.ads.linkedin.com/", "hits.blogsoft.org/", "medium.com/_/stat", 
	"rss.buysellads.com/", "feedblitz.com/imp", "statcounter.com/",
	"counter.theconversation.com/", "counter.theconversation.edu.au/", "tracking.feedpress.com/", "feedpress.me/link/pixel",
	"pixel.feedpress.it/", "list-manage.com/track/open", "mailchimp.com/track/open", "sendgrid.net/wf/open" };

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

bool
url_is_beacon(struct str url)
{
	struct str rest = str_skip(url, url_scheme(url).n);
	size_t i, host_n, dot;

	if (!str_starts(rest, STR("://")))
		return false;
	rest = str_skip(rest, 3);
	host_n = str_find_char(rest, '/');
	if (host_n == STR_NPOS)
		return false;
	while (rest.n > 0) {
		for (i = 0; i < sizeof(beacons) / sizeof(beacons[0]); i++)
			if (str_starts_nocase(rest, str_from(beacons[i])))
				return true;
		dot = str_find_char(str_head(rest, host_n), '.'); /* once more without the first label of the host */
		if (dot == STR_NPOS)
			return false;
		rest = str_skip(rest, dot + 1);
		host_n -= dot + 1;
	}
	return false;
}
