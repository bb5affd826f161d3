// SPDX-License-Identifier: EUPL-1.2
// Rows of the case that get another company: their cells, what is told of them, and two rows that
// have become one.
// Internal to: identify_company, identify_company_market.
#ifndef KT_INGEST_MERGE_IDENTIFY_COMPANY_ROW_H
#define KT_INGEST_MERGE_IDENTIFY_COMPANY_ROW_H

#include "ingest/merge/merge.h"
#include "ingest/recognise/dictionary.h"
#include "ingest/recognise/recognise.h"

// Kinds of the dictionary: delivered organisations; markets of the case, that is an item and its
// buyer, with the one row that each has; markets of which the delivery says that they are unknown.
enum { KT_IDENTIFY_NAME = 'F', KT_IDENTIFY_MARKET = 'm', KT_IDENTIFY_UNKNOWN = 'u' };

typedef struct kt_identifying {
    kt_merge_log *merge;
    kt_draft *draft;
    const kt_recogniser *recogniser;
    kt_dictionary known;
    const char *place; // of the answer at hand
    kt_row_index twin; // rows of one table by their names
    bool twin_known;   // the index is that of the table at hand, as it is
    bool failed;       // memory ran out, or the work is to end
} kt_identifying;

// False when the work is to end.
static inline bool kt_identify_company_row_goes_on(kt_identifying *identifying)
{
    identifying->failed |= kt_control_stopped(identifying->draft->control);
    return !identifying->failed && !identifying->draft->failed;
}

// Texts and symbols of the pool; identifying->failed when memory runs out.
const char *kt_identify_company_row_text(const kt_identifying *identifying, kt_symbol symbol);
kt_symbol kt_identify_company_row_symbol(kt_identifying *identifying, const char *text);

// The cell in the column of this name; 0 when it is empty or there is no such column.
kt_symbol kt_identify_company_row_cell(const kt_identifying *identifying,
                                       const kt_draft_table *table, size_t row, const char *name);

// The column is one of those that name the table's rows.
bool kt_identify_company_row_is_key(const kt_draft_table *table, const char *column);

// Tells a change of the row, made for the answer at identifying->place.
void kt_identify_company_row_note(kt_identifying *identifying, const kt_draft_table *table,
                                  size_t row, kt_merge_change change);

// Gives the cell another text, and tells it, unless it has that text.
void kt_identify_company_row_put(kt_identifying *identifying, size_t table, size_t row,
                                 size_t column, kt_symbol after);

// Row `from` becomes one with row `to`, by the rules of merge.h: empty cells are filled; where the
// two differ the better evidence counts, `to` when it is equal, and the other value is kept in
// `conflicts`. Shares of one market that one source gives are added. The list of the draft's tables
// may move.
void kt_identify_company_row_join(kt_identifying *identifying, size_t table, size_t from,
                                  size_t to);

// Begins with another table, or with one whose rows have moved.
void kt_identify_company_row_begin(kt_identifying *identifying);

// The row is about to get another name.
void kt_identify_company_row_unname(kt_identifying *identifying, size_t table, size_t row);

// The row has a new name: if that is the name of another row, it is joined to that one. The list
// of the draft's tables may move. O(1); O(rows) the first time since `begin`.
void kt_identify_company_row_join_twin(kt_identifying *identifying, size_t table, size_t row);

#endif
