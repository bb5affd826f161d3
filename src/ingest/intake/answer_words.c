// SPDX-License-Identifier: EUPL-1.2
// Six answers and two grades in English; po/nl.po has the Dutch. Each word stands beside its
// enumerator, so that writer and reader cannot drift apart.
#include "ingest/intake/answer_words.h"

#include <assert.h>

#include "base/lang.h"

static const char *const WORDS[KT_N_WORDS] = {
    [KT_WORD_NONE] = "",
    [KT_WORD_GIVEN] = "see the columns to the right",
    [KT_WORD_YES] = "yes",
    [KT_WORD_NO] = "no",
    [KT_WORD_ALTERNATIVE] = "no: there is an alternative",
    [KT_WORD_UNKNOWN] = "we do not know",
    [KT_WORD_WITHHELD] = "we will not say",
};

static const char *const GRADES[] = {
    [KT_EVIDENCE_A] = "from our records", [KT_EVIDENCE_B] = "our estimate"};

const char *kt_answer_words_text(kt_answer_word word, kt_lang lang)
{
    assert(word < KT_N_WORDS);
    return word == KT_WORD_NONE ? "" : kt_lang_text(lang, WORDS[word]);
}

const char *kt_answer_words_grade(kt_evidence grade, kt_lang lang)
{
    return kt_lang_text(lang, GRADES[grade]);
}
