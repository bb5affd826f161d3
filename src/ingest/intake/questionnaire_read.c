// SPDX-License-Identifier: EUPL-1.2
// Finds the cells by fixed rows and columns and checks that case and company are the ones that were
// asked. An answer that changes a cell of a row's name (a group that a row of the bill of materials
// gets) takes the row out and brings it back under its new name, with all of its cells. 5 to 200
// rows.
#include "ingest/intake/questionnaire_read.h"

#include <string.h>

#include "base/lang.h"
#include "ingest/intake/meaning.h"
#include "ingest/intake/questionnaire_answers.h"

static const char LAYOUT[] = "keten-questionnaire 1";

enum { CASE_ROW = 2, ORGANISATION_ROW = 3, FIRST_ROW = 7, N_COLUMNS = 12 };
enum { MOST_LINES = 10000 }; // each answer walks the tables it changes

// Columns of the sheet, by position.
enum { ID, ANSWER = 4, NAME, COUNTRY, SHARE, DAYS, SWITCH_DAYS, EVIDENCE, REMARK };

static const char *const COLUMN[N_COLUMNS] = {
    [ID] = "id",        [ANSWER] = "answer", [NAME] = "name",         [COUNTRY] = "country",
    [SHARE] = "share",  [DAYS] = "days",     [EVIDENCE] = "evidence", [SWITCH_DAYS] = "switch_days",
    [REMARK] = "remark"};

typedef struct returning {
    const kt_intake *intake;
    const kt_questionnaire_read_from *from;
    const kt_grid *grid;
    kt_answer_row *row; // [n]
    uint32_t *number;   // [n] of the sheet
    size_t n;
} returning;

static const char *cell_text(const kt_grid *grid, const kt_pool *pool, size_t row, uint32_t column)
{
    const kt_grid_cell *cell = row < grid->n_rows ? kt_grid_find(grid, row, column) : NULL;
    return cell == NULL ? "" : kt_pool_text(pool, cell->text);
}

bool kt_questionnaire_read_is(const kt_grid *grid, const kt_pool *pool)
{
    return strcmp(cell_text(grid, pool, kt_grid_position(grid, 1), ID), LAYOUT) == 0;
}

static const char *head(const returning *r, uint32_t number)
{
    return cell_text(r->grid, r->intake->pool, kt_grid_position(r->grid, number), ID);
}

// An answer beside no question: a line that somebody added, or one that lost its id.
static bool is_stray(const char *const text[N_COLUMNS])
{
    bool filled = false;
    for (size_t c = ANSWER; c <= REMARK; c++)
        filled |= *text[c] != '\0';
    return filled && *text[ID] == '\0';
}

static void say_strays(const returning *r, uint32_t first, size_t n)
{
    char place[KT_GRID_PLACE];
    if (n == 0)
        return;
    kt_grid_place(place, r->grid, first, KT_GRID_COLUMNS);
    kt_notes_add(r->intake->notes, KT_NOTE_WARNING, place,
                 "rows with an answer and without a question are not read: %zu, this is the first",
                 n);
}

static void take_lines(returning *r)
{
    size_t n_strays = 0;
    uint32_t first_stray = 0;
    for (size_t i = 0; i < r->grid->n_rows; i++) {
        const char *text[N_COLUMNS];
        for (uint32_t c = 0; c < N_COLUMNS; c++)
            text[c] = cell_text(r->grid, r->intake->pool, i, c);
        if (r->grid->row[i].number < FIRST_ROW)
            continue;
        if (is_stray(text) && n_strays++ == 0)
            first_stray = r->grid->row[i].number;
        if (*text[ID] == '\0')
            continue;
        r->number[r->n] = r->grid->row[i].number;
        r->row[r->n++] = (kt_answer_row){.id = text[ID],
                                         .answer = text[ANSWER],
                                         .name = text[NAME],
                                         .country = text[COUNTRY],
                                         .share = text[SHARE],
                                         .days = text[DAYS],
                                         .switch_days = text[SWITCH_DAYS],
                                         .evidence = text[EVIDENCE],
                                         .remark = text[REMARK]};
    }
    say_strays(r, first_stray, n_strays);
}

// The id that a text of the sheet surely means, else the text: "Maleisie" is MYS, "Thales Nederland
// B.V." the company of the case. A company that may be one of the case is asked about.
static const char *meaning_of(const returning *r, size_t answer, kt_recognise_kind kind,
                              const char *text)
{
    char place[KT_GRID_PLACE];
    if (*text == '\0')
        return text;
    kt_grid_place(place, r->grid, r->number[answer], kind == KT_RECOGNISE_COUNTRY ? COUNTRY : NAME);
    const char *id = kt_meaning_find(r->intake, kind, text, place);
    if (id == NULL)
        kt_meaning_ask(r->intake, kind, text, place);
    return id == NULL ? text : id;
}

// The company of an input's alternative is none: that cell names an item.
static void recognise(returning *r)
{
    for (size_t i = 0; i < r->n; i++) {
        kt_answer_row *row = &r->row[i];
        row->country = meaning_of(r, i, KT_RECOGNISE_COUNTRY, row->country);
        if (strncmp(row->id, "input/", 6) != 0)
            row->name = meaning_of(r, i, KT_RECOGNISE_ORGANISATION, row->name);
    }
}

static kt_delivery_place place_of(const returning *r, size_t answer)
{
    return (kt_delivery_place){(uint32_t)r->from->grid, r->number[answer], 0};
}

static const kt_column_spec *column_of(const kt_answer_change *change, size_t cell)
{
    return &kt_schema_case[change->table].column[change->cell[cell].column];
}

static void put_cells(const returning *r, size_t table, const kt_answer_change *change, size_t n)
{
    for (size_t i = 0; i < n; i++)
        kt_delivery_put_text(r->intake->delivery, table, column_of(change, i)->name,
                             change->cell[i].text);
}

// The last cell of the change that is of this column; NULL: none is.
static const char *new_text(const kt_answer_change *change, const char *column)
{
    const char *text = NULL;
    for (size_t i = 0; i < change->n_cells; i++) {
        if (strcmp(column_of(change, i)->name, column) == 0)
            text = change->cell[i].text;
    }
    return text;
}

static bool renames(const kt_answer_change *change)
{
    for (size_t i = change->n_key; i < change->n_cells; i++) {
        for (size_t k = 0; k < change->n_key; k++) {
            if (change->cell[i].column == change->cell[k].column)
                return true;
        }
    }
    return false;
}

// The row of the draft that the change names; n_rows when it has none.
static size_t find_row(const kt_draft *draft, const kt_draft_table *table,
                       const kt_answer_change *change)
{
    for (size_t row = 0; row < table->n_rows; row++) {
        size_t same = 0;
        for (size_t k = 0; k < change->n_key; k++) {
            size_t c = kt_draft_find_column(draft, table, column_of(change, k)->name);
            const char *here = c == table->n_columns
                                   ? ""
                                   : kt_pool_text(draft->pool, *kt_draft_cell(table, row, c));
            same += strcmp(here, change->cell[k].text) == 0;
        }
        if (same == change->n_key)
            return row;
    }
    return table->n_rows;
}

// Cells of the old row that the change leaves as they are.
static void put_old_cells(const returning *r, size_t to, const kt_answer_change *change)
{
    const kt_draft *draft = r->from->draft;
    const kt_draft_table *table = kt_draft_find(draft, kt_schema_case[change->table].name);
    size_t row = table == NULL ? 0 : find_row(draft, table, change);
    for (size_t c = 0; table != NULL && row < table->n_rows && c < table->n_columns; c++) {
        const char *name = kt_pool_text(draft->pool, table->column[c]);
        if (new_text(change, name) == NULL)
            kt_delivery_put_text(r->intake->delivery, to, name,
                                 kt_pool_text(draft->pool, *kt_draft_cell(table, row, c)));
    }
}

static void give_change(const returning *r, const kt_answer_change *change)
{
    kt_delivery *delivery = r->intake->delivery;
    kt_delivery_place place = place_of(r, change->answer);
    size_t table = kt_delivery_table_at(delivery, kt_schema_case[change->table].name);
    bool renamed = !change->remove && renames(change);
    if (change->remove || renamed) {
        kt_delivery_begin_act(delivery, table, place, KT_DELIVERY_REMOVE);
        put_cells(r, table, change, change->n_key);
    }
    if (change->remove)
        return;
    kt_delivery_begin_act(delivery, table, place, KT_DELIVERY_OVERRIDE);
    if (!renamed) {
        put_cells(r, table, change, change->n_cells);
        return;
    }
    put_old_cells(r, table, change);
    for (size_t i = 0; i < change->n_cells; i++) {
        const char *name = column_of(change, i)->name;
        if (new_text(change, name) == change->cell[i].text)
            kt_delivery_put_text(delivery, table, name, change->cell[i].text);
    }
}

static void give_refusal(const returning *r, const kt_answer_refusal *refusal)
{
    char place[KT_GRID_PLACE];
    uint32_t column = 0;
    while (column < N_COLUMNS &&
           (COLUMN[column] == NULL || strcmp(COLUMN[column], refusal->column) != 0))
        column++;
    kt_grid_place(place, r->grid, r->number[refusal->answer],
                  column < N_COLUMNS ? column : KT_GRID_COLUMNS);
    kt_reject_add(r->intake->rejects, place_of(r, refusal->answer), place, "%s", refusal->reason);
}

static kt_status judge_head(const returning *r, kt_error *err)
{
    const char *about = head(r, CASE_ROW);
    kt_lang lang = r->intake->rejects->notes.lang;
    if (r->from->before == NULL)
        return kt_error_set(err, KT_BAD_INPUT, "%s",
                            kt_lang_text(lang, "a questionnaire goes into the case that it asks "
                                               "about, and that case must have no faults"));
    if (strcmp(about, r->from->before->id) != 0)
        return kt_error_set(err, KT_BAD_INPUT,
                            kt_lang_text(lang, "the questionnaire is about the case \"%.64s\", "
                                               "not about \"%.64s\""),
                            about, r->from->before->id);
    return KT_OK;
}

kt_status kt_questionnaire_read_read(const kt_intake *intake,
                                     const kt_questionnaire_read_from *from, kt_error *err)
{
    returning r = {.intake = intake, .from = from, .grid = &intake->grids->grid[from->grid]};
    kt_questionnaire_answers answers = {0};
    kt_status status = KT_OK;
    KT_TRY(judge_head(&r, err));
    if (r.grid->n_rows > MOST_LINES) {
        status =
            kt_error_set(err, KT_BAD_INPUT, "the questionnaire has more than %d rows", MOST_LINES);
        goto done;
    }
    r.row = kt_arena_alloc(from->arena, r.grid->n_rows + 1, sizeof *r.row);
    r.number = kt_arena_alloc(from->arena, r.grid->n_rows + 1, sizeof *r.number);
    if (r.row == NULL || r.number == NULL) {
        status = kt_error_no_memory(err);
        goto done;
    }
    take_lines(&r);
    recognise(&r);
    kt_answer_sender sender = {head(&r, ORGANISATION_ROW), from->date, intake->control};
    KT_TRY(kt_questionnaire_answers_read(&answers, from->before, &sender, r.row, r.n, err));
    for (size_t i = 0; i < answers.n_changes; i++) {
        KT_TRY(kt_control_check(intake->control, err));
        give_change(&r, &answers.change[i]);
    }
    for (size_t i = 0; i < answers.n_refusals; i++)
        give_refusal(&r, &answers.refusal[i]);
    if (intake->delivery->failed || intake->rejects->notes.failed)
        status = kt_error_no_memory(err);
done:
    kt_questionnaire_answers_free(&answers);
    return status;
}
