// SPDX-License-Identifier: EUPL-1.2
// See template.h. Layout of a sheet of a table: title, what it is for, heads in the reader's
// language, heads for the program, examples, then empty rows.
#include "report/form/template.h"

#include <stdio.h>
#include <string.h>

#include "base/lang.h"
#include "base/text.h"
#include "format/xlsx_write.h"
#include "ingest/intake/delivery.h"
#include "model/label.h"
#include "report/form/template_lists.h"

enum {
    ROW_TITLE = 0,
    ROW_ABOUT = 1,
    ROW_HEADS = 2,
    ROW_NAMES = 3,
    ROW_FIRST = 4,
    LAST_ROW = 2000, // the lists reach so far
    SCAN_HEADS = 9,
    SCAN_ROWS = 30,
    MAX_CHOICES = 16,
    RANGE_TEXT = 160,
    LINE_CHARACTERS = 115, // of the explanation
};

typedef struct writing {
    kt_xlsx_writer *book;
    const kt_case *reference;
    kt_lang lang;
    const char *lists; // name of the sheet with the lists
    size_t n_countries, n_alloys;
    bool failed;
} writing;

typedef struct example {
    const char *table;
    const char *column;
    const char *text[2]; // of two rows; NULL: empty
} example;

// A pump, as far as a shipyard would know it.
static const example EXAMPLES[] = {
    {"items", "id", {"pump-1", "316l-plate"}},
    {"items", "kind", {"component", "semi_finished"}},
    {"items", "name_en", {"Seawater pump", "Plate of stainless steel 316L"}},
    {"items", "name_nl", {"Zeewaterpomp", "Plaat van roestvast staal 316L"}},
    {"items", "unit", {"piece", "kg"}},
    {"items", "mass_kg", {"85", "1"}},
    {"bom", "parent", {"pump-1", NULL}},
    {"bom", "child", {"316l-plate", NULL}},
    {"bom", "quantity", {"40", NULL}},
    {"bom", "evidence", {"B", NULL}},
    {"bom", "source", {"drawing 12-345", NULL}},
    {"organisations", "id", {"pumps-ltd", NULL}},
    {"organisations", "name", {"Pumps Ltd", NULL}},
    {"organisations", "country", {"NLD", NULL}},
    {"organisations", "role", {"supplier", NULL}},
    {"sites", "id", {"pumps-ltd-delft", NULL}},
    {"sites", "organisation", {"pumps-ltd", NULL}},
    {"sites", "country", {"NLD", NULL}},
    {"sites", "name", {"Delft", NULL}},
    {"supply", "item", {"pump-1", "316l-plate"}},
    {"supply", "supplier", {"pumps-ltd-delft", "unknown"}},
    {"supply", "share", {"100%", NULL}},
    {"supply", "lead_time_days", {"60", NULL}},
    {"supply", "evidence", {"A", NULL}},
    {"stocks", "item", {"pump-1", NULL}},
    {"stocks", "holder", {"pumps-ltd", NULL}},
    {"stocks", "days_of_cover", {"90", NULL}},
    {"parts", "parent", {"Seawater pump", "Seawater pump"}},
    {"parts", "item", {"P-100", "P-200"}},
    {"parts", "name", {"Pump housing", "Electronic controller"}},
    {"parts", "quantity", {"1", "2"}},
    {"parts", "unit", {"piece", "piece"}},
    {"parts", "mass_kg", {"40", "0.5"}},
    {"parts", "material", {"316L", NULL}},
    {"parts", "supplier", {"Foundry Ltd", "unknown"}},
    {"parts", "supplier_country", {"DEU", NULL}},
    {"parts", "share", {"100%", NULL}},
    {"parts", "lead_time_days", {"60", "120"}},
    {"parts", "days_of_cover", {"30", "90"}},
};

static const char *const SCAN_COLUMNS[] = {"name",
                                           "quantity",
                                           "unit",
                                           "mass_kg",
                                           "material",
                                           "supplier",
                                           "supplier_country",
                                           "share",
                                           "lead_time_days",
                                           "switch_days",
                                           "days_of_cover",
                                           "note"};
enum { N_SCAN_COLUMNS = sizeof SCAN_COLUMNS / sizeof SCAN_COLUMNS[0] };

static const char *tr(const writing *w, const char *english)
{
    return kt_lang_text(w->lang, english);
}

// The label of a choice, and its own letter-code where that says more.
static const char *const *labels_of(const writing *w, const kt_column_spec *spec,
                                    const char *labels[MAX_CHOICES])
{
    size_t n = 0;
    for (; spec->choices[n] != NULL && n < MAX_CHOICES - 1; n++)
        labels[n] = tr(w, kt_label_choice(spec->choices[n]));
    labels[n] = NULL;
    return labels;
}

// How many rows of examples a table has.
static uint32_t count_examples(const char *table)
{
    uint32_t n = 0;
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof EXAMPLES[0]; i++) {
        if (strcmp(EXAMPLES[i].table, table) == 0)
            n = EXAMPLES[i].text[1] != NULL || n == 2 ? 2 : 1;
    }
    return n;
}

// The ids that were filled in on the sheet of a table, as a list that grows with it.
static void list_ids(const writing *w, char *range, size_t size, int table)
{
    const char *sheet = tr(w, kt_label_table(kt_schema_case[table].name));
    uint32_t first = ROW_FIRST + count_examples(kt_schema_case[table].name) + 1;
    snprintf(range, size, "=OFFSET('%.31s'!$B$%u,0,0,MAX(1,COUNTA('%.31s'!$B$%u:$B$%d)),1)", sheet,
             first, sheet, first, LAST_ROW + 1);
}

// The cells that hold what may be chosen; false where there is no list.
static bool find_range(const writing *w, char *range, size_t size, const char *table,
                       const kt_column_spec *spec)
{
    bool material = strcmp(spec->name, "material") == 0;
    if (spec->type == KT_COLUMN_COUNTRY)
        snprintf(range, size, "=%s!$A$3:$A$%zu", w->lists, w->n_countries + 2);
    else if (material && strcmp(table, "parts") == 0)
        snprintf(range, size, "=%s!$B$3:$B$%zu", w->lists, w->n_alloys + 2);
    else if (material && strcmp(table, "items") == 0)
        snprintf(range, size, "=%s!$C$3:$C$%u", w->lists,
                 w->reference->reference[KT_MATERIALS].n_rows + 2);
    else if (strcmp(table, "parts") != 0 && (spec->refers & KT_REFERS_ITEM) != 0)
        list_ids(w, range, size, KT_ITEMS);
    else if (strcmp(table, "parts") != 0 && (spec->refers & KT_REFERS_ORGANISATION) != 0)
        list_ids(w, range, size, KT_ORGANISATIONS);
    else
        return false;
    return true;
}

static void add_rule(writing *w, const char *table, const kt_column_spec *spec, uint16_t column,
                     uint32_t first, uint32_t last)
{
    const char *labels[MAX_CHOICES];
    char range[RANGE_TEXT];
    kt_label label = kt_label_column(table, spec->name);
    kt_xlsx_write_rule rule = {.first_row = first,
                               .last_row = last,
                               .column = column,
                               .title = tr(w, label.title),
                               .message = tr(w, label.help)};
    if (spec->type == KT_COLUMN_CHOICE)
        rule.choices = labels_of(w, spec, labels);
    else if (find_range(w, range, sizeof range, table, spec))
        rule.range = range;
    kt_xlsx_write_add_rule(w->book, &rule);
}

static double width_of(const kt_column_spec *spec)
{
    if (strncmp(spec->name, "name", 4) == 0 || strncmp(spec->name, "text", 4) == 0 ||
        strcmp(spec->name, "source") == 0 || strcmp(spec->name, "note") == 0)
        return 32;
    return spec->type == KT_COLUMN_NUMBER ? 16 : 18;
}

static const kt_column_spec *spec_named(const kt_table_spec *spec, const char *name)
{
    for (int c = 0; spec->column[c].name != NULL; c++) {
        if (strcmp(spec->column[c].name, name) == 0)
            return &spec->column[c];
    }
    return NULL;
}

// The example's text as a reader of the language writes it.
static const char *example_text(const writing *w, const kt_column_spec *spec, const char *text)
{
    if (spec->type == KT_COLUMN_CHOICE)
        return tr(w, kt_label_choice(text));
    return strcmp(spec->name, "name_en") == 0 ? text : tr(w, text);
}

static uint32_t write_examples(writing *w, const char *table, const kt_column_spec *spec,
                               uint16_t column, uint32_t row)
{
    uint32_t last = row;
    for (size_t i = 0; i < sizeof EXAMPLES / sizeof EXAMPLES[0]; i++) {
        if (strcmp(EXAMPLES[i].table, table) != 0)
            continue;
        for (uint32_t k = 0; k < 2; k++) {
            const char *text = EXAMPLES[i].text[k];
            if (text == NULL)
                continue;
            last = row + k + 1 > last ? row + k + 1 : last;
            kt_xlsx_write_text(w->book, row + k, 0, tr(w, "example"), KT_XLSX_WRITE_EXAMPLE);
            if (strcmp(EXAMPLES[i].column, spec->name) == 0)
                kt_xlsx_write_text(w->book, row + k, column, example_text(w, spec, text),
                                   KT_XLSX_WRITE_EXAMPLE);
        }
    }
    return last;
}

static void write_head(writing *w, const char *table, const kt_column_spec *spec, uint16_t column,
                       uint32_t row)
{
    char name[128];
    kt_label label = kt_label_column(table, spec->name);
    bool parts = strcmp(table, "parts") == 0;
    bool needed = parts ? strcmp(spec->name, "name") == 0
                        : spec->need == KT_FILLED && strcmp(spec->name, "name_en") != 0;
    kt_xlsx_write_text(w->book, row, column, tr(w, label.title),
                       needed ? KT_XLSX_WRITE_NEEDED : KT_XLSX_WRITE_OPTIONAL);
    kt_xlsx_write_comment(w->book, row, column, tr(w, label.help));
    snprintf(name, sizeof name, "%.60s.%.60s", table, spec->name);
    kt_xlsx_write_text(w->book, row + 1, column, name, KT_XLSX_WRITE_TECHNICAL);
    kt_xlsx_write_width(w->book, column, width_of(spec));
}

// Stocks of a case have a holder, for which a parts list has no column.
static bool is_offered(const kt_table_spec *spec, const char *column)
{
    return spec != &kt_delivery_parts || strcmp(column, "days_of_cover") != 0;
}

static void write_table(writing *w, const kt_table_spec *spec, bool accent)
{
    uint32_t first = ROW_FIRST;
    uint16_t at = 0;
    kt_xlsx_write_add(w->book, tr(w, kt_label_table(spec->name)), accent);
    kt_xlsx_write_text(w->book, ROW_TITLE, 1, tr(w, kt_label_table(spec->name)),
                       KT_XLSX_WRITE_TITLE);
    kt_xlsx_write_text(w->book, ROW_ABOUT, 1, tr(w, kt_label_about(spec->name)),
                       KT_XLSX_WRITE_PLAIN);
    kt_xlsx_write_text(w->book, ROW_NAMES, 0, "#", KT_XLSX_WRITE_TECHNICAL);
    kt_xlsx_write_width(w->book, 0, 10);
    kt_xlsx_write_height(w->book, ROW_HEADS, 32);
    for (int c = 0; spec->column[c].name != NULL; c++) {
        if (!is_offered(spec, spec->column[c].name))
            continue;
        write_head(w, spec->name, &spec->column[c], ++at, ROW_HEADS);
        uint32_t last = write_examples(w, spec->name, &spec->column[c], at, ROW_FIRST);
        add_rule(w, spec->name, &spec->column[c], at, ROW_FIRST, LAST_ROW);
        first = last > first ? last : first;
    }
    kt_xlsx_write_freeze(w->book, ROW_FIRST, 2);
    kt_xlsx_write_begin_at(w->book, first, 1);
    kt_xlsx_write_print(w->book, ROW_FIRST, false);
}

static const char *const EXPLANATION[] = {
    "Fill in the parts list: one row a part, with what it goes into, from whom it comes and what "
    "it is made of, as you write it (316L, CuNi 90/10). For most products that is all.",
    "If you know more, or want to say it more exactly: items, bill of materials, organisations, "
    "sites and supply. The other sheets may stay empty.",
    "One row is one thing. Dark heads must be filled in, pale ones may stay empty: empty means "
    "that "
    "nobody has said it yet.",
    "Point at a head, or click a cell: what is meant appears beside it. Where there is a list, an "
    "arrow opens it.",
    "The grey names in the fourth row tell the program which column is which. You may move or "
    "leave "
    "out columns, but keep those names with them.",
    "Grey rows marked \"example\" in the first column are not read. Write below them, or remove "
    "them. Anything in the first column keeps a row out.",
    "Ids tie the sheets together: the item in the bill of materials is the id of a row of items.",
    "unknown (nobody knows) and withheld (the party will not say) are ordinary answers for a "
    "supplier. They are counted and never guessed.",
    "Evidence: A audited or declared by the party itself, B its estimate, C a public source, D "
    "assumed. Source: where the figure comes from.",
    "When it is filled in: keten import FILE.xlsx -o CASE --dry-run shows what would be read, "
    "keten assess CASE what depends on what.",
};

static void explain_sheet(writing *w, const char *table, uint32_t row)
{
    char text[400];
    snprintf(text, sizeof text, "%.80s: %.300s", tr(w, kt_label_table(table)),
             tr(w, kt_label_about(table)));
    kt_xlsx_write_text(w->book, row, 1, text, KT_XLSX_WRITE_PLAIN);
}

static void write_explanation(writing *w)
{
    kt_xlsx_write_add(w->book, tr(w, "Explanation"), false);
    kt_xlsx_write_text(w->book, 0, 0, "keten:explanation", KT_XLSX_WRITE_TECHNICAL);
    kt_xlsx_write_width(w->book, 0, 12);
    kt_xlsx_write_width(w->book, 1, 110);
    kt_xlsx_write_text(w->book, 1, 1, tr(w, "A value chain in tables"), KT_XLSX_WRITE_TITLE);
    for (size_t i = 0; i < sizeof EXPLANATION / sizeof EXPLANATION[0]; i++) {
        const char *text = tr(w, EXPLANATION[i]);
        kt_xlsx_write_text(w->book, (uint32_t)i + 3, 1, text, KT_XLSX_WRITE_WRAPPED);
        kt_xlsx_write_height(w->book, (uint32_t)i + 3,
                             kt_text_width(text) > LINE_CHARACTERS ? 34 : 18);
    }
    uint32_t row = sizeof EXPLANATION / sizeof EXPLANATION[0] + 4;
    kt_xlsx_write_text(w->book, row++, 1, tr(w, "The sheets"), KT_XLSX_WRITE_HEADING);
    explain_sheet(w, kt_delivery_parts.name, row++);
    for (int t = 0; t < KT_N_CASE_TABLES; t++)
        explain_sheet(w, kt_schema_case[t].name, row++);
    kt_xlsx_write_print(w->book, 0, true);
}

static void write_case(writing *w)
{
    write_explanation(w);
    // The lists are known before the rules that point to them are written.
    w->n_countries = w->reference->reference[KT_COUNTRIES].n_rows;
    w->n_alloys = kt_template_lists_count(w->reference);
    write_table(w, &kt_delivery_parts, true);
    for (int t = 0; t < KT_N_CASE_TABLES; t++)
        write_table(w, &kt_schema_case[t], kt_schema_case[t].required);
    w->failed |= !kt_template_lists_write(w->book, w->reference, w->lang);
}

// Key, question, and what to say beside the cell.
static const char *const SCAN_QUESTIONS[][3] = {
    {"company.name", "Your company", "The full name of your company."},
    {"company.country", "Country", "Choose from the list, or a code of three letters (NLD)."},
    {"company.kvk", "KvK number", "Number in the Dutch trade register, 8 digits."},
    {"product.name", "Which product is this about?",
     "One product, the most important one you supply for ships or defence. Use a second form for a "
     "second product."},
    {"product.number", "Your number for that product", "May stay empty."},
};
enum { N_SCAN_QUESTIONS = sizeof SCAN_QUESTIONS / sizeof SCAN_QUESTIONS[0] };

static void write_questions(writing *w)
{
    for (uint32_t q = 0; q < N_SCAN_QUESTIONS; q++) {
        uint32_t row = 3 + q;
        char range[120];
        bool country = strcmp(SCAN_QUESTIONS[q][0], "company.country") == 0;
        kt_xlsx_write_text(w->book, row, 0, SCAN_QUESTIONS[q][0], KT_XLSX_WRITE_TECHNICAL);
        kt_xlsx_write_text(w->book, row, 1, tr(w, SCAN_QUESTIONS[q][1]),
                           q == 2 || q == 4 ? KT_XLSX_WRITE_OPTIONAL : KT_XLSX_WRITE_NEEDED);
        kt_xlsx_write_text(w->book, row, 2, "", KT_XLSX_WRITE_ANSWER);
        snprintf(range, sizeof range, "=%s!$A$3:$A$%zu", w->lists, w->n_countries + 2);
        kt_xlsx_write_rule rule = {.first_row = row,
                                   .last_row = row,
                                   .column = 2,
                                   .range = country ? range : NULL,
                                   .title = tr(w, SCAN_QUESTIONS[q][1]),
                                   .message = tr(w, SCAN_QUESTIONS[q][2])};
        kt_xlsx_write_add_rule(w->book, &rule);
    }
}

static void write_scan(writing *w)
{
    const kt_table_spec *parts = &kt_delivery_parts;
    uint32_t first = SCAN_HEADS + 2;
    w->n_countries = w->reference->reference[KT_COUNTRIES].n_rows;
    w->n_alloys = kt_template_lists_count(w->reference);
    kt_xlsx_write_add(w->book, tr(w, "Self-scan"), true);
    kt_xlsx_write_text(w->book, 0, 1, tr(w, "What does your product depend on?"),
                       KT_XLSX_WRITE_TITLE);
    kt_xlsx_write_text(
        w->book, 1, 1,
        tr(w, "Half an hour is enough. Leave open what you do not have at hand; "
              "\"unknown\" and \"will not say\" are answers too. List the ten to twenty "
              "parts that you cannot do without."),
        KT_XLSX_WRITE_PLAIN);
    write_questions(w);
    kt_xlsx_write_text(w->book, SCAN_HEADS + 1, 0, "#", KT_XLSX_WRITE_TECHNICAL);
    kt_xlsx_write_width(w->book, 0, 12);
    kt_xlsx_write_height(w->book, SCAN_HEADS, 48);
    for (uint16_t c = 0; c < (uint16_t)N_SCAN_COLUMNS; c++) {
        const kt_column_spec *spec = spec_named(parts, SCAN_COLUMNS[c]);
        write_head(w, "parts", spec, c + 1, SCAN_HEADS);
        (void)write_examples(w, "parts", spec, c + 1, first);
        add_rule(w, "parts", spec, c + 1, first, first + SCAN_ROWS);
        for (uint32_t r = 0; r < SCAN_ROWS; r++)
            kt_xlsx_write_text(w->book, first + 2 + r, c + 1, "", KT_XLSX_WRITE_ANSWER);
    }
    for (uint32_t r = 0; r < SCAN_ROWS; r++)
        kt_xlsx_write_height(w->book, first + 2 + r, 20);
    kt_xlsx_write_width(w->book, 2, 24);
    kt_xlsx_write_begin_at(w->book, 3, 2);
    kt_xlsx_write_freeze(w->book, first, 2);
    kt_xlsx_write_print(w->book, 0, true);
    w->failed |= !kt_template_lists_write(w->book, w->reference, w->lang);
}

kt_status kt_template_write(const char *path, const kt_disclosed *disclosed,
                            const kt_control *control, kt_error *err)
{
    const kt_template *form = disclosed->form;
    writing w = {.reference = form->reference, .lang = form->lang};
    w.lists = kt_template_lists_sheet(form->lang);
    kt_control_tell(control, "writing", 0, 0);
    kt_status status = kt_xlsx_write_open(&w.book, path, err);
    if (status != KT_OK)
        return status;
    if (form->kind == KT_TEMPLATE_CASE)
        write_case(&w);
    else
        write_scan(&w);
    w.failed |= kt_control_stopped(control);
    if (w.failed)
        kt_xlsx_write_abandon(w.book);
    status = kt_xlsx_write_close(w.book, err);
    return status != KT_OK && kt_control_stopped(control) ? kt_control_check(control, err) : status;
}
