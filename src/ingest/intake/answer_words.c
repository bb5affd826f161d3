// SPDX-License-Identifier: EUPL-1.2
// See answer_words.h.
#include "ingest/intake/answer_words.h"

#include "base/lang.h"

static const char *const WORDS[KT_N_WORDS] = {
    "",
    "see the columns to the right",
    "yes",
    "no",
    "no: there is an alternative",
    "we do not know",
    "we will not say",
};

static const char *const GRADES[] = {
    [KT_EVIDENCE_A] = "from our records", [KT_EVIDENCE_B] = "our estimate"};

const char *kt_answer_words_text(kt_answer_word word, kt_lang lang)
{
    return word == KT_WORD_NONE ? "" : kt_lang_text(lang, WORDS[word]);
}

const char *kt_answer_words_grade(kt_evidence grade, kt_lang lang)
{
    return kt_lang_text(lang, GRADES[grade]);
}
