// SPDX-License-Identifier: EUPL-1.2
// See merge.h. A row is found through the symbol of its key: one array from symbols to rows a
// table, filled once.
#include "ingest/merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/number.h"
#include "ingest/merge_key.h"

enum { MAX_KEY = KT_MERGE_KEY };
static const char SEPARATOR = '\x1F';
static const uint32_t REMOVED = KT_NO_ORIGIN - 1; // origin of a row that is to go

// One table being merged.
typedef struct merging {
    kt_merge *merge;
    kt_draft *draft;
    kt_delivery *delivery;
    const kt_grid_list *grids;
    kt_reject_list *rejects;
    const kt_delivery_table *from;
    size_t from_index;
    kt_draft_table *to;
    size_t column_of[KT_DELIVERY_FIELDS]; // delivered field → column of the draft, SIZE_MAX: unused
    const char *const *key;
    size_t key_field[MAX_KEY];  // of the delivery
    size_t key_column[MAX_KEY]; // of the draft
    size_t n_key;
    size_t evidence, source; // columns of the draft, n_columns: none
    uint32_t *row_of;        // [row_capacity] symbol of a key → row + 1 of the draft
    size_t row_capacity;
    kt_merge_count count;
    uint32_t base; // number of the table's first row
    kt_buffer text;
    bool failed;
} merging;

static const char *text_of(const merging *m, kt_symbol symbol)
{
    return kt_pool_text(m->merge->pool, symbol);
}

static kt_symbol symbol_of(merging *m, const char *text, size_t length)
{
    kt_symbol symbol = 0;
    m->failed |= !kt_pool_add(m->merge->pool, text, length, &symbol);
    return symbol;
}

static void add_to_key(merging *m, kt_symbol part)
{
    kt_buffer_put(&m->text, text_of(m, part));
    kt_buffer_add(&m->text, &SEPARATOR, 1);
}

static kt_symbol end_key(merging *m)
{
    m->failed |= m->text.failed;
    return m->failed ? 0 : symbol_of(m, m->text.text, m->text.length);
}

static kt_symbol key_of_row(merging *m, size_t row)
{
    m->text.length = 0;
    if (m->key == NULL) {
        for (size_t c = 0; c < m->to->n_columns; c++)
            add_to_key(m, *kt_draft_cell(m->to, row, c));
    }
    for (size_t i = 0; i < m->n_key; i++)
        add_to_key(m, *kt_draft_cell(m->to, row, m->key_column[i]));
    return end_key(m);
}

// The key of a delivered row; *named false when all of it is empty.
static kt_symbol key_of_delivered(merging *m, size_t row, bool *named)
{
    m->text.length = 0;
    *named = m->key == NULL;
    if (m->key == NULL) {
        kt_symbol cell[KT_DELIVERY_FIELDS] = {0};
        size_t n;
        const kt_delivery_cell *given = kt_delivery_cells(m->from, row, &n);
        for (size_t i = 0; i < n; i++) {
            size_t column = m->column_of[given[i].field];
            if (column < KT_DELIVERY_FIELDS)
                cell[column] = given[i].text;
        }
        for (size_t c = 0; c < m->to->n_columns && c < KT_DELIVERY_FIELDS; c++)
            add_to_key(m, cell[c]);
    }
    for (size_t i = 0; i < m->n_key; i++) {
        kt_symbol part = kt_delivery_text(m->from, row, m->key_field[i]);
        *named |= part != 0;
        add_to_key(m, part);
    }
    return end_key(m);
}

static uint32_t *slot(merging *m, kt_symbol key)
{
    size_t before = m->row_capacity;
    m->row_of =
        kt_grow_array(m->row_of, &m->row_capacity, (size_t)key + 1, sizeof *m->row_of, &m->failed);
    if (m->failed)
        return NULL;
    if (m->row_capacity > before)
        memset(m->row_of + before, 0, (m->row_capacity - before) * sizeof *m->row_of);
    return &m->row_of[key];
}

// Columns that a delivered row has at all; others are not added to the draft.
static void find_columns(merging *m)
{
    bool used[KT_DELIVERY_FIELDS] = {false};
    for (size_t i = 0; i < m->from->n_cells; i++)
        used[m->from->cell[i].field] = true;
    for (size_t f = 0; f < m->from->n_fields; f++) {
        bool extra = m->from->spec == NULL; // all of an unknown table's columns are its own
        m->column_of[f] =
            used[f] || extra ? kt_draft_column(m->draft, m->to, m->from->field[f]) : SIZE_MAX;
    }
    m->key = kt_merge_key(m->to->name);
    for (size_t i = 0; m->key != NULL && i < MAX_KEY && m->key[i] != NULL; i++) {
        size_t column = kt_draft_find_column(m->draft, m->to, m->key[i]);
        if (column == m->to->n_columns)
            continue; // neither side has it
        m->key_column[m->n_key] = column;
        m->key_field[m->n_key++] = kt_delivery_field(m->delivery, m->from_index, m->key[i]);
    }
    m->evidence = kt_draft_find_column(m->draft, m->to, "evidence");
    m->source = kt_draft_find_column(m->draft, m->to, "source");
    m->failed |= m->draft->failed || m->delivery->failed;
}

static void index_rows(merging *m)
{
    for (size_t r = 0; r < m->to->n_rows && !m->failed; r++) {
        uint32_t *at = slot(m, key_of_row(m, r));
        if (at != NULL && *at == 0)
            *at = (uint32_t)r + 1;
    }
}

static bool same_value(const merging *m, kt_symbol a, kt_symbol b)
{
    double x;
    double y;
    const char *s = text_of(m, a);
    const char *t = text_of(m, b);
    return a == b || (kt_number_read(&x, s, strlen(s)) && kt_number_read(&y, t, strlen(t)) &&
                      x == y); // 1.50 and 1.5
}

static kt_symbol cell_or_none(const merging *m, size_t row, size_t column)
{
    return column < m->to->n_columns ? *kt_draft_cell(m->to, row, column) : 0;
}

static kt_symbol delivered_at(const merging *m, size_t row, size_t column)
{
    size_t n;
    const kt_delivery_cell *cell = kt_delivery_cells(m->from, row, &n);
    for (size_t i = 0; i < n; i++) {
        if (m->column_of[cell[i].field] == column)
            return cell[i].text;
    }
    return 0;
}

static int grade(const merging *m, kt_symbol evidence)
{
    const char *text = text_of(m, evidence);
    return *text >= 'A' && *text <= 'D' && text[1] == '\0' ? *text - 'A' : 'D' - 'A';
}

// What is decided once for two rows of the same name.
typedef struct meeting {
    size_t row;       // of the draft
    size_t delivered; // of the delivery
    kt_symbol key;    // for people
    bool same_source; // differences are changes
    bool other_wins;  // of a contradiction: the delivered row
    bool lost_figure; // a figure of the old row stays beside the delivered ones
    bool differs;     // in a cell that both have
    bool modified;    // a cell of the draft took a delivered value
} meeting;

static kt_symbol key_for_people(merging *m, size_t row)
{
    m->text.length = 0;
    for (size_t i = 0; i < m->n_key; i++) {
        const char *part = text_of(m, *kt_draft_cell(m->to, row, m->key_column[i]));
        if (*part != '\0')
            kt_buffer_format(&m->text, "%s%s", m->text.length == 0 ? "" : " ", part);
    }
    m->failed |= m->text.failed;
    return m->text.length == 0 || m->failed ? 0 : symbol_of(m, m->text.text, m->text.length);
}

static const char *place_of(merging *m, size_t row, size_t field)
{
    char place[KT_GRID_PLACE];
    kt_delivery_where(place, m->delivery, m->grids, m->from, row, field);
    const char *kept = kt_arena_text(&m->merge->texts, place, strlen(place));
    m->failed |= kept == NULL;
    return kept == NULL ? "" : kept;
}

static void note_change(merging *m, kt_change change)
{
    kt_merge *merge = m->merge;
    m->count.n_cells[change.kind]++;
    change.table = m->from->name;
    merge->change = kt_grow_array(merge->change, &merge->capacity, merge->n + 1,
                                  sizeof *merge->change, &m->failed);
    if (!m->failed)
        merge->change[merge->n++] = change;
}

// The losing value, for good: table conflicts of the draft. True when it was there already.
static bool keep_conflict(merging *m, const meeting *at, const kt_change *change)
{
    static const char *const COLUMNS[] = {
        "table",       "key",   "column",         "kept",        "kept_evidence",
        "kept_source", "other", "other_evidence", "other_source"};
    enum { KEPT_EVIDENCE = 4, KEPT_SOURCE = 5, N = sizeof COLUMNS / sizeof COLUMNS[0] };
    size_t column[N];
    kt_symbol theirs[2] = {delivered_at(m, at->delivered, m->evidence),
                           delivered_at(m, at->delivered, m->source)};
    kt_symbol ours[2] = {cell_or_none(m, at->row, m->evidence),
                         cell_or_none(m, at->row, m->source)};
    size_t to = (size_t)(m->to - m->draft->table);
    kt_draft_table *conflicts = kt_draft_table_at(m->draft, "conflicts");
    m->to = &m->draft->table[to]; // the list of tables may have moved
    if (conflicts == NULL) {
        m->failed = true;
        return false;
    }
    kt_symbol value[N] = {m->from->name,
                          change->key,
                          change->column,
                          change->after,
                          at->other_wins ? theirs[0] : ours[0],
                          at->other_wins ? theirs[1] : ours[1],
                          change->other,
                          at->other_wins ? ours[0] : theirs[0],
                          at->other_wins ? ours[1] : theirs[1]};
    for (size_t c = 0; c < N; c++)
        column[c] =
            kt_draft_column(m->draft, conflicts, symbol_of(m, COLUMNS[c], strlen(COLUMNS[c])));
    for (size_t r = 0; r < conflicts->n_rows && !m->draft->failed; r++) {
        size_t same = 0;
        for (size_t c = 0; c < N; c++)
            same += c == KEPT_EVIDENCE || c == KEPT_SOURCE ||
                    *kt_draft_cell(conflicts, r, column[c]) == value[c];
        if (same == N)
            return true;
    }
    size_t row = kt_draft_add_row(m->draft, conflicts);
    for (size_t c = 0; c < N && !m->draft->failed; c++)
        *kt_draft_cell(conflicts, row, column[c]) = value[c];
    return false;
}

static void meet_cell(merging *m, meeting *at, const kt_delivery_cell *cell)
{
    size_t column = m->column_of[cell->field];
    kt_symbol *here = kt_draft_cell(m->to, at->row, column);
    if (column == m->evidence || column == m->source || same_value(m, *here, cell->text))
        return;
    kt_change change = {.kind = KT_CHANGE_FILLED,
                        .key = at->key,
                        .column = m->to->column[column],
                        .before = *here,
                        .after = cell->text,
                        .place = place_of(m, at->delivered, cell->field)};
    at->differs = true;
    if (*here != 0 && at->same_source) {
        change.kind = KT_CHANGE_CHANGED;
    } else if (*here != 0) {
        change.kind = KT_CHANGE_CONTRADICTED;
        change.after = at->other_wins ? cell->text : *here;
        change.other = at->other_wins ? *here : cell->text;
        bool known = keep_conflict(m, at, &change);
        here = kt_draft_cell(m->to, at->row, column);
        if (known && !at->other_wins) // said when it was found
            return;
    }
    note_change(m, change);
    at->modified |= *here != change.after;
    if (!m->failed)
        *here = change.after;
}

// A figure or fact of the old row that the delivery says nothing of.
static bool keeps_old_cell(const merging *m, const meeting *at)
{
    for (size_t c = 0; c < m->to->n_columns; c++) {
        bool is_key = false;
        for (size_t i = 0; i < m->n_key; i++)
            is_key |= m->key_column[i] == c;
        if (!is_key && c != m->evidence && c != m->source &&
            *kt_draft_cell(m->to, at->row, c) != 0 && delivered_at(m, at->delivered, c) == 0)
            return true;
    }
    return false;
}

// The provenance of a row that took delivered cells.
static void meet_proof(merging *m, const meeting *at)
{
    kt_symbol evidence = delivered_at(m, at->delivered, m->evidence);
    kt_symbol source = delivered_at(m, at->delivered, m->source);
    kt_symbol *grade_here =
        m->evidence < m->to->n_columns ? kt_draft_cell(m->to, at->row, m->evidence) : NULL;
    kt_symbol *source_here =
        m->source < m->to->n_columns ? kt_draft_cell(m->to, at->row, m->source) : NULL;
    bool takes = at->other_wins || at->same_source;
    if (grade_here != NULL && evidence != 0 && takes &&
        !(at->lost_figure && grade(m, *grade_here) > grade(m, evidence)))
        *grade_here = evidence;
    if (source_here == NULL || source == 0 || *source_here == source)
        return;
    if (*source_here == 0 || (takes && !at->lost_figure)) {
        *source_here = source;
        return;
    }
    if (strstr(text_of(m, *source_here), text_of(m, source)) != NULL)
        return;
    m->text.length = 0;
    kt_buffer_format(&m->text, "%s; %s", text_of(m, *source_here), text_of(m, source));
    m->failed |= m->text.failed;
    if (!m->failed)
        *source_here = symbol_of(m, m->text.text, m->text.length);
}

static void refuse_twin(merging *m, size_t row, uint32_t first)
{
    char place[KT_GRID_PLACE];
    size_t table;
    size_t earlier;
    kt_merge_row(m->delivery, first, &table, &earlier);
    kt_delivery_where(place, m->delivery, m->grids, &m->delivery->table[table], earlier,
                      KT_DELIVERY_FIELDS);
    kt_reject_add(m->rejects, m->from->row[row].place, place_of(m, row, KT_DELIVERY_FIELDS),
                  "says something else than %s does of the same %s", place, m->to->name);
}

// True when the two rows, both of this delivery, agree in every cell that both have.
static bool agrees(const merging *m, size_t row, size_t with)
{
    size_t n;
    const kt_delivery_cell *cell = kt_delivery_cells(m->from, row, &n);
    for (size_t i = 0; i < n; i++) {
        size_t column = m->column_of[cell[i].field];
        kt_symbol here = *kt_draft_cell(m->to, with, column);
        if (here != 0 && !same_value(m, here, cell[i].text) && column != m->source &&
            column != m->evidence)
            return false;
    }
    return true;
}

// The same figures from a better source: true when that says something new.
static bool better_proof(const merging *m, const meeting *at)
{
    return m->evidence < m->to->n_columns &&
           delivered_at(m, at->delivered, m->evidence) !=
               *kt_draft_cell(m->to, at->row, m->evidence) &&
           !at->lost_figure;
}

static void meet(merging *m, size_t delivered, size_t row)
{
    kt_symbol source = delivered_at(m, delivered, m->source);
    kt_symbol evidence = delivered_at(m, delivered, m->evidence);
    kt_symbol our_source = cell_or_none(m, row, m->source);
    kt_symbol our_evidence = cell_or_none(m, row, m->evidence);
    if (m->to->origin[row] != KT_NO_ORIGIN && !agrees(m, delivered, row)) {
        refuse_twin(m, delivered, m->to->origin[row]);
        return;
    }
    meeting at = {.row = row, .delivered = delivered};
    at.key = key_for_people(m, row);
    at.same_source = source == our_source && (evidence == our_evidence || evidence == 0);
    at.other_wins = grade(m, evidence) < grade(m, our_evidence);
    at.lost_figure = keeps_old_cell(m, &at);
    size_t n;
    const kt_delivery_cell *cell = kt_delivery_cells(m->from, delivered, &n);
    for (size_t i = 0; i < n && !m->failed; i++)
        meet_cell(m, &at, &cell[i]);
    if (at.modified || (at.other_wins && !at.differs && better_proof(m, &at))) {
        meet_proof(m, &at);
        m->to->changed = true;
        m->to->origin[row] = m->base + (uint32_t)delivered;
    }
    m->count.n_same += !at.differs;
}

// The answer of who was asked: its cells count, whatever stood there.
static void settle(merging *m, size_t delivered, size_t row)
{
    size_t n;
    const kt_delivery_cell *cell = kt_delivery_cells(m->from, delivered, &n);
    kt_symbol key = key_for_people(m, row);
    bool modified = false;
    for (size_t i = 0; i < n && !m->failed; i++) {
        size_t column = m->column_of[cell[i].field];
        kt_symbol *here = kt_draft_cell(m->to, row, column);
        if (same_value(m, *here, cell[i].text))
            continue;
        if (column != m->source)
            note_change(m, (kt_change){.kind = *here == 0 ? KT_CHANGE_FILLED : KT_CHANGE_CHANGED,
                                       .key = key,
                                       .column = m->to->column[column],
                                       .before = *here,
                                       .after = cell[i].text,
                                       .place = place_of(m, delivered, cell[i].field)});
        *here = cell[i].text;
        modified = true;
    }
    if (!modified) {
        m->count.n_same++;
        return;
    }
    m->to->origin[row] = m->base + (uint32_t)delivered;
    m->to->changed = true;
}

static void remove_row(merging *m, size_t delivered, size_t row)
{
    note_change(m, (kt_change){.kind = KT_CHANGE_REMOVED,
                               .key = key_for_people(m, row),
                               .place = place_of(m, delivered, KT_DELIVERY_FIELDS)});
    m->to->origin[row] = REMOVED;
}

static void add_row(merging *m, size_t delivered)
{
    size_t n;
    const kt_delivery_cell *cell = kt_delivery_cells(m->from, delivered, &n);
    size_t row = kt_draft_add_row(m->draft, m->to);
    if (m->draft->failed)
        return;
    for (size_t i = 0; i < n; i++)
        *kt_draft_cell(m->to, row, m->column_of[cell[i].field]) = cell[i].text;
    m->to->origin[row] = m->base + (uint32_t)delivered;
    m->count.n_new++;
}

static void take_row(merging *m, size_t delivered)
{
    bool named;
    kt_symbol key = key_of_delivered(m, delivered, &named);
    m->count.n_rows++;
    if (!named) {
        kt_reject_add(m->rejects, m->from->row[delivered].place,
                      place_of(m, delivered, KT_DELIVERY_FIELDS),
                      "the row names nothing: %s is expected", m->key[0]);
        return;
    }
    uint32_t *at = m->failed ? NULL : slot(m, key);
    if (at == NULL)
        return;
    kt_delivery_act act = m->from->row[delivered].act;
    size_t row = (size_t)*at - 1;
    if (act == KT_DELIVERY_REMOVE) {
        if (*at != 0)
            remove_row(m, delivered, row);
        *at = 0;
        return;
    }
    if (*at != 0 && act == KT_DELIVERY_SETTLE) {
        settle(m, delivered, row);
        return;
    }
    if (*at != 0) {
        meet(m, delivered, row);
        return;
    }
    *at = (uint32_t)m->to->n_rows + 1;
    add_row(m, delivered);
}

static kt_status merge_table(merging *m, kt_error *err)
{
    find_columns(m);
    index_rows(m);
    for (size_t r = 0; r < m->from->n_rows && !m->failed && !m->draft->failed; r++) {
        if (!m->from->row[r].refused)
            take_row(m, r);
    }
    kt_draft_remove_rows(m->to, REMOVED);
    kt_merge *merge = m->merge;
    m->count.table = m->from->name;
    merge->count = kt_grow_array(merge->count, &merge->count_capacity, merge->n_counts + 1,
                                 sizeof *merge->count, &m->failed);
    if (!m->failed)
        merge->count[merge->n_counts++] = m->count;
    bool failed = m->failed || m->draft->failed;
    free(m->row_of);
    kt_buffer_free(&m->text);
    return failed ? kt_error_no_memory(err) : KT_OK;
}

kt_status kt_merge_delivery(kt_merge *merge, kt_draft *draft, kt_delivery *delivery,
                            const kt_grid_list *grids, kt_reject_list *rejects, kt_error *err)
{
    uint32_t base = 0;
    for (size_t t = 0; t < delivery->n; t++) {
        size_t n = delivery->table[t].n_rows;
        if (n == 0)
            continue;
        const char *name = kt_pool_text(merge->pool, delivery->table[t].name);
        kt_draft_table *to = kt_draft_table_at(draft, name);
        if (to == NULL)
            return kt_error_no_memory(err);
        merging m = {.merge = merge,
                     .draft = draft,
                     .delivery = delivery,
                     .grids = grids,
                     .rejects = rejects,
                     .from = &delivery->table[t],
                     .from_index = t,
                     .to = to,
                     .base = base};
        kt_status status = merge_table(&m, err);
        if (status != KT_OK)
            return status;
        base += (uint32_t)n;
    }
    return KT_OK;
}

void kt_merge_free(kt_merge *merge)
{
    kt_arena_free(&merge->texts);
    free(merge->change);
    free(merge->count);
    *merge = (kt_merge){.pool = merge->pool};
}

void kt_merge_row(const kt_delivery *delivery, uint32_t number, size_t *table, size_t *row)
{
    size_t t = 0;
    while (t + 1 < delivery->n && number >= delivery->table[t].n_rows)
        number -= (uint32_t)delivery->table[t++].n_rows;
    *table = t;
    *row = number;
}

size_t kt_merge_total(const kt_merge *merge, kt_change_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < merge->n_counts; i++)
        n += merge->count[i].n_cells[kind];
    return n;
}
