// SPDX-License-Identifier: EUPL-1.2
// Writes one sentence for each candidate, in the language of the case, from the tokens that it
// explains and the ones it leaves. At most eight candidates a text; the sentence lives in the
// caller's arena.
#include "ingest/recognise/match_reason.h"

#include <string.h>

#include "base/buffer.h"
#include "base/lang.h"
#include "base/text.h"

enum { SHOWN_BYTES = 60 };

static const char *keep(kt_buffer *text, kt_arena *arena)
{
    const char *copy =
        text->failed || text->text == NULL ? NULL : kt_arena_text(arena, text->text, text->length);
    kt_buffer_free(text);
    return copy;
}

// The tokens that the thing explains, or those it leaves, with spaces between what was apart.
static void put_tokens(kt_buffer *out, const kt_match_readings *text, uint64_t shown,
                       bool explained)
{
    bool any = false;
    for (size_t i = 0; i < text->n; i++) {
        const kt_match_reading *reading = &text->reading[i];
        bool mine = ((shown >> i) & 1u) != 0;
        if (mine != explained || (!mine && reading->free))
            continue;
        if (any && !reading->token->joined)
            kt_buffer_put(out, " ");
        kt_buffer_add(out, reading->token->text, reading->token->length);
        any = true;
    }
}

static void put_spellings(kt_buffer *out, kt_lang lang, const kt_match_readings *text,
                          uint64_t shown)
{
    for (size_t i = 0; i < text->n; i++) {
        const kt_match_reading *reading = &text->reading[i];
        if (reading->n_spellings == 0 || ((shown >> i) & 1u) == 0)
            continue;
        kt_buffer_put(out, "; ");
        if (reading->n_spellings == 1)
            kt_buffer_format(out, kt_lang_text(lang, "\"%s\" read as \"%s\""), reading->token->text,
                             reading->text);
        else
            kt_buffer_format(out, kt_lang_text(lang, "\"%s\" may be a slip of several words"),
                             reading->token->text);
    }
}

const char *kt_match_reason_text(kt_lang lang, const kt_lexicon *lexicon,
                                 const kt_match_readings *text, const kt_match_found *found,
                                 const kt_match_written *written, kt_arena *arena)
{
    kt_buffer out = {0};
    kt_buffer part = {0};
    const char *name = lexicon->name[found->thing];
    put_tokens(&part, text, found->shown, false);
    bool rest = part.length > 0;
    part.length = 0;
    if (found->named && !rest)
        kt_text_show(&part, written->text, strlen(written->text), SHOWN_BYTES);
    else
        put_tokens(&part, text, found->shown, true);
    const char *quoted = part.length == 0 ? "" : part.text;
    if (found->named)
        kt_buffer_format(&out, kt_lang_text(lang, "\"%s\" names %s"), quoted, name);
    else
        kt_buffer_format(&out, kt_lang_text(lang, "only \"%s\" occurs in %s"), quoted, name);
    put_spellings(&out, lang, text, found->shown);
    if (found->named && rest) {
        part.length = 0;
        put_tokens(&part, text, found->shown, false);
        kt_buffer_put(&out, "; ");
        kt_buffer_format(&out, kt_lang_text(lang, "this leaves \"%s\""), part.text);
    }
    if (written->n_others > 0) {
        kt_buffer_put(&out, "; ");
        kt_buffer_format(&out,
                         kt_lang_text(lang, written->n_others == 1 ? "%zu other fits as well"
                                                                   : "%zu others fit as well"),
                         written->n_others);
    }
    out.failed |= part.failed;
    kt_buffer_free(&part);
    return keep(&out, arena);
}

const char *kt_match_reason_answered(kt_lang lang, kt_arena *arena)
{
    const char *text = kt_lang_text(lang, "answered before");
    return kt_arena_text(arena, text, strlen(text));
}
