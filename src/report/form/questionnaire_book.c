// SPDX-License-Identifier: EUPL-1.2
// See questionnaire_book.h. What is not to be filled in has no frame, so that a person sees at once
// which cells wait for an answer.
#include "report/form/questionnaire_book.h"

#include <math.h>
#include <stdio.h>

#include "base/lang.h"
#include "base/save.h"
#include "base/text.h"
#include "format/xlsx_write.h"

enum { HEAD_ROW = 5, FIRST_ROW = 6 };

static const double LINE_POINTS = 15.0;
static const double WIDTHS[KT_N_ASKED] = {
    [KT_ASKED_NUMBER] = 5,  [KT_ASKED_QUESTION] = 40, [KT_ASKED_WHY] = 44,   [KT_ASKED_ANSWER] = 22,
    [KT_ASKED_NAME] = 26,   [KT_ASKED_COUNTRY] = 20,  [KT_ASKED_SHARE] = 9,  [KT_ASKED_DAYS] = 11,
    [KT_ASKED_SWITCH] = 11, [KT_ASKED_EVIDENCE] = 22, [KT_ASKED_REMARK] = 30};

static void write_head(kt_xlsx_writer *book, const kt_questionnaire *q)
{
    const char *key[] = {"keten-questionnaire 1", q->the_case->id, q->organisation_id, q->deadline};
    for (uint32_t k = 0; k < sizeof key / sizeof key[0]; k++)
        kt_xlsx_write_text(book, k, KT_ASKED_ID, key[k], KT_XLSX_WRITE_TECHNICAL);
    kt_xlsx_write_text(book, 0, KT_ASKED_NUMBER, q->title, KT_XLSX_WRITE_TITLE);
    for (uint32_t k = 0; k < KT_QUESTIONNAIRE_INTRO; k++)
        kt_xlsx_write_text(book, k + 1, KT_ASKED_NUMBER, q->intro[k], KT_XLSX_WRITE_PLAIN);
    for (int column = 0; column < KT_N_ASKED; column++) {
        bool needed = column == KT_ASKED_ANSWER;
        kt_xlsx_write_text(book, HEAD_ROW, (uint16_t)column, q->heading[column],
                           needed ? KT_XLSX_WRITE_NEEDED : KT_XLSX_WRITE_OPTIONAL);
        if (column != KT_ASKED_ID)
            kt_xlsx_write_width(book, (uint16_t)column, WIDTHS[column]);
    }
    kt_xlsx_write_height(book, HEAD_ROW, 3.0 * LINE_POINTS + 3.0);
    kt_xlsx_write_hide(book, KT_ASKED_ID);
    kt_xlsx_write_freeze(book, FIRST_ROW, KT_ASKED_WHY);
    kt_xlsx_write_begin_at(book, FIRST_ROW, KT_ASKED_ANSWER);
    kt_xlsx_write_print(book, FIRST_ROW, false);
}

// Programs do not measure wrapped text in a file that they did not write: the height is said.
static void set_height(kt_xlsx_writer *book, const kt_questionnaire_row *row, uint32_t at)
{
    double question = ceil((double)kt_text_width(row->question) / (WIDTHS[KT_ASKED_QUESTION] - 4));
    double why = ceil((double)kt_text_width(row->why) / (WIDTHS[KT_ASKED_WHY] - 4));
    double lines = question > why ? question : why;
    kt_xlsx_write_height(book, at, LINE_POINTS * (lines > 1.0 ? lines : 1.0) + 3.0);
}

// The answers that this question may have, as a list.
static void add_answers(kt_xlsx_writer *book, const kt_questionnaire_row *row, uint32_t at,
                        kt_lang lang)
{
    const char *choices[KT_N_WORDS + 1];
    size_t n = 0;
    for (int w = KT_WORD_GIVEN; w < KT_N_WORDS; w++) {
        if ((row->words >> w & 1u) != 0)
            choices[n++] = kt_answer_words_text((kt_answer_word)w, lang);
    }
    choices[n] = NULL;
    kt_xlsx_write_add_rule(
        book,
        &(kt_xlsx_write_rule){.first_row = at,
                              .last_row = at,
                              .column = KT_ASKED_ANSWER,
                              .choices = choices,
                              .title = kt_lang_text(lang, "your answer"),
                              .message = kt_lang_text(lang, "Choose from the list. Not knowing "
                                                            "and not saying are answers too."),
                              .strict = true});
}

static void write_row(kt_xlsx_writer *book, const kt_questionnaire_row *row, uint32_t at,
                      kt_lang lang)
{
    const char *text[] = {row->id, row->number, row->question, row->why};
    for (int column = KT_ASKED_ID; column <= KT_ASKED_WHY; column++)
        kt_xlsx_write_text(book, at, (uint16_t)column, text[column],
                           column == KT_ASKED_ID ? KT_XLSX_WRITE_TECHNICAL : KT_XLSX_WRITE_WRAPPED);
    for (int column = KT_ASKED_ANSWER; column < KT_N_ASKED; column++) {
        if ((row->columns >> column & 1u) != 0)
            kt_xlsx_write_text(book, at, (uint16_t)column, "", KT_XLSX_WRITE_ANSWER);
    }
    set_height(book, row, at);
    add_answers(book, row, at, lang);
}

// Lists that are the same for every question: countries and how one knows.
static void add_lists(kt_xlsx_writer *book, const kt_questionnaire *q)
{
    const kt_case *c = q->the_case;
    kt_lang lang = q->lang;
    uint32_t last = FIRST_ROW + (uint32_t)q->n - 1;
    char range[80];
    const char *grades[] = {kt_answer_words_grade(KT_EVIDENCE_A, lang),
                            kt_answer_words_grade(KT_EVIDENCE_B, lang), NULL};
    snprintf(range, sizeof range, "='%s'!$A$1:$A$%u", kt_lang_text(lang, "Country list"),
             c->reference[KT_COUNTRIES].n_rows);
    kt_xlsx_write_add_rule(
        book, &(kt_xlsx_write_rule){
                  .first_row = FIRST_ROW,
                  .last_row = last,
                  .column = KT_ASKED_COUNTRY,
                  .range = range,
                  .title = q->heading[KT_ASKED_COUNTRY],
                  .message = kt_lang_text(lang, "Where the site stands that delivers.")});
    kt_xlsx_write_add_rule(book, &(kt_xlsx_write_rule){.first_row = FIRST_ROW,
                                                       .last_row = last,
                                                       .column = KT_ASKED_SHARE,
                                                       .title = q->heading[KT_ASKED_SHARE],
                                                       .message = kt_lang_text(
                                                           lang, "Of what you buy: 60 % or 0.6.")});
    kt_xlsx_write_add_rule(
        book, &(kt_xlsx_write_rule){
                  .first_row = FIRST_ROW,
                  .last_row = last,
                  .column = KT_ASKED_EVIDENCE,
                  .choices = grades,
                  .title = q->heading[KT_ASKED_EVIDENCE],
                  .message = kt_lang_text(lang, "From your records, or your best estimate."),
                  .strict = true});
}

static void write_countries(kt_xlsx_writer *book, const kt_case *c, kt_lang lang)
{
    const kt_table *countries = &c->reference[KT_COUNTRIES];
    kt_xlsx_write_add(book, kt_lang_text(lang, "Country list"), false);
    kt_xlsx_write_width(book, 0, 40);
    for (uint32_t r = 0; r < countries->n_rows; r++)
        kt_xlsx_write_text(book, r, 0,
                           kt_country_name(c, kt_table_text(countries, KT_COUNTRIES_ISO3, r), lang),
                           KT_XLSX_WRITE_PLAIN);
}

kt_status kt_questionnaire_book_write(const kt_disclosed *disclosed, const char *path,
                                      kt_error *err)
{
    const kt_questionnaire *q = disclosed->form;
    kt_xlsx_writer *book = NULL;
    kt_status status = kt_xlsx_write_open(&book, path, err);
    if (status != KT_OK)
        return status;
    kt_xlsx_write_add(book, kt_lang_text(q->lang, "Questionnaire"), true);
    write_head(book, q);
    for (size_t i = 0; i < q->n; i++)
        write_row(book, &q->row[i], FIRST_ROW + (uint32_t)i, q->lang);
    add_lists(book, q);
    write_countries(book, q->the_case, q->lang);
    return kt_xlsx_write_close(book, err);
}
