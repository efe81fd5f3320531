#include "config.h"
#include "extract/date_line.h"

#include "extract/fold.h"

#define LABEL_MAX 80U /* bytes before a date that may be its label */

/* As fold() leaves them: small letters without spaces and marks. The last one before a date counts. */
static const char *const updated[] = { "updated", "modified", "lastedit", "lastchange", "revised", "aktualisier", "geändert", "änderung", "überarbeitet", "misàjour", "miseàjour",
	"modifié", "actualizad", "actualización", "modificad", "atualizad", "atualização", "aggiorna", "modificat", "ultimamodifica", "bijgewerkt", "gewijzigd",
	"uppdatera", "ändrad", "opdatere", "oppdatert", "endret", "päivitetty", "muokattu", "aktualizov", "aktualizac", "zaktualizowan", "ažuriran", "posodobljen",
	"frissít", "frissült", "módosít", "actualizat", "обновлен", "изменен", "оновлен", "актуализира", "ενημέρωση", "ενημερώθηκε", "güncelle", "diperbarui", "dikemaskini",
	"cậpnhật", "อัปเดต", "แกไข", "更新", "修改", "修正", "수정", "업데이트", "تحديث", "تعديل", "עודכן", "עדכון", "אפדייט", "روزرسانی", "अपडेट", "আপডেট" };
static const char *const published[] = { "published", "posted", "issued", "released", "erschienen", "veröffentlich", "publiziert", "publié", "publication", "misenligne", "paru",
	"publicad", "publicación", "publicação", "pubblicat", "gepubliceerd", "geplaatst", "publicerad", "publiceret", "udgivet", "publisert", "julkaistu", "opublikowan", "publikov",
	"zveřejněn", "vydán", "objavljen", "közzét", "megjelen", "publicat", "опубликован", "опубліковано", "публикуван", "δημοσί", "yayın", "diterbitkan", "dipublikasikan", "xuấtbản", "เผยแพร",
	"发布", "發布", "公開", "掲載", "投稿", "配信", "입력", "등록", "게시", "نشر", "פורסם", "منتشر", "प्रकाशित", "প্রকাশ" };

/* The same where nothing stands between them and the date: "Datum 7.3.2023". */
static const char *const bare[] = { "date", "datum", "fecha", "data", "dato", "дата", "tarih", "ημερομηνία", "日期", "日付", "tanggal", "التاريخ", "dátum", "päivämäärä" };

/* Where the last of these words in s ends; 0 when there is none. */
static size_t
last_of(struct str s, const char *const *words, size_t n_words)
{
	size_t i, at, from, best = 0;

	for (i = 0; i < n_words; i++) {
		struct str word = str_from(words[i]);

		for (from = 0; (at = str_find(str_skip(s, from), word)) != STR_NPOS; from += at + word.n)
			if (from + at + word.n > best)
				best = from + at + word.n;
	}
	return best;
}

static enum date_label
label_of(struct arena *a, struct str before)
{
	struct str s = fold(a, before.n > LABEL_MAX ? str_skip(before, before.n - LABEL_MAX) : before);
	size_t i, old = last_of(s, published, sizeof(published) / sizeof(published[0])), new = last_of(s, updated, sizeof(updated) / sizeof(updated[0]));

	for (i = 0; i < sizeof(bare) / sizeof(bare[0]) && old + new == 0; i++)
		if (str_ends(s, str_from(bare[i])))
			return DATE_PUBLISHED;
	return old > new ? DATE_PUBLISHED : new > 0 ? DATE_UPDATED : DATE_PLAIN;
}

bool
date_line_next(struct arena *a, struct str line, size_t *at, bool month_first, struct page_date *out, enum date_label *label)
{
	size_t from = *at;

	if (!page_date_next(a, line, at, month_first, out))
		return false;
	*label = label_of(a, (struct str){ line.p + from, *at - from });
	++*at;
	return true;
}

static bool
take_number(struct str s, size_t *i, int *value)
{
	size_t n;

	for (*value = 0, n = 0; n < 2 && *i < s.n && ascii_is_digit(s.p[*i]); n++, ++*i)
		*value = 10 * *value + (s.p[*i] - '0');
	return n > 0 && (*i == s.n || !ascii_is_digit(s.p[*i]));
}

bool
date_line_clock(struct str s, size_t at, int *minutes)
{
	size_t i, k;
	int hour, minute;
	char mark;

	for (i = at; i < s.n; i++) {
		if (!ascii_is_digit(s.p[i]) || (i > 0 && (ascii_is_digit(s.p[i - 1]) || strchr(".:/-+", s.p[i - 1]) != NULL)))
			continue;
		k = i;
		if (!take_number(s, &k, &hour) || k + 2 >= s.n || strchr(":.h", s.p[k]) == NULL)
			continue;
		mark = s.p[k++];
		if (s.p[k] == ' ' || !take_number(s, &k, &minute) || hour > 23 || minute > 59)
			continue;
		for (; k < s.n && s.p[k] == ' '; k++)
			;
		if (mark == '.' && !str_starts_nocase(str_skip(s, k), STR("uhr")) && !str_starts_nocase(str_skip(s, k), STR("klo")))
			continue;
		if (hour <= 12 && (str_starts_nocase(str_skip(s, k), STR("pm")) || str_starts_nocase(str_skip(s, k), STR("p.m"))))
			hour = hour % 12 + 12;
		else if (hour == 12 && (str_starts_nocase(str_skip(s, k), STR("am")) || str_starts_nocase(str_skip(s, k), STR("a.m"))))
			hour = 0;
		*minutes = 60 * hour + minute;
		return true;
	}
	return false;
}
