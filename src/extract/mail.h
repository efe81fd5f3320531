/* A mail as an article: what newsletters become. Runs in the sandboxed worker; opens nothing. */
#ifndef EXTRACT_MAIL_H
#define EXTRACT_MAIL_H

#include "model/document.h"

#define MAIL_DEPTH_MAX 8U   /* of parts in parts; deeper ones are not looked at */
#define MAIL_PARTS_MAX 200U /* of a mail */

/*
 * Fills the cleared document: format "mail", one article of the subject, the people of From, Date, Message-ID and the
 * first HTML text that is no attachment, else the first plain one. -1 with ERR_INPUT for what has neither subject nor text.
 */
int extract_mail(struct arena *a, struct str bytes, struct document *out, struct err *e);

#endif
