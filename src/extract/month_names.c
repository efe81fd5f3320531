#include "config.h"
#include "extract/month_names.h"

#include "base/utf8.h"

#define NAME_BYTES 48U /* of the longest name, and more */
#define NAMES_MAX 1200U
#define MONTHS 12

/*
 * Each row has the months from January on. "*": words may go on behind it, "_" is a space, "-" a month that the row leaves
 * to others. Of several names that fit the longest counts.
 */
static const char *const rows[] = {
	/* Romance and Germanic languages, Albanian, Basque, Maltese, Celtic languages */
	"jan* feb* mar* apr* may* jun* jul* aug* sep* oct* nov* dec*",
	"jän* feber* mär* abr* mai* juin* juil* août* sept* okt* noiembr* dez*",
	"janv* fév* maerz* avr* mei jún* júl* ago* set* out* nóv* déc*",
	"ene* fev* mrz ebr* mag* giu* lug* ág* szep* ott* - dic*",
	"gen* - maart* ápr* maj* iun* iul* aout* - říj* - des*",
	"xan* - mrt* - maí* xuñ* xul* ogo* - - - dis*",
	"ian* - mäe* - mae* juuni* juuli* aŭg* sen - - dets*",
	"janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
	"jan shk mar pri maj qer korr gush sht tet nën dhj",
	"urtarril* otsail* martxo* apiril* maiatz* ekain* uztail* abuztu* irail* urri* azaro* abendu*",
	"jannar frar* marzu april* mejju ġunju lulju awwissu settembru ottubru novembru diċembru",
	"ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
	"eanáir feabhra márta aibreán bealtaine meitheamh iúil lúnasa meán_fómhair deireadh_fómhair samhain nollaig",
	/* Slavic and Baltic languages in Latin letters, Hungarian, Finnish, Estonian */
	"stycz* lut* marz* kwie* - czerw* lip* sierp* wrze* paźdz* listopad* grud*",
	"sty - - kwi - cze - sie wrz paź lis gru",
	"leden únor* březen duben květ* červen červenec srpen září* - - prosin*",
	"ledna - března dubna - června července srpna - - - -",
	"siječ* velj* ožu* trav* svib* lipanj srpanj kolovoz* ruj* - studen* -",
	"- - - - - lipnja srpnja avg* - - - -",
	"sij úno bře dub kvě čvn čvc srp zář - - -",
	"- - márc* - máj* - - - - - - -",
	"tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
	"tammik* helmik* maalisk* huhtik* toukok* kesäk* heinäk* elok* syysk* lokak* marrask* jouluk*",
	"jaan* veebr* märts* - maij* jūn* jūl* - - - - -",
	"saus* vasar* kovas balan* geguž* biržel* liep* rugp* rugs* spal* lapkr* gruod*",
	"- vas kovo bal geg birž - agu* - - - -",
	"- - kov - - - - - - - - -",
	/* Turkic, Malay, Filipino, African languages in Latin letters */
	"ocak şubat* mart* nisan* mayıs* haziran* temmuz* ağustos* eylül* ekim* kasım* aralık*",
	"oca şub - nis mayis* haz tem agustos* eylul* eki kasim* aralik*",
	"- - - - - - - ağu eyl - kas ara",
	"yanv* fevr* - - - iyun* iyul* avqust* sentyabr* oktyabr* noyabr* dekabr*",
	"yan - - - - iyn iyl avq sentabr* oktabr* noy dek",
	"- pebr* mac - - - julai agt - - - -",
	"- peb - - - hunyo hulyo - setyembre oktubre nobyembre disyembre",
	"januwari februwari machi ephreli meyi hun hul agasti septhemba okthoba nob desemba",
	"janairu faburairu mashi afirilu mayu yuni yuli agusta satumba oktoba nuwamba disamba",
	"jannaayo febraayo maarso abriil maajo juun luuliyo ogosto sebtembar oktoobar nofembar disembar",
	/* Cyrillic letters */
	"янв* фев* март* апр* май* июн* июл* авг* септ* окт* нояб* дек*",
	"- феб* мар - мая - - - сен* - ноя -",
	"січ* лют* берез* квіт* трав* черв* лип* серп* верес* жовт* лист* груд*",
	"- - бер кві тра чер - сер вер жов лис гру",
	"студз* - сакав* красав* - чэрв* ліп* жні* верас* кастр* лістап* снеж*",
	"јан* - - - мај* јун* јул* - - - нов* дец*",
	"яну* - - - - юни юли - сеп* - ное* -",
	"қаңтар* ақпан* наурыз* сәуір* мамыр* маусым* шілде* тамыз* қыркүйек* қазан* қараша* желтоқсан*",
	/* Greek, Georgian, Armenian */
	"ιαν* φεβ* μαρτ* απρ* μαΐ* ιουν* ιουλ* αυγ* σεπ* οκτ* νοε* δεκ*",
	"- - μάρ* - μαϊ* ιούν* ιούλ* αύγ* - - νοέ* -",
	"- - μαρ - μάι* - - - - - - -",
	"იან* თებ* მარ* აპრ* მაი* ივნ* ივლ* აგვ* სექ* ოქტ* ნოე* დეკ*",
	"հունվ* փետր* մարտ* ապր* մայիս* հունիս* հուլ* օգոս* սեպ* հոկ* նոյ* դեկ*",
	/* Hebrew, Arabic of several countries, Persian, Urdu, Pashto */
	"ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
	"ינו* פבר* מרס אפר* - - - אוג* ספט* אוק* נוב* דצמ*",
	"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
	"كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
	"جانفي فيفري - إبريل ماي جوان جويلية أوت شتنبر اكتوبر نونبر دجنبر",
	"- - - ابريل - يونيه يوليه اغسطس - - - -",
	"- - - أفريل - - يوليوز غشت - - - -",
	"ژانویه* فوریه* - آوریل مه ژوئن ژوئیه* اوت سپتامبر اکتبر نوامبر دسامبر",
	"جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
	"جنوري فبروري - - مۍ - جولای اګست سپتمبر - - -",
	/* India and its neighbours */
	"जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्तूबर नवंबर दिसंबर",
	"जन फ़रवरी - अप्रै - जुन - अग सितम्बर अक्टूबर नवम्बर दिसम्बर",
	"जानेवारी फरवरी - एप्रिल मे - जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर",
	"- फेब्रुवारी - अप्रिल - - - अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर",
	"- फेब्रुअरी - - - - - - - - - -",
	"জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
	"জানুয়ারী ফেব্রুয়ারী - - - - - - - - - -",
	"জানুয়ারি ফেব্রুয়ারি - - - - - অগস্ট - - - -",
	"જાન્યુ* ફેબ્રુ* માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ સપ્ટે* ઑક્ટો* નવે* ડિસે*",
	"ਜਨਵਰੀ ਫ਼ਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ",
	"ஜன* பிப்* மார்ச்* ஏப்* மே ஜூன்* ஜூலை* ஆக* செப்* அக்* நவ* டிச*",
	"జన* ఫిబ్ర* మార్చి* ఏప్రి* మే జూన్* జులై* ఆగ* సెప్టెం* అక్టో* నవం* డిసెం*",
	"ಜನ* ಫೆಬ್ರ* ಮಾರ್ಚ್* ಏಪ್ರಿ* ಮೇ ಜೂನ್* ಜುಲೈ* ಆಗ* ಸೆಪ್ಟೆಂ* ಅಕ್ಟೋ* ನವೆಂ* ಡಿಸೆಂ*",
	"ജനു* ഫെബ്രു* മാർച്ച്* ഏപ്രി* മേയ്* ജൂൺ* ജൂലൈ* ഓഗ* സെപ്റ്റം* ഒക്ടോ* നവം* ഡിസം*",
	"ජනවාරි පෙබරවාරි මාර්තු අප්‍රේල් මැයි ජූනි ජූලි අගෝස්තු සැප්තැම්බර් ඔක්තෝබර් නොවැම්බර් දෙසැම්බර්",
	/* South-East Asia */
	"ဇန်နဝါရီ ဖေဖော်ဝါရီ မတ် ဧပြီ မေ ဇွန် ဇူလိုင် ဩဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ",
	"មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
	"ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
	"มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
	"ม.ค.* ก.พ.* มี.ค.* เม.ย.* พ.ค.* มิ.ย.* ก.ค.* ส.ค.* ก.ย.* ต.ค.* พ.ย.* ธ.ค.*",
};

static struct {
	const char *text;
	uint8_t n, month;
	bool is_stem;
	uint16_t next; /* with the same first byte, from 1; 0 is the end */
} names[NAMES_MAX + 1];

static uint16_t from[256]; /* by the first byte */

static void
add_name(const char *text, size_t n, int month)
{
	static uint16_t n_names;
	unsigned char first = (unsigned char)text[0];

	if (n_names == NAMES_MAX || (n == 1 && text[0] == '-'))
		return;
	n_names++;
	names[n_names].is_stem = text[n - 1] == '*';
	names[n_names].text = text;
	names[n_names].n = (uint8_t)(n - names[n_names].is_stem);
	names[n_names].month = (uint8_t)month;
	names[n_names].next = from[first];
	from[first] = n_names;
}

static void
prepare(void)
{
	static bool is_ready;
	size_t i, n;

	if (is_ready)
		return;
	is_ready = true;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *at = rows[i];
		int month;

		for (month = 1; month <= MONTHS && *at != '\0'; month++, at += n + (at[n] != '\0')) {
			n = strcspn(at, " ");
			add_name(at, n, month);
		}
	}
}

/* text is in small letters: as long as what was written, but for the Turkish capital I, behind which stems alone go on. */
static bool
is_name(const char *name, size_t n, const char *text, size_t n_text)
{
	size_t i;

	if (n > n_text)
		return false;
	for (i = 0; i < n; i++)
		if (name[i] != text[i] && !(name[i] == '_' && text[i] == ' '))
			return false;
	return true;
}

int
month_name_at(struct str s, size_t i, size_t *n)
{
	char small[NAME_BYTES + 8];
	size_t start = i, k, used = 0, best = 0;
	int month = 0;
	uint16_t at;

	if (i >= s.n || !utf8_is_letter_byte(s.p[i]))
		return 0;
	prepare();
	if (str_starts(str_skip(s, i), STR("ב"))) /* Hebrew: "in May" is one word */
		i += strlen("ב");
	k = i;
	while (k < s.n && used < NAME_BYTES)
		used += utf8_put(utf8_lower(utf8_next(s, &k)), small + used);
	for (at = used > 0 ? from[(unsigned char)small[0]] : 0; at != 0; at = names[at].next) {
		size_t len = names[at].n, end = i + len;

		if (len <= best || !is_name(names[at].text, len, small, used) || (!names[at].is_stem && end < s.n && utf8_is_letter_byte(s.p[end])))
			continue;
		while (end < s.n && utf8_is_letter_byte(s.p[end]))
			end++;
		if (len < 4 && end > i + len + 9)
			continue;
		best = len;
		*n = end - start;
		month = names[at].month;
	}
	return month;
}
