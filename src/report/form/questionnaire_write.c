// SPDX-License-Identifier: EUPL-1.2
// See questionnaire_write.h. What may be answered follows from the kind of question.
#include "report/form/questionnaire_write.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "report/document/say.h"
#include "report/document/say_ask.h"

#define BIT(n) (1u << (n))

static const unsigned DO_NOT_SAY = BIT(KT_WORD_UNKNOWN) | BIT(KT_WORD_WITHHELD);
static const unsigned ALWAYS = BIT(KT_ASKED_ANSWER) | BIT(KT_ASKED_EVIDENCE) | BIT(KT_ASKED_REMARK);
static const unsigned WHO = BIT(KT_ASKED_NAME) | BIT(KT_ASKED_COUNTRY) | BIT(KT_ASKED_SHARE);

typedef struct building {
    kt_questionnaires *out;
    const kt_ask *ask;
    kt_say_ask_page page;
    const kt_questionnaire_options *options;
} building;

static unsigned words_of(const kt_open_fact *fact)
{
    if (fact->kind == KT_OPEN_FACT_SUPPLY)
        return DO_NOT_SAY | BIT(KT_WORD_YES) | BIT(KT_WORD_NO);
    if (fact->kind != KT_OPEN_FACT_INPUT)
        return DO_NOT_SAY | BIT(KT_WORD_GIVEN);
    bool stands_by = (fact->answers & BIT(KT_RESOLVE_OFF)) != 0;
    return DO_NOT_SAY | BIT(KT_WORD_YES) | BIT(KT_WORD_NO) |
           (stands_by ? 0 : BIT(KT_WORD_ALTERNATIVE));
}

static unsigned columns_of(const kt_open_fact *fact)
{
    switch (fact->kind) {
    case KT_OPEN_FACT_INPUT:
        return ALWAYS | ((fact->answers & BIT(KT_RESOLVE_OFF)) != 0 ? 0 : BIT(KT_ASKED_NAME));
    case KT_OPEN_FACT_TIME:
        return ALWAYS | BIT(KT_ASKED_DAYS) | BIT(KT_ASKED_SWITCH);
    default:
        return ALWAYS | WHO;
    }
}

static const char *sheet_question(const building *b, const kt_question *q)
{
    const char *question = kt_say_ask_question(&b->page, q);
    bool leads = q->fact.kind == KT_OPEN_FACT_INPUT && (q->fact.answers & BIT(KT_RESOLVE_OFF)) == 0;
    if (!leads)
        return question;
    return kt_document_format(b->page.document, kt_say(b->page.document, "Is %s essential in %s?"),
                              kt_say_ask_item(&b->page, q->fact.other),
                              kt_say_ask_item(&b->page, q->fact.item));
}

static const char *why(const building *b, const kt_question *q)
{
    static const char *const REASONS[KT_N_OPEN_FACT_KINDS] = {
        [KT_OPEN_FACT_SUPPLIER] = "Its supplier is not on record.",
        [KT_OPEN_FACT_SUPPLY] = "That this is the supplier is our assumption.",
        [KT_OPEN_FACT_INPUT] = "That it is needed, and what can replace it, is our assumption.",
        [KT_OPEN_FACT_MARKET] = "Figures on the world market stand in for your own suppliers.",
        [KT_OPEN_FACT_TIME] = "An alternative helps only when stocks last until it delivers.",
    };
    const kt_producer *producer = q->fact.producer == KT_NO_ROW
                                      ? NULL
                                      : &b->ask->assessment->network.producer[q->fact.producer];
    const char *reason = REASONS[q->fact.kind];
    if (producer != NULL && producer->kind == KT_SUPPLIER_WITHHELD)
        reason = "Its supplier was not named before; the country alone helps.";
    return kt_document_format(b->page.document, kt_say(b->page.document, "%s It goes into: %s."),
                              kt_say(b->page.document, reason), kt_say_ask_path(&b->page, q));
}

static void add_rows(building *b, kt_questionnaire *sheet, const kt_question *q)
{
    bool several = q->fact.kind == KT_OPEN_FACT_SUPPLIER || q->fact.kind == KT_OPEN_FACT_MARKET;
    size_t n = several ? KT_QUESTIONNAIRE_SUPPLIERS : 1;
    sheet->n_questions++;
    for (size_t k = 0; k < n; k++) {
        kt_questionnaire_row *row = &sheet->row[sheet->n++];
        *row = (kt_questionnaire_row){
            .id = q->fact.id,
            .number = "",
            .question = k == 0 ? sheet_question(b, q)
                               : kt_say(b->page.document, "… another supplier of it, if any"),
            .why = k == 0 ? why(b, q) : "",
            .words = k == 0 ? words_of(&q->fact) : BIT(KT_WORD_GIVEN),
            .columns = columns_of(&q->fact),
        };
        if (k == 0)
            row->number = kt_document_format(b->page.document, "%zu", sheet->n_questions);
    }
}

// "" where there is none.
static const char *day_text(const building *b, int32_t day)
{
    return day == KT_NO_DAY ? "" : kt_say_day(b->page.document, day);
}

static void write_head(building *b, kt_questionnaire *sheet)
{
    static const char *const HEADINGS[KT_N_ASKED] = {
        "id",      "no.",   "question",      "why we ask",     "your answer",     "company or item",
        "country", "share", "days of stock", "days to switch", "how do you know", "remarks"};
    const kt_case *c = b->ask->assessment->the_case;
    const kt_table *organisations = &c->table[KT_ORGANISATIONS];
    sheet->organisation_id = kt_pool_text(
        &c->pool, kt_table_text(organisations, KT_ORGANISATIONS_ID, sheet->organisation));
    sheet->the_case = c;
    sheet->lang = b->options->lang;
    sheet->deadline = day_text(b, b->options->deadline);
    sheet->title =
        kt_document_format(b->page.document, kt_say(b->page.document, "Questionnaire for %s"),
                           kt_say_ask_organisation(&b->page, sheet->organisation));
    sheet->intro[0] = kt_say(
        b->page.document, "We map what a value chain depends on. You are asked only what concerns "
                          "your own products.");
    sheet->intro[1] =
        kt_say(b->page.document,
               "Choose an answer for each question. \"We do not know\" and \"we will not "
               "say\" are answers too: you will not be asked again.");
    sheet->intro[2] = kt_say(
        b->page.document, "Name one company on each line, with its share of what you buy when you "
                          "know it. A country alone helps as well.");
    sheet->intro[3] =
        *sheet->deadline == '\0'
            ? ""
            : kt_document_format(b->page.document, kt_say(b->page.document, "Please answer by %s."),
                                 sheet->deadline);
    for (int k = 0; k < KT_N_ASKED; k++)
        sheet->heading[k] = k == KT_ASKED_ID ? HEADINGS[k] : kt_say(b->page.document, HEADINGS[k]);
}

static kt_questionnaire *sheet_of(kt_questionnaires *out, uint32_t organisation)
{
    for (size_t i = 0; i < out->n; i++) {
        if (out->list[i].organisation == organisation)
            return &out->list[i];
    }
    return NULL;
}

// Makes the sheets and counts their questions; so every list of rows is as long as it must be.
static bool make_sheets(building *b)
{
    kt_questionnaires *out = b->out;
    const kt_ask *ask = b->ask;
    uint32_t n = ask->assessment->the_case->table[KT_ORGANISATIONS].n_rows;
    out->list = calloc((size_t)n + 1, sizeof *out->list);
    if (out->list == NULL)
        return false;
    for (size_t i = 0; i < ask->n; i++) {
        if (kt_control_stopped(b->options->control)) // each looks for its sheet among all
            return false;
        uint32_t organisation = ask->question[i].organisation;
        if (organisation == KT_NO_ROW) {
            out->n_without++;
            continue;
        }
        kt_questionnaire *sheet = sheet_of(out, organisation);
        if (sheet == NULL) {
            sheet = &out->list[out->n++];
            sheet->organisation = organisation;
            write_head(b, sheet);
        }
        if (b->options->full || sheet->n < KT_QUESTIONNAIRE_MOST)
            sheet->n++;
        else
            sheet->n_left_out++;
    }
    for (size_t i = 0; i < out->n; i++) {
        kt_questionnaire *sheet = &out->list[i];
        sheet->row = kt_arena_alloc(&out->texts.arena, sheet->n * KT_QUESTIONNAIRE_SUPPLIERS,
                                    sizeof *sheet->row);
        if (sheet->row == NULL)
            return false;
        sheet->n = 0;
    }
    return true;
}

kt_status kt_questionnaire_write_list(kt_questionnaires *out, const kt_ask *ask,
                                      const kt_questionnaire_options *options, kt_error *err)
{
    building b = {.out = out, .ask = ask, .page = {&out->texts, ask}, .options = options};
    *out = (kt_questionnaires){.the_case = ask->assessment->the_case, .texts.lang = options->lang};
    out->asked = day_text(&b, options->asked);
    bool good = make_sheets(&b);
    for (size_t i = 0; i < ask->n && good; i++) {
        const kt_question *q = &ask->question[i];
        kt_questionnaire *sheet =
            q->organisation == KT_NO_ROW ? NULL : sheet_of(out, q->organisation);
        if (sheet != NULL && (options->full || sheet->n_questions < KT_QUESTIONNAIRE_MOST))
            add_rows(&b, sheet, q);
        good = !kt_control_stopped(options->control);
    }
    if (good && !out->texts.failed)
        return KT_OK;
    kt_questionnaire_write_free(out);
    return kt_control_failed(options->control, err);
}

void kt_questionnaire_write_free(kt_questionnaires *questionnaires)
{
    free(questionnaires->list);
    kt_document_free(&questionnaires->texts);
    *questionnaires = (kt_questionnaires){0};
}

// ----------------------------------------------------------------------------------------------
// CSV

// One field, quoted where it must be.
static void put_field(kt_buffer *out, const char *text, bool first)
{
    if (!first)
        kt_buffer_put(out, ",");
    if (strpbrk(text, ",\"\r\n") == NULL) {
        kt_buffer_put(out, text);
        return;
    }
    kt_buffer_put(out, "\"");
    for (const char *at = text; *at != '\0'; at++)
        kt_buffer_add(out, *at == '"' ? "\"\"" : at, *at == '"' ? 2 : 1);
    kt_buffer_put(out, "\"");
}

// A row of `questions` as the case has it.
static void put_old(kt_buffer *out, const kt_case *c, uint32_t row)
{
    const kt_table *table = &c->table[KT_QUESTIONS];
    for (int k = 0; table->spec->column[k].name != NULL; k++) {
        const kt_column_spec *spec = &table->spec->column[k];
        char date[11] = "";
        const char *text = "";
        double day = (double)NAN;
        int choice = 0;
        switch (spec->type) {
        case KT_COLUMN_DATE:
            day = kt_table_number(table, k, row);
            if (!isnan(day))
                kt_date_write(date, (int32_t)day);
            text = date;
            break;
        case KT_COLUMN_CHOICE:
            choice = kt_table_choice(table, k, row);
            text = choice == 0 ? "" : spec->choices[choice - 1];
            break;
        default:
            text = kt_pool_text(&c->pool, kt_table_text(table, k, row));
        }
        put_field(out, text, k == 0);
    }
    kt_buffer_put(out, "\n");
}

static void put_new(kt_buffer *out, const kt_questionnaires *all, const kt_questionnaire *sheet,
                    const kt_questionnaire_row *row)
{
    const kt_case *c = all->the_case;
    const kt_table_spec *spec = &kt_schema_case[KT_QUESTIONS];
    const char *slash = strchr(row->id, '/');
    char item[65] = "";
    size_t length = slash == NULL ? 0 : strcspn(slash + 1, "/");
    if (slash != NULL && length < sizeof item) {
        memcpy(item, slash + 1, length);
        item[length] = '\0';
    }
    kt_symbol id = kt_pool_find(&c->pool, item, strlen(item));
    for (int k = 0; spec->column[k].name != NULL; k++) {
        const char *text = "";
        if (k == KT_QUESTIONS_ID)
            text = row->id;
        else if (k == KT_QUESTIONS_ORGANISATION)
            text = sheet->organisation_id;
        else if (k == KT_QUESTIONS_ITEM && kt_case_row(&c->item, id) != KT_NO_ROW)
            text = item;
        else if (k == KT_QUESTIONS_QUESTION)
            text = row->question;
        else if (k == KT_QUESTIONS_ASKED)
            text = all->asked;
        else if (k == KT_QUESTIONS_DEADLINE)
            text = sheet->deadline;
        put_field(out, text, k == 0);
    }
    kt_buffer_put(out, "\n");
}

void kt_questionnaire_write_table(kt_buffer *out, const kt_disclosed *disclosed,
                                  const kt_control *control)
{
    const kt_questionnaires *all = disclosed->form;
    const kt_case *c = all->the_case;
    const kt_table_spec *spec = &kt_schema_case[KT_QUESTIONS];
    for (int k = 0; spec->column[k].name != NULL; k++)
        put_field(out, spec->column[k].name, k == 0);
    kt_buffer_put(out, "\n");
    for (uint32_t r = 0; r < c->table[KT_QUESTIONS].n_rows && !kt_control_stopped(control); r++)
        put_old(out, c, r);
    for (size_t i = 0; i < all->n && !kt_control_stopped(control); i++) {
        for (size_t k = 0; k < all->list[i].n; k++) {
            const kt_questionnaire_row *row = &all->list[i].row[k];
            if (*row->number != '\0' && kt_asked_row(c, row->id) == KT_NO_ROW)
                put_new(out, all, &all->list[i], row);
        }
    }
}
