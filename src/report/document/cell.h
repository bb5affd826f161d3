// SPDX-License-Identifier: EUPL-1.2
// A cell of a table as what it is: a share, a mass, a number of days, a name. How many digits,
// which decimal mark, how wide: that is the renderer's business.
#ifndef KT_REPORT_DOCUMENT_CELL_H
#define KT_REPORT_DOCUMENT_CELL_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum kt_cell_kind {
    KT_CELL_TEXT,   // a name or words; not a figure
    KT_CELL_SHARE,  // 0..1
    KT_CELL_NUMBER, // without a unit, or in the unit of the cell
    KT_CELL_MASS,   // kg
    KT_CELL_GROWTH, // share more than it was; less where it is negative
    KT_CELL_FACTOR, // times what it was
    KT_CELL_COUNT,  // whole
    KT_CELL_RANGE,  // from value to high, both numbers
    KT_CELL_SPREAD, // value, give or take high, both shares
    KT_CELL_PATH,   // names, each leading to the next
    KT_CELL_SERIES  // the values of the figure's series, in their order
} kt_cell_kind;

// What is said beside a figure.
typedef enum kt_cell_mark {
    KT_MARK_NONE,
    KT_MARK_ABOVE,    // ▲: above what it is compared with
    KT_MARK_AT_LEAST, // ≥: a lower bound
    KT_MARK_MORE,     // >: more than that
    KT_MARK_SHORT,    // *: falls short, see the note
    KT_MARK_UNSURE    // +?: others beside, of which that is not known
} kt_cell_mark;

// A step of a path. Where room is short, the renderer may shorten parts and half-products: material
// and country are what the reader came for.
typedef enum kt_step_kind { KT_STEP_PLAIN, KT_STEP_PART, KT_STEP_HALF_PRODUCT } kt_step_kind;

typedef struct kt_cell_step {
    const char *name;
    kt_step_kind kind;
} kt_cell_step;

typedef struct kt_cell {
    kt_cell_kind kind;
    kt_cell_mark mark;
    bool shorten;     // a name that may be cut where room is short
    uint8_t grade;    // of the evidence behind it, KT_EVIDENCE_A…D; 0: none stated
    uint64_t count;   // of COUNT
    double value;     // NaN: not known, which is said as `text`, or as "?" where that is NULL
    double high;      // of RANGE and SPREAD
    const char *text; // of TEXT; of others what stands instead of a value that is not known
    const char *unit; // of NUMBER; NULL: none
    const char *ref;  // of the source: a key of the sources block; NULL: none
    const char *link; // an anchor ("#risks") or an address; NULL: none
    const kt_cell_step *step; // [n] of PATH
    const double *series;     // [n] of SERIES
    size_t n;
} kt_cell;

static inline kt_cell kt_cell_text(const char *text)
{
    return (kt_cell){.kind = KT_CELL_TEXT, .text = text};
}

static inline kt_cell kt_cell_share(double value)
{
    return (kt_cell){.kind = KT_CELL_SHARE, .value = value};
}

static inline kt_cell kt_cell_number(double value)
{
    return (kt_cell){.kind = KT_CELL_NUMBER, .value = value};
}

static inline kt_cell kt_cell_mass(double kg)
{
    return (kt_cell){.kind = KT_CELL_MASS, .value = kg};
}

// "+12 %".
static inline kt_cell kt_cell_growth(double value)
{
    return (kt_cell){.kind = KT_CELL_GROWTH, .value = value};
}

static inline kt_cell kt_cell_factor(double value)
{
    return (kt_cell){.kind = KT_CELL_FACTOR, .value = value};
}

static inline kt_cell kt_cell_count(uint64_t count)
{
    return (kt_cell){.kind = KT_CELL_COUNT, .count = count};
}

// "1.2–1.5"; nothing at all where `low` is NaN.
static inline kt_cell kt_cell_range(double low, double high)
{
    return (kt_cell){.kind = KT_CELL_RANGE, .value = low, .high = high, .text = ""};
}

// "12 % ± 3 %".
static inline kt_cell kt_cell_spread(double value, double more)
{
    return (kt_cell){.kind = KT_CELL_SPREAD, .value = value, .high = more};
}

static inline kt_cell kt_cell_path(const kt_cell_step *step, size_t n)
{
    return (kt_cell){.kind = KT_CELL_PATH, .step = step, .n = n};
}

static inline kt_cell kt_cell_series(const double *value, size_t n)
{
    return (kt_cell){.kind = KT_CELL_SERIES, .series = value, .n = n};
}

static inline kt_cell kt_cell_marked(kt_cell cell, kt_cell_mark mark)
{
    cell.mark = mark;
    return cell;
}

// What to say where the value is not known: "not known" instead of "?".
static inline kt_cell kt_cell_or(kt_cell cell, const char *text)
{
    cell.text = text;
    return cell;
}

// True where the cell holds a figure, not words: a workbook keeps it as a number.
static inline bool kt_cell_is_figure(const kt_cell *cell)
{
    return cell->kind == KT_CELL_COUNT ||
           (cell->kind >= KT_CELL_SHARE && cell->kind <= KT_CELL_FACTOR && !isnan(cell->value));
}

#endif
