// SPDX-License-Identifier: EUPL-1.2
// Decides once what two rows are to each other (same source, better evidence, something kept that
// the other does not have), then each cell by itself. Called once a delivered row, up to 200,000
// times; texts are symbols, so equal cells are one comparison, and only different ones are read as
// numbers.
#include "ingest/merge/merge_row.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "ingest/merge/merge_conflict.h"
#include "ingest/recognise/evidence.h"

kt_symbol kt_merge_row_symbol(kt_merging *m, const char *text, size_t length)
{
    kt_symbol symbol = 0;
    m->failed |= !kt_pool_add(m->merge->pool, text, length, &symbol);
    return symbol;
}

static bool same_value(const kt_merging *m, kt_symbol a, kt_symbol b)
{
    return a == b || kt_evidence_same(kt_merge_row_text(m, a), kt_merge_row_text(m, b));
}

static kt_symbol cell_or_none(const kt_merging *m, size_t row, size_t column)
{
    return column < m->to->n_columns ? *kt_draft_cell(m->to, row, column) : 0;
}

static kt_symbol delivered_at(const kt_merging *m, size_t row, size_t column)
{
    size_t n;
    const kt_delivery_cell *cell = kt_delivery_cells(m->from, row, &n);
    for (size_t i = 0; i < n; i++) {
        if (m->column_of[cell[i].field] == column)
            return cell[i].text;
    }
    return 0;
}

static int grade(const kt_merging *m, kt_symbol evidence)
{
    return kt_evidence_grade(kt_merge_row_text(m, evidence));
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

static kt_symbol key_for_people(kt_merging *m, size_t row)
{
    m->text.length = 0;
    for (size_t i = 0; i < m->n_key; i++) {
        const char *part = kt_merge_row_text(m, *kt_draft_cell(m->to, row, m->key_column[i]));
        if (*part != '\0')
            kt_buffer_format(&m->text, "%s%s", m->text.length == 0 ? "" : " ", part);
    }
    m->failed |= m->text.failed;
    return m->text.length == 0 || m->failed ? 0
                                            : kt_merge_row_symbol(m, m->text.text, m->text.length);
}

const char *kt_merge_row_place(kt_merging *m, size_t row, size_t field)
{
    char place[KT_GRID_PLACE];
    kt_delivery_where(place, m->delivery, m->grids, m->from, row, field);
    const char *kept = kt_arena_text(&m->merge->texts, place, strlen(place));
    m->failed |= kept == NULL;
    return kept == NULL ? "" : kept;
}

static void note_change(kt_merging *m, kt_merge_change change)
{
    kt_merge_log *merge = m->merge;
    m->count.n_cells[change.kind]++;
    change.table = m->from->name;
    merge->change = kt_grow_array(merge->change, &merge->capacity, merge->n + 1,
                                  sizeof *merge->change, &m->failed);
    if (!m->failed)
        merge->change[merge->n++] = change;
}

// The losing value, for good. True when it was there already.
static bool keep_conflict(kt_merging *m, const meeting *at, const kt_merge_change *change)
{
    kt_symbol theirs[2] = {delivered_at(m, at->delivered, m->evidence),
                           delivered_at(m, at->delivered, m->source)};
    kt_symbol ours[2] = {cell_or_none(m, at->row, m->evidence),
                         cell_or_none(m, at->row, m->source)};
    const kt_symbol *kept = at->other_wins ? theirs : ours;
    const kt_symbol *other = at->other_wins ? ours : theirs;
    kt_merge_conflict conflict = {.table = m->from->name,
                                  .key = change->key,
                                  .column = change->column,
                                  .kept = change->after,
                                  .kept_evidence = kept[0],
                                  .kept_source = kept[1],
                                  .other = change->other,
                                  .other_evidence = other[0],
                                  .other_source = other[1]};
    size_t to = (size_t)(m->to - m->draft->table);
    bool known = kt_merge_conflict_keep(m->merge, m->draft, &conflict);
    m->failed |= m->draft->failed;
    m->to = &m->draft->table[to]; // the list of tables may have moved
    return known;
}

static void meet_cell(kt_merging *m, meeting *at, const kt_delivery_cell *cell)
{
    size_t column = m->column_of[cell->field];
    kt_symbol *here = kt_draft_cell(m->to, at->row, column);
    if (column == m->evidence || column == m->source || same_value(m, *here, cell->text))
        return;
    kt_merge_change change = {.kind = KT_CHANGE_FILLED,
                              .key = at->key,
                              .column = m->to->column[column],
                              .before = *here,
                              .after = cell->text,
                              .place = kt_merge_row_place(m, at->delivered, cell->field)};
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
static bool keeps_old_cell(const kt_merging *m, const meeting *at)
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
static void meet_proof(kt_merging *m, const meeting *at)
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
    m->text.length = 0;
    kt_evidence_join(&m->text, kt_merge_row_text(m, *source_here), kt_merge_row_text(m, source));
    m->failed |= m->text.failed;
    if (!m->failed)
        *source_here = kt_merge_row_symbol(m, m->text.text, m->text.length);
}

static void refuse_twin(kt_merging *m, size_t row, uint32_t first)
{
    char place[KT_GRID_PLACE];
    size_t table;
    size_t earlier;
    kt_delivery_row_at(m->delivery, first, &table, &earlier);
    kt_delivery_where(place, m->delivery, m->grids, &m->delivery->table[table], earlier,
                      KT_DELIVERY_FIELDS);
    kt_reject_add(m->rejects, m->from->row[row].place,
                  kt_merge_row_place(m, row, KT_DELIVERY_FIELDS),
                  "says something else than %s does of the same %s", place, m->to->name);
}

// True when the two rows, both of this delivery, agree in every cell that both have.
static bool agrees(const kt_merging *m, size_t row, size_t with)
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
static bool better_proof(const kt_merging *m, const meeting *at)
{
    return m->evidence < m->to->n_columns &&
           delivered_at(m, at->delivered, m->evidence) !=
               *kt_draft_cell(m->to, at->row, m->evidence) &&
           !at->lost_figure;
}

void kt_merge_row_rows(kt_merging *m, size_t delivered, size_t row)
{
    assert(delivered < m->from->n_rows && row < m->to->n_rows);
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

void kt_merge_row_override(kt_merging *m, size_t delivered, size_t row)
{
    assert(delivered < m->from->n_rows && row < m->to->n_rows);
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
            note_change(
                m, (kt_merge_change){.kind = *here == 0 ? KT_CHANGE_FILLED : KT_CHANGE_CHANGED,
                                     .key = key,
                                     .column = m->to->column[column],
                                     .before = *here,
                                     .after = cell[i].text,
                                     .place = kt_merge_row_place(m, delivered, cell[i].field)});
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

void kt_merge_row_remove(kt_merging *m, size_t delivered, size_t row)
{
    assert(delivered < m->from->n_rows && row < m->to->n_rows);
    note_change(m,
                (kt_merge_change){.kind = KT_CHANGE_REMOVED,
                                  .key = key_for_people(m, row),
                                  .place = kt_merge_row_place(m, delivered, KT_DELIVERY_FIELDS)});
    m->to->origin[row] = KT_DRAFT_GONE;
}
