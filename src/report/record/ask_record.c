// SPDX-License-Identifier: EUPL-1.2
// See ask_record.h. Machines get every question, some 2,000 for a frigate; how many a screen shows
// is the document's business.
#include "report/record/ask_record.h"

#include "report/record/common_record.h"

enum { MAX_PATH = 128 }; // deeper chains show their lower end

static const kt_ask *of(const void *context)
{
    return &((const kt_ask_result *)context)->ask;
}

static void set_symbol(kt_value *out, const void *context, kt_symbol symbol)
{
    kt_value_set_text(out, kt_pool_text(&((const kt_ask_result *)context)->the_case->pool, symbol));
}

static const char *item_id(const void *context, uint32_t item)
{
    const kt_ask_result *r = context;
    return item == KT_NO_ROW
               ? NULL
               : kt_pool_text(&r->the_case->pool, r->assessment->network.item[item].id);
}

// ------------------------------------------------------------------------------- of one question

// From the item up to the target, through what the company that is asked makes; *n gets its length,
// the result is the item that the company makes.
static uint32_t find_path(uint32_t path[MAX_PATH], uint32_t *n, const void *row,
                          const void *context)
{
    const kt_question *q = row;
    uint32_t made;
    *n = kt_downstream_path(&of(context)->above, q->fact.item, q->own, path, MAX_PATH, &made);
    return path[made];
}

static void get_product(kt_value *out, const void *row, const void *context)
{
    uint32_t path[MAX_PATH];
    uint32_t n;
    kt_value_set_text(out, item_id(context, find_path(path, &n, row, context)));
}

// A row is the id of an item. The path is some ten items long: it is found anew for each.
static const void *next_on_path(const void *row, const void *context, kt_cursor *cursor)
{
    uint32_t path[MAX_PATH];
    uint32_t n;
    const char **id = (const char **)(void *)cursor->room;
    find_path(path, &n, row, context);
    if (cursor->at == n)
        return NULL;
    *id = item_id(context, path[n - 1 - cursor->at++]);
    return id;
}

static const void *next_answer(const void *row, const void *context, kt_cursor *cursor)
{
    const char **name = (const char **)(void *)cursor->room;
    (void)context;
    while (cursor->at < KT_N_RESOLUTIONS) {
        uint64_t r = cursor->at++;
        if ((((const kt_question *)row)->fact.answers >> r & 1u) == 0)
            continue;
        *name = kt_open_fact_resolution_name((kt_resolution)r);
        return name;
    }
    return NULL;
}

static const kt_risk *risk_of(const void *flip, const void *context)
{
    return &of(context)->assessment->risks.row[((const kt_flip *)flip)->risk];
}

static void get_flow(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, risk_of(row, context)->flow->id);
}

static void get_now(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, kt_risky_names[risk_of(row, context)->risky]);
}

static void get_answer(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_open_fact_resolution_name(((const kt_flip *)row)->resolution));
}

// clang-format off
static const kt_field FLIP[] = {
    {.name = "flow", .type = KT_FIELD_TEXT, .get = get_flow,
     .help = "material, stage and country"},
    {.name = "now", .type = KT_FIELD_CHOICE, .get = get_now, .choices = kt_risky_names},
    {.name = "then", .type = KT_FIELD_CHOICE, KT_AT(kt_flip, verdict),
     .choices = kt_risky_names, .help = "under the answer"},
    {.name = "answer", .type = KT_FIELD_TEXT, .get = get_answer,
     .help = "the first one that does it"},
    {0}};
// clang-format on
static const kt_record FLIP_RECORD = {.name = "flip", .field = FLIP, .size = sizeof(kt_flip)};

static void get_kind(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_text(out, kt_open_fact_kind_name(((const kt_question *)row)->fact.kind));
}

static void get_item(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, item_id(context, ((const kt_question *)row)->fact.item));
}

static void get_other(kt_value *out, const void *row, const void *context)
{
    kt_value_set_text(out, item_id(context, ((const kt_question *)row)->fact.other));
}

static void get_supplier(kt_value *out, const void *row, const void *context)
{
    uint32_t producer = ((const kt_question *)row)->fact.producer;
    out->kind = KT_VALUE_NULL;
    if (producer != KT_NO_ROW)
        set_symbol(out, context, of(context)->assessment->network.producer[producer].supplier);
}

static void get_organisation(kt_value *out, const void *row, const void *context)
{
    const kt_ask_result *r = context;
    uint32_t organisation = ((const kt_question *)row)->organisation;
    out->kind = KT_VALUE_NULL;
    if (organisation != KT_NO_ROW)
        set_symbol(out, context,
                   kt_table_text(&r->the_case->table[KT_ORGANISATIONS], KT_ORGANISATIONS_ID,
                                 organisation));
}

static void get_asked(kt_value *out, const void *row, const void *context)
{
    (void)context;
    kt_value_set_flag(out, ((const kt_question *)row)->asked != KT_NO_ROW);
}

static void get_low(kt_value *out, const void *row, const void *context)
{
    const kt_question *q = row;
    (void)context;
    kt_value_set_number(out, q->event == NULL ? (double)NAN : q->event_low);
}

static void get_high(kt_value *out, const void *row, const void *context)
{
    const kt_question *q = row;
    (void)context;
    kt_value_set_number(out, q->event == NULL ? (double)NAN : q->event_high);
}

static void get_mechanism(kt_value *out, const void *row, const void *context)
{
    kt_mechanism mechanism = ((const kt_question *)row)->mechanism;
    (void)context;
    kt_value_set_text(out, mechanism == KT_MECHANISM_PRICE ? NULL : kt_mechanism_name(mechanism));
}

// clang-format off
static const kt_field QUESTION[] = {
    {.name = "id", .type = KT_FIELD_TEXT, KT_AT(kt_question, fact.id),
     .help = "says what it is about, as in the table `questions`"},
    {.name = "kind", .type = KT_FIELD_TEXT, .get = get_kind,
     .help = "supplier, supply, input, market or time"},
    {.name = "item", .type = KT_FIELD_TEXT, .get = get_item, .help = "what it is about"},
    {.name = "other", .type = KT_FIELD_TEXT, .get = get_other,
     .help = "the child of an input, or the alternative"},
    {.name = "supplier", .type = KT_FIELD_TEXT, .get = get_supplier,
     .help = "whose supply it is about"},
    {.name = "organisation", .type = KT_FIELD_TEXT, .get = get_organisation,
     .help = "whom to ask; null where no company is named"},
    {.name = "asked", .type = KT_FIELD_FLAG, .get = get_asked,
     .help = "asked before and still open"},
    {.name = "product", .type = KT_FIELD_TEXT, .get = get_product,
     .help = "what the company that is asked makes"},
    {.name = "path", .type = KT_FIELD_LIST, .next = next_on_path,
     .record = &kt_common_record_text,
     .help = "items from the target down through the product to the item, the lowest 128"},
    {.name = "answers", .type = KT_FIELD_LIST, .next = next_answer,
     .record = &kt_common_record_text, .help = "those tried, besides that it is as stated"},
    {.name = "mechanism", .type = KT_FIELD_TEXT, .get = get_mechanism,
     .help = "the worst of the flows whose cost the answer can change; null: of none that cannot "
             "simply be bought"},
    {.name = "dependence_first", .type = KT_FIELD_NUMBER, KT_AT(kt_question, dependence_first),
     .unit = "share", .help = "the most that one of those flows costs who is served first"},
    {.name = "flips", .type = KT_FIELD_LIST, KT_ROWS(kt_question, flip, n_flips),
     .record = &FLIP_RECORD, .help = "materials whose verdict as a risky dependency changes"},
    {.name = "spread", .type = KT_FIELD_NUMBER, KT_AT(kt_question, spread), .unit = "share",
     .help = "the largest over the countries"},
    {.name = "country", .type = KT_FIELD_TEXT, KT_AT(kt_question, event),
     .help = "of the largest spread"},
    {.name = "dependence_low", .type = KT_FIELD_NUMBER, .get = get_low, .unit = "share",
     .help = "of the target on that country, the smallest over the answers"},
    {.name = "dependence_high", .type = KT_FIELD_NUMBER, .get = get_high, .unit = "share",
     .help = "the largest"},
    {.name = "spread_mean", .type = KT_FIELD_NUMBER, KT_AT(kt_question, mean), .unit = "share",
     .help = "over the countries"},
    {.name = "functions", .type = KT_FIELD_COUNT, KT_AT(kt_question, n_functions),
     .help = "of the target that the answer can change"},
    {.name = "function_spread_mean", .type = KT_FIELD_NUMBER, KT_AT(kt_question, function_mean),
     .unit = "share", .help = "over functions and countries"},
    {.name = "function_critical", .type = KT_FIELD_FLAG, KT_AT(kt_question, function_critical),
     .help = "the item, or the input"},
    {.name = "countries", .type = KT_FIELD_COUNT, KT_AT(kt_question, n_countries),
     .help = "with a spread"},
    {.name = "steps", .type = KT_FIELD_COUNT, KT_AT(kt_question, depth),
     .help = "from the target"},
    {0}};
// clang-format on
static const kt_record QUESTION_RECORD = {
    .name = "question", .field = QUESTION, .size = sizeof(kt_question)};

// --------------------------------------------------------------------------------------- progress

// clang-format off
static const kt_field VISIBILITY[] = {
    {.name = "before", .type = KT_FIELD_NUMBER, KT_AT(kt_asked, before), .unit = "share",
     .help = "without what the answers named"},
    {.name = "now", .type = KT_FIELD_NUMBER, KT_AT(kt_asked, now), .unit = "share"},
    {.name = "after", .type = KT_FIELD_NUMBER, KT_AT(kt_asked, after), .unit = "share",
     .help = "when the open questions are answered"},
    {0}};
// clang-format on
static const kt_record VISIBILITY_RECORD = {
    .name = "asked_visibility", .field = VISIBILITY, .size = sizeof(kt_asked)};

// clang-format off
static const kt_field PROGRESS[] = {
    {.name = "asked", .type = KT_FIELD_COUNT, KT_AT(kt_asked, asked),
     .help = "the four below together"},
    {.name = "answered", .type = KT_FIELD_COUNT, KT_AT(kt_asked, given)},
    {.name = "unknown", .type = KT_FIELD_COUNT, KT_AT(kt_asked, unknown),
     .help = "the company does not know"},
    {.name = "withheld", .type = KT_FIELD_COUNT, KT_AT(kt_asked, withheld),
     .help = "the company will not say"},
    {.name = "open", .type = KT_FIELD_COUNT, KT_AT(kt_asked, open)},
    {.name = "visibility", .type = KT_FIELD_RECORD, .offset = 0, .record = &VISIBILITY_RECORD,
     .help = "inputs of the chain whose supplier is named"},
    {0}};
// clang-format on
static const kt_record PROGRESS_RECORD = {
    .name = "asked", .field = PROGRESS, .size = sizeof(kt_asked)};

// -------------------------------------------------------------------------------------- the result

// clang-format off
static const kt_field COUNTS[] = {
    {.name = "facts", .type = KT_FIELD_COUNT, KT_AT(kt_ask, n_facts),
     .help = "open or weakly evidenced"},
    {.name = "questions", .type = KT_FIELD_COUNT, KT_AT(kt_ask, n), .help = "worth asking"},
    {.name = "without_effect", .type = KT_FIELD_COUNT, KT_AT(kt_ask, n_idle),
     .help = "whose answer would change nothing that is looked at"},
    {.name = "closed", .type = KT_FIELD_COUNT, KT_AT(kt_ask, n_closed), .help = "answered before"},
    {.name = "third_countries", .type = KT_FIELD_COUNT, KT_AT(kt_ask, n_events),
     .help = "looked at"},
    {.name = "verdicts", .type = KT_FIELD_COUNT, KT_AT(kt_ask, n_verdicts), .help = "looked at"},
    {0}};
// clang-format on
static const kt_record COUNTS_RECORD = {
    .name = "ask_counts", .field = COUNTS, .size = sizeof(kt_ask)};

static void get_target(kt_value *out, const void *row, const void *context)
{
    (void)row;
    kt_value_set_text(out, item_id(context, of(context)->above.target));
}

static const void *next_order(const void *row, const void *context, kt_cursor *cursor)
{
    static const char *const ORDER[] = {"mechanism",
                                        "dependence_first",
                                        "flips",
                                        "spread",
                                        "spread_mean",
                                        "functions",
                                        "function_spread_mean",
                                        "function_critical",
                                        "countries",
                                        "steps",
                                        "id"};
    (void)row;
    (void)context;
    return cursor->at < sizeof ORDER / sizeof ORDER[0] ? &ORDER[cursor->at++] : NULL;
}

static kt_presence when_wrote(const void *row, const void *context)
{
    (void)context;
    return ((const kt_ask_result *)row)->wrote ? KT_PRESENT : KT_ABSENT;
}

// clang-format off
static const kt_field FILE_FIELDS[] = {
    {.name = "path", .type = KT_FIELD_TEXT, KT_AT(kt_written, path)},
    {.name = "left", .type = KT_FIELD_TEXT, KT_AT(kt_written, left),
     .help = "the file of the usual name, which has other bytes and was left alone"},
    {.name = "written", .type = KT_FIELD_FLAG, KT_AT(kt_written, written),
     .help = "false: it was there already, with these bytes"},
    {0}};
// clang-format on
static const kt_record FILE_RECORD = {
    .name = "written", .field = FILE_FIELDS, .size = sizeof(kt_written)};

// clang-format off
static const kt_field RESULT[] = {
    {.name = "target", .type = KT_FIELD_TEXT, .get = get_target, .help = "what is analysed"},
    {.name = "order", .type = KT_FIELD_LIST, .next = next_order, .record = &kt_common_record_text,
     .help = "the keys by which the questions are sorted"},
    {.name = "counts", .type = KT_FIELD_RECORD, .offset = offsetof(kt_ask_result, ask),
     .record = &COUNTS_RECORD},
    {.name = "progress", .type = KT_FIELD_RECORD, .offset = offsetof(kt_ask_result, ask.progress),
     .record = &PROGRESS_RECORD, .help = "of the table `questions`"},
    {.name = "questions", .type = KT_FIELD_LIST, KT_ROWS(kt_ask_result, ask.question, ask.n),
     .record = &QUESTION_RECORD, .help = "best first, every one of them"},
    {.name = "files", .type = KT_FIELD_LIST, KT_ROWS(kt_ask_result, file, n_files),
     .record = &FILE_RECORD, .when = when_wrote, .help = "questionnaires, and the table of questions"},
    {0}};
// clang-format on

const kt_record kt_ask_record = {.name = "ask", .field = RESULT, .size = sizeof(kt_ask_result)};
