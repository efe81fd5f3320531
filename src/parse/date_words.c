#include "config.h"
#include "parse/date_words.h"

#include "base/utf8.h"

/*
 * Names of months, folded to lower case: English, German, French, Italian, Spanish, Portuguese, Catalan, Galician, Basque,
 * Dutch, Afrikaans, Danish, Norwegian, Swedish, Icelandic, Finnish, Estonian, Latvian, Lithuanian, Greek, Hungarian, Polish,
 * Czech, Slovak, Slovenian, Croatian, Serbian, Macedonian, Romanian, Turkish, Azeri, Kazakh, Russian, Ukrainian, Belarusian,
 * Bulgarian, Indonesian, Malay, Welsh, Irish, Arabic, Persian, Hindi, Thai, Hebrew. Where two languages mean different
 * months, the one that more people write.
 */
static const char *const months[12] = {
	"jan january januar jänner gennaio gen enero ene janeiro gener januari janvier ιαν ιανουαρίου ιανουάριος január"
	" janv tammikuu tammikuuta stycznia styczeń sty leden ledna led januára siječanj siječnja sij ianuarie ian ocak"
	" oca январь января янв січень січня січ януари яну يناير ינואר jaanuar janvāris janvārī sausio sausis xaneiro"
	" januarie ionawr urtarrila urtarrilak студзень студзеня јануар јануари جنوری ژانویه जनवरी มกราคม janúar eanáir"
	" jaanuaril қаңтар yanvar",
	"feb february februar février febbraio febrero fevereiro febrer februari φεβ φεβρουαρίου φεβρουάριος február févr"
	" fev fevr fév helmikuu helmikuuta lutego luty lut únor února úno februára veljača veljače velj februarie şubat"
	" şub февраль февраля фев февр лютий лютого лют февруари فبراير פברואר veebruar februāris februārī vasario vasaris"
	" febreiro chwefror otsaila лютага фебруар กุมภาพันธ์ फ़रवरी फरवरी فوریه فروری febrúar feabhra ақпан fevral",
	"mar march märz mars marzo março març maart mrz mär mrt marts μαρ μάρ μαρτίου μάρτιος március márc maaliskuu"
	" maaliskuuta marca marzec březen března bře ožujak ožujka ožu martie mart март марта мар березень березня бер"
	" maret مارس מרץ märts martā kovo kovas martxoa mawrth сакавік сакавіка मार्च มีนาคม márta наурыз mac marec",
	"apr april avril aprile abril avr abr απρ απριλίου απρίλιος április ápr huhtikuu huhtikuuta kwietnia kwiecień kwi"
	" duben dubna dub travanj travnja tra aprilie nisan nis апрель апреля апр квітень квітня квіт април أبريل ابريل"
	" אפריל aprill aprīlis aprīlī balandžio balandis ebrill apirila красавік красавіка آوریل अप्रैल เมษายน apríl"
	" apríla aibreán сәуір aprel ebril",
	"may mai maggio mag mayo maio maig mei maj μάι μαϊ μαΐου μάιος május máj toukokuu toukokuuta maja květen května"
	" kvě svibanj svibnja svi mayıs май мая травень травня трав مايو מאי maijs maijā gegužės gegužė maiatza мај मई"
	" พฤษภาคม maí mája bealtaine мамыр",
	"jun june juni juin giugno giu junio junho juny ιούν ιουν ιουνίου ιούνιος június jún kesäkuu kesäkuuta czerwca"
	" czerwiec cze červen června lipanj lipnja iunie iun haziran haz июнь июня июн червень червня черв юни يونيو יוני"
	" juuni jūnijs jūnijā birželio birželis mehefin ekaina чэрвень чэрвеня јун јуни ژوئن जून มิถุนายน júní júna junij"
	" meitheamh маусым iyun xuño",
	"jul july juli juillet luglio lug julio julho juliol juil ιούλ ιουλ ιουλίου ιούλιος július júl heinäkuu"
	" heinäkuuta lipca lipiec lip červenec července srpanj srpnja iulie iul temmuz tem июль июля июл липень липня юли"
	" يوليو יולי juuli jūlijs jūlijā liepos liepa gorffennaf uztaila ліпень ліпеня јул јули ژوئیه जुलाई กรกฎาคม júlí"
	" júla julij iúil шілде iyul julai xullo",
	"aug august août aout agosto ago augusti augustus agost αύγ αυγ αυγούστου αύγουστος augusztus elokuu elokuuta"
	" sierpnia sierpień sie srpen srpna srp kolovoz kolovoza kol ağustos ağu август августа авг серпень серпня серп"
	" agustus أغسطس אוגוסט augusts augustā rugpjūčio rugpjūtis awst abuztua жнівень жніўня avgust اوت अगस्त สิงหาคม"
	" ágúst augusta lúnasa тамыз avqust ogos",
	"sep sept september septembre settembre set septiembre setembro setembre σεπ σεπτεμβρίου σεπτέμβριος szeptember"
	" szept syyskuu syyskuuta września wrzesień wrz září rujan rujna septembrie eylül eyl сентябрь сентября сен сент"
	" вересень вересня вер септември سبتمبر ספטמבר septembris septembrī rugsėjo rugsėjis medi iraila верасень верасня"
	" септембар سپتامبر सितंबर सितम्बर กันยายน septembra қыркүйек sentyabr",
	"oct october oktober octobre ottobre ott outubro out octubre okt οκτ οκτωβρίου οκτώβριος október lokakuu"
	" lokakuuta października październik paź říjen října říj octombrie ekim eki октябрь октября окт жовтень жовтня"
	" жовт октомври أكتوبر אוקטובר oktoober oktobris oktobrī spalio spalis hydref urria кастрычнік кастрычніка октобар"
	" اکتبر अक्टूबर अक्तूबर ตุลาคม októbra қазан oktyabr",
	"nov november novembre noviembre novembro νοέ νοε νοεμβρίου νοέμβριος marraskuu marraskuuta listopada listopadu"
	" listopad lis studeni studenoga stu noiembrie noi kasım kas ноябрь ноября ноя нояб листопад листопада ноември"
	" nopember نوفمبر נובמבר novembris novembrī lapkričio lapkritis tachwedd azaroa лістапад лістапада новембар نوامبر"
	" नवंबर नवम्बर พฤศจิกายน nóvember novembra samhain қараша noyabr",
	"dec december dezember décembre dicembre dic diciembre dezembro dez déc desembre des δεκ δεκεμβρίου δεκέμβριος"
	" joulukuu joulukuuta grudnia grudzień gru prosinec prosince pro prosinac prosinca decembrie aralık ara декабрь"
	" декабря дек грудень грудня груд декември desember ديسمبر דצמבר detsember decembris decembrī gruodžio gruodis"
	" rhagfyr abendua снежань снежня децембар دسامبر दिसंबर दिसम्बर ธันวาคม decembra decembro nollaig желтоқсан dekabr disember",
};

static const struct {
	const char *name;
	int offset_min;
} zones[] = {
	{ "ut", 0 },
	{ "utc", 0 },
	{ "gmt", 0 },
	{ "z", 0 },
	{ "wet", 0 },
	{ "est", -300 },
	{ "edt", -240 },
	{ "et", -300 },
	{ "cst", -360 },
	{ "cdt", -300 },
	{ "ct", -360 },
	{ "mst", -420 },
	{ "mdt", -360 },
	{ "mt", -420 },
	{ "pst", -480 },
	{ "pdt", -420 },
	{ "pt", -480 },
	{ "ast", -240 },
	{ "adt", -180 },
	{ "at", -240 },
	{ "akst", -540 },
	{ "akdt", -480 },
	{ "hst", -600 },
	{ "met", 60 },
	{ "mest", 120 },
	{ "cet", 60 },
	{ "cest", 120 },
	{ "bst", 60 },
	{ "eet", 120 },
	{ "eest", 180 },
	{ "msk", 180 },
	{ "jst", 540 },
	{ "kst", 540 },
	{ "ist", 330 },
	{ "aest", 600 },
	{ "aedt", 660 },
	{ "west", 60 },
	{ "mez", 60 },
	{ "mesz", 120 },
	{ "sast", 120 },
	{ "msd", 240 },
	{ "pkt", 300 },
	{ "ict", 420 },
	{ "wib", 420 },
	{ "hkt", 480 },
	{ "sgt", 480 },
	{ "awst", 480 },
	{ "acst", 570 },
	{ "acdt", 630 },
	{ "nzst", 720 },
	{ "nzdt", 780 },
	{ "nst", -210 },
	{ "ndt", -150 },
	{ "art", -180 },
	{ "brt", -180 },
	{ "clt", -240 },
	{ "akst", -540 },
	{ "idt", 180 },
};

#define WORD_MAX 48U /* bytes of a month's name */

static struct str
fold_word(struct str word, char out[WORD_MAX + 4])
{
	size_t i = 0, n = 0;
	uint32_t c;

	while (i < word.n && n < WORD_MAX) {
		c = utf8_next(word, &i);
		n += utf8_put(utf8_lower(c), out + n);
	}
	return (struct str){ out, n };
}

int
date_month(struct str word)
{
	char text[WORD_MAX + 4];
	struct str rest, name, folded = fold_word(word, text), preposition = STR("ב");
	int i;

	for (;;) {
		for (i = 0; i < 12; i++)
			for (rest = str_from(months[i]); str_next(&rest, ' ', &name);)
				if (str_eq(folded, name))
					return i + 1;
		if (!str_starts(folded, preposition)) /* Hebrew's "in" is written in front of the name */
			return 0;
		folded = str_skip(folded, preposition.n);
	}
}

bool
date_zone(struct str word, int64_t *offset_s)
{
	size_t i;

	for (i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		if (str_is_nocase(word, zones[i].name)) {
			*offset_s = zones[i].offset_min * INT64_C(60);
			return true;
		}
	*offset_s = 0;
	return word.n == 1; /* RFC 5322, 4.3: military letters say nothing */
}

/* ---- the tz database's names ---- */

/* When summer time is, by today's law. */
enum summer { SUMMER_NONE = 0, SUMMER_EU, SUMMER_US, SUMMER_AU, SUMMER_NZ };

static const struct {
	const char *name;
	int16_t offset_min;
	enum summer summer;
} named_zones[] = {
	{ "America/New_York", -300, SUMMER_US },
	{ "America/Chicago", -360, SUMMER_US },
	{ "America/Denver", -420, SUMMER_US },
	{ "America/Los_Angeles", -480, SUMMER_US },
	{ "America/Phoenix", -420, SUMMER_NONE },
	{ "America/Anchorage", -540, SUMMER_US },
	{ "America/Detroit", -300, SUMMER_US },
	{ "America/Toronto", -300, SUMMER_US },
	{ "America/Montreal", -300, SUMMER_US },
	{ "America/Vancouver", -480, SUMMER_US },
	{ "America/Winnipeg", -360, SUMMER_US },
	{ "America/Edmonton", -420, SUMMER_US },
	{ "America/Halifax", -240, SUMMER_US },
	{ "America/St_Johns", -210, SUMMER_US },
	{ "America/Mexico_City", -360, SUMMER_NONE },
	{ "America/Bogota", -300, SUMMER_NONE },
	{ "America/Lima", -300, SUMMER_NONE },
	{ "America/Caracas", -240, SUMMER_NONE },
	{ "America/Sao_Paulo", -180, SUMMER_NONE },
	{ "America/Buenos_Aires", -180, SUMMER_NONE },
	{ "America/Argentina/Buenos_Aires", -180, SUMMER_NONE },
	{ "America/Montevideo", -180, SUMMER_NONE },
	{ "US/Eastern", -300, SUMMER_US },
	{ "US/Central", -360, SUMMER_US },
	{ "US/Mountain", -420, SUMMER_US },
	{ "US/Pacific", -480, SUMMER_US },
	{ "Pacific/Honolulu", -600, SUMMER_NONE },
	{ "Europe/London", 0, SUMMER_EU },
	{ "Europe/Dublin", 0, SUMMER_EU },
	{ "Europe/Lisbon", 0, SUMMER_EU },
	{ "Europe/Paris", 60, SUMMER_EU },
	{ "Europe/Berlin", 60, SUMMER_EU },
	{ "Europe/Madrid", 60, SUMMER_EU },
	{ "Europe/Rome", 60, SUMMER_EU },
	{ "Europe/Amsterdam", 60, SUMMER_EU },
	{ "Europe/Brussels", 60, SUMMER_EU },
	{ "Europe/Luxembourg", 60, SUMMER_EU },
	{ "Europe/Vienna", 60, SUMMER_EU },
	{ "Europe/Zurich", 60, SUMMER_EU },
	{ "Europe/Stockholm", 60, SUMMER_EU },
	{ "Europe/Oslo", 60, SUMMER_EU },
	{ "Europe/Copenhagen", 60, SUMMER_EU },
	{ "Europe/Prague", 60, SUMMER_EU },
	{ "Europe/Bratislava", 60, SUMMER_EU },
	{ "Europe/Budapest", 60, SUMMER_EU },
	{ "Europe/Warsaw", 60, SUMMER_EU },
	{ "Europe/Ljubljana", 60, SUMMER_EU },
	{ "Europe/Zagreb", 60, SUMMER_EU },
	{ "Europe/Belgrade", 60, SUMMER_EU },
	{ "Europe/Sarajevo", 60, SUMMER_EU },
	{ "Europe/Skopje", 60, SUMMER_EU },
	{ "Europe/Tirane", 60, SUMMER_EU },
	{ "Europe/Athens", 120, SUMMER_EU },
	{ "Europe/Helsinki", 120, SUMMER_EU },
	{ "Europe/Tallinn", 120, SUMMER_EU },
	{ "Europe/Riga", 120, SUMMER_EU },
	{ "Europe/Vilnius", 120, SUMMER_EU },
	{ "Europe/Bucharest", 120, SUMMER_EU },
	{ "Europe/Sofia", 120, SUMMER_EU },
	{ "Europe/Kiev", 120, SUMMER_EU },
	{ "Europe/Kyiv", 120, SUMMER_EU },
	{ "Europe/Istanbul", 180, SUMMER_NONE },
	{ "Europe/Minsk", 180, SUMMER_NONE },
	{ "Europe/Moscow", 180, SUMMER_NONE },
	{ "Atlantic/Reykjavik", 0, SUMMER_NONE },
	{ "Africa/Cairo", 120, SUMMER_NONE },
	{ "Africa/Johannesburg", 120, SUMMER_NONE },
	{ "Africa/Lagos", 60, SUMMER_NONE },
	{ "Africa/Nairobi", 180, SUMMER_NONE },
	{ "Asia/Jerusalem", 120, SUMMER_NONE },
	{ "Asia/Riyadh", 180, SUMMER_NONE },
	{ "Asia/Dubai", 240, SUMMER_NONE },
	{ "Asia/Tehran", 210, SUMMER_NONE },
	{ "Asia/Karachi", 300, SUMMER_NONE },
	{ "Asia/Kolkata", 330, SUMMER_NONE },
	{ "Asia/Calcutta", 330, SUMMER_NONE },
	{ "Asia/Kathmandu", 345, SUMMER_NONE },
	{ "Asia/Dhaka", 360, SUMMER_NONE },
	{ "Asia/Yekaterinburg", 300, SUMMER_NONE },
	{ "Asia/Novosibirsk", 420, SUMMER_NONE },
	{ "Asia/Bangkok", 420, SUMMER_NONE },
	{ "Asia/Jakarta", 420, SUMMER_NONE },
	{ "Asia/Ho_Chi_Minh", 420, SUMMER_NONE },
	{ "Asia/Saigon", 420, SUMMER_NONE },
	{ "Asia/Shanghai", 480, SUMMER_NONE },
	{ "Asia/Hong_Kong", 480, SUMMER_NONE },
	{ "Asia/Taipei", 480, SUMMER_NONE },
	{ "Asia/Singapore", 480, SUMMER_NONE },
	{ "Asia/Kuala_Lumpur", 480, SUMMER_NONE },
	{ "Asia/Manila", 480, SUMMER_NONE },
	{ "Asia/Tokyo", 540, SUMMER_NONE },
	{ "Asia/Seoul", 540, SUMMER_NONE },
	{ "Asia/Vladivostok", 600, SUMMER_NONE },
	{ "Australia/Perth", 480, SUMMER_NONE },
	{ "Australia/Darwin", 570, SUMMER_NONE },
	{ "Australia/Adelaide", 570, SUMMER_AU },
	{ "Australia/Brisbane", 600, SUMMER_NONE },
	{ "Australia/Sydney", 600, SUMMER_AU },
	{ "Australia/Melbourne", 600, SUMMER_AU },
	{ "Australia/Canberra", 600, SUMMER_AU },
	{ "Australia/Hobart", 600, SUMMER_AU },
	{ "Pacific/Auckland", 720, SUMMER_NZ },
	{ "Etc/UTC", 0, SUMMER_NONE },
	{ "Etc/GMT", 0, SUMMER_NONE },
	{ "Etc/UCT", 0, SUMMER_NONE },
};

/* Day of the month: the nth Sunday of it, the last one for n 5. */
static int
sunday(int64_t year, int month, int n)
{
	struct civil first = { .year = year, .month = month, .day = 1 };
	int day = 1 + (7 - time_weekday(time_from_civil(&first))) % 7 + 7 * (n - 1);

	return day > (month == 4 || month == 9 || month == 11 ? 30 : 31) ? day - 7 : day;
}

/* Minutes since the year began, roughly: 31 days a month. Enough to compare. */
static int
within_year(int month, int day, int minute)
{
	return ((month - 1) * 31 + day - 1) * 1440 + minute;
}

static bool
is_summer(enum summer rule, const struct civil *c, int offset_min)
{
	static const struct {
		int from_month, from_n, to_month, to_n;
	} rules[] = {
		[SUMMER_NONE] = { 0, 0, 0, 0 },
		[SUMMER_EU] = { 3, 5, 10, 5 },
		[SUMMER_US] = { 3, 2, 11, 1 },
		[SUMMER_AU] = { 10, 1, 4, 1 },
		[SUMMER_NZ] = { 9, 5, 4, 1 },
	};
	int at, from, to;

	if (rule == SUMMER_NONE)
		return false;
	at = within_year(c->month, c->day, c->hour * 60 + c->minute);
	from = within_year(rules[rule].from_month, sunday(c->year, rules[rule].from_month, rules[rule].from_n),
	    rule == SUMMER_EU ? 60 + offset_min : 120);
	to = within_year(rules[rule].to_month, sunday(c->year, rules[rule].to_month, rules[rule].to_n),
	    rule == SUMMER_EU   ? 120 + offset_min
	    : rule == SUMMER_US ? 120
				: 180);
	return from < to ? at >= from && at < to : at >= from || at < to; /* the south's goes over New Year */
}

bool
date_zone_named(struct str name, const struct civil *local, int64_t *offset_s)
{
	size_t i;

	for (i = 0; i < sizeof(named_zones) / sizeof(named_zones[0]); i++)
		if (str_is_nocase(name, named_zones[i].name)) {
			*offset_s = named_zones[i].offset_min * INT64_C(60);
			if (is_summer(named_zones[i].summer, local, named_zones[i].offset_min))
				*offset_s += 3600;
			return true;
		}
	return false;
}
