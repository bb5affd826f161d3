// SPDX-License-Identifier: EUPL-1.2
// Makes one recipe for all producers of an item, and one of its own only for a producer that some
// supply row names as buyer: in a market of forty countries that spares thirty-nine copies. Rows
// are sorted into groups of alternatives, a handful a parent. The value share of each input becomes
// its weight.
#include "model/recipe.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/sort.h"

typedef struct bom_line {
    uint32_t row;    // of bom
    uint32_t leader; // the first row of its alternative group: itself where it has none
    uint32_t child;  // item of the network
    uint32_t met;    // the buyers' mix that was found last: the next buyer's is often the next one
    const char *child_id, *leader_child_id, *group;
} bom_line;

typedef struct recipe_job {
    kt_builder *b;
    uint32_t item;
    bom_line *line;
    uint32_t n_lines;
    uint32_t plain; // recipe without and with the stage before; KT_NO_ROW until needed
    uint32_t chained;
    bool buyers; // some input has sources of single buyers
} recipe_job;

// Requirements by the id of their first child, the first row of a group before its alternatives.
static int by_requirement(const void *left, const void *right)
{
    const bom_line *a = left;
    const bom_line *b = right;
    if (a->leader != b->leader) {
        int order = strcmp(a->leader_child_id, b->leader_child_id);
        if (order == 0)
            order = strcmp(a->group, b->group);
        return order != 0 ? order : (a->leader < b->leader ? -1 : 1);
    }
    if ((a->row == a->leader) != (b->row == b->leader))
        return a->row == a->leader ? -1 : 1;
    return strcmp(a->child_id, b->child_id);
}

static uint32_t n_mixes_of(const kt_network *net, uint32_t item)
{
    uint32_t end = item + 1 < net->n_items && net->item[item + 1].mix != 0 ? net->item[item + 1].mix
                                                                           : net->n_mixes;
    return end - net->item[item].mix;
}

static void read_lines(recipe_job *job, uint32_t case_row)
{
    kt_builder *b = job->b;
    const kt_case *c = b->the_case;
    const kt_table *bom = &c->table[KT_BOM];
    uint32_t first = b->bom.first[case_row];
    uint32_t n = b->bom.first[case_row + 1] - first;

    job->line = malloc(((size_t)n + 1) * sizeof *job->line);
    if (job->line == NULL) {
        b->failed = true;
        return;
    }
    for (uint32_t k = 0; k < n && !b->failed; k++) {
        uint32_t row = b->bom.row[first + k];
        b->failed |= kt_control_stopped(b->control);
        kt_symbol child = kt_table_text(bom, KT_BOM_CHILD, row);
        kt_symbol group = kt_table_text(bom, KT_BOM_ALTERNATIVE_GROUP, row);
        bom_line line = {row,
                         row,
                         b->item_of_row[kt_case_row(&c->item, child)],
                         0,
                         kt_builder_text(b, child),
                         kt_builder_text(b, child),
                         kt_builder_text(b, group)};
        if (group != 0 && b->grouped[group] != 0) {
            const bom_line *leader = &job->line[b->grouped[group] - 1];
            line.leader = leader->leader;
            line.leader_child_id = leader->leader_child_id;
        } else if (group != 0) {
            b->grouped[group] = k + 1;
        }
        assert(line.child < job->item); // inputs first: their mixes are there
        job->buyers |= n_mixes_of(b->net, line.child) > 1;
        job->line[k] = line;
    }
    for (uint32_t k = 0; k < n; k++) // by the rows: lines are missing where the work was stopped
        b->grouped[kt_table_text(bom, KT_BOM_ALTERNATIVE_GROUP, b->bom.row[first + k])] = 0;
    job->n_lines = n;
    if (!b->failed)
        b->failed = kt_sort_long(job->line, n, sizeof *job->line, by_requirement, b->control,
                                 NULL) != KT_OK;
}

// Buyers come in the order of their ids, as the mixes stand: in a large market that spares the
// search.
static uint32_t find_buyer(const kt_builder *b, bom_line *line, kt_symbol buyer)
{
    const kt_network *net = b->net;
    uint32_t wanted = b->rank[buyer];
    if (wanted == 0) // no supply row names it
        return KT_NO_ROW;
    uint32_t low = net->item[line->child].mix + 1; // buyers are sorted behind the market
    uint32_t high = net->item[line->child].mix + n_mixes_of(net, line->child);
    for (uint32_t m = line->met < low ? low : line->met; m < high && m <= line->met + 1; m++) {
        if (net->mix_buyer[m] == buyer)
            return line->met = m;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t rank = b->rank[net->mix_buyer[middle]];
        if (rank == wanted)
            return line->met = middle;
        if (rank < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return KT_NO_ROW;
}

// The buyer's site rows, else its organisation's, else the market.
static uint32_t mix_for(const kt_builder *b, bom_line *line, const kt_producer *buyer)
{
    const kt_case *c = b->the_case;
    uint32_t mix = KT_NO_ROW;
    if (buyer != NULL && buyer->site != KT_NO_ROW)
        mix = find_buyer(b, line, kt_table_text(&c->table[KT_SITES], KT_SITES_ID, buyer->site));
    if (mix == KT_NO_ROW && buyer != NULL && buyer->organisation != KT_NO_ROW) {
        const kt_table *organisations = &c->table[KT_ORGANISATIONS];
        mix = find_buyer(b, line,
                         kt_table_text(organisations, KT_ORGANISATIONS_ID, buyer->organisation));
    }
    return mix == KT_NO_ROW ? b->net->item[line->child].mix : mix;
}

static void add_requirement(kt_builder *b, bool essential)
{
    kt_network *net = b->net;
    net->requirement =
        kt_grow_array(net->requirement, &b->capacity.requirement, (size_t)net->n_requirements + 2,
                      sizeof *net->requirement, &b->failed);
    if (b->failed)
        return;
    net->requirement[net->n_requirements++] = (kt_requirement){net->n_alternatives, essential, 0.0};
    net->requirement[net->n_requirements].alternative = net->n_alternatives;
}

static void add_alternative(kt_builder *b, kt_alternative alternative)
{
    kt_network *net = b->net;
    net->alternative =
        kt_grow_array(net->alternative, &b->capacity.alternative, (size_t)net->n_alternatives + 1,
                      sizeof *net->alternative, &b->failed);
    if (b->failed)
        return;
    net->alternative[net->n_alternatives++] = alternative;
    net->requirement[net->n_requirements].alternative = net->n_alternatives;
}

static double or_else(double value, double otherwise)
{
    return isnan(value) ? otherwise : value;
}

static kt_alternative alternative_of(const kt_builder *b, bom_line *line, const kt_producer *buyer)
{
    const kt_table *bom = &b->the_case->table[KT_BOM];
    double yield = or_else(kt_table_number(bom, KT_BOM_YIELD, line->row), 1.0);
    double quantity = kt_table_number(bom, KT_BOM_QUANTITY, line->row);
    double low = or_else(kt_table_number(bom, KT_BOM_QUANTITY_MIN, line->row), quantity);
    double high = or_else(kt_table_number(bom, KT_BOM_QUANTITY_MAX, line->row), quantity);
    return (kt_alternative){.mix = mix_for(b, line, buyer),
                            .bom_row = line->row,
                            .quantity = quantity / yield,
                            .quantity_min = low / yield,
                            .quantity_max = high / yield,
                            .min_share = kt_table_number(bom, KT_BOM_MIN_SHARE, line->row)};
}

// The stage before delivers the material's own mass divided by the yield; NaN where a mass is not
// known.
static void add_stage_before(kt_builder *b, uint32_t item)
{
    uint32_t before = b->stage_before[item];
    assert(before < item);
    const kt_network_item *self = &b->net->item[item];
    double quantity = self->unit_kg / b->net->item[before].unit_kg / b->stage_yield[item];
    add_requirement(b, true);
    if (!b->failed)
        add_alternative(b, (kt_alternative){b->net->item[before].mix, KT_NO_ROW, quantity, quantity,
                                            quantity, (double)NAN});
}

// w_k: the value share of each input; 1/n for all where a value is missing or all are 0. The bill
// of materials gives the quantity before yield.
static void set_weights(kt_builder *b, uint32_t first)
{
    kt_network *net = b->net;
    const kt_table *bom = &b->the_case->table[KT_BOM];
    double total = 0.0;
    for (uint32_t k = first; k < net->n_requirements; k++) {
        const kt_alternative *input = &net->alternative[net->requirement[k].alternative];
        double value = (double)NAN;
        if (input->bom_row != KT_NO_ROW)
            value = kt_table_number(bom, KT_BOM_QUANTITY, input->bom_row) *
                    net->item[net->mix_item[input->mix]].value_eur;
        net->requirement[k].weight = value;
        total += value; // NaN as soon as one is missing
    }
    for (uint32_t k = first; k < net->n_requirements; k++) {
        if (total > 0.0)
            net->requirement[k].weight /= total;
        else
            net->requirement[k].weight = 1.0 / (double)(net->n_requirements - first);
    }
}

static uint32_t add_recipe(recipe_job *job, const kt_producer *buyer, bool chained)
{
    kt_builder *b = job->b;
    kt_network *net = b->net;
    uint32_t first = net->n_requirements;
    const kt_table *bom = &b->the_case->table[KT_BOM];

    for (uint32_t k = 0; k < job->n_lines && !b->failed; k++) {
        bom_line *line = &job->line[k];
        if (k == 0 || line->leader != line[-1].leader)
            add_requirement(b, kt_table_choice(bom, KT_BOM_ESSENTIAL, line->row) != KT_NO);
        if (!b->failed)
            add_alternative(b, alternative_of(b, line, buyer));
    }
    if (chained && !b->failed)
        add_stage_before(b, job->item);
    net->recipe_requirement =
        kt_grow_array(net->recipe_requirement, &b->capacity.recipe, (size_t)net->n_recipes + 2,
                      sizeof *net->recipe_requirement, &b->failed);
    if (b->failed)
        return KT_NO_ROW;
    set_weights(b, first);
    net->recipe_requirement[net->n_recipes] = first;
    net->recipe_requirement[net->n_recipes + 1] = net->n_requirements;
    return net->n_recipes++;
}

static bool buys_apart(recipe_job *job, const kt_producer *buyer)
{
    if (!job->buyers)
        return false;
    for (uint32_t k = 0; k < job->n_lines; k++) {
        bom_line *line = &job->line[k];
        if (mix_for(job->b, line, buyer) != job->b->net->item[line->child].mix)
            return true;
    }
    return false;
}

static bool in_market(const kt_network *net, uint32_t item, uint32_t producer)
{
    uint32_t mix = net->item[item].mix;
    uint64_t low = net->mix_source[mix];
    uint64_t high = net->mix_source[mix + 1];
    while (low < high) { // producers and sources are both sorted by supplier
        uint64_t middle = low + (high - low) / 2;
        if (net->source[middle].producer == producer)
            return true;
        if (net->source[middle].producer < producer)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static uint32_t recipe_for(recipe_job *job, uint32_t producer)
{
    kt_builder *b = job->b;
    bool chained =
        b->stage_before[job->item] != KT_NO_ROW && in_market(b->net, job->item, producer);
    const kt_producer *buyer = &b->net->producer[producer];
    if (buys_apart(job, buyer))
        return add_recipe(job, buyer, chained);
    uint32_t *shared = chained ? &job->chained : &job->plain;
    if (*shared == KT_NO_ROW)
        *shared = add_recipe(job, NULL, chained);
    return *shared;
}

void kt_recipe_build(kt_builder *b, uint32_t i)
{
    kt_network *net = b->net;
    recipe_job job = {.b = b, .item = i, .plain = KT_NO_ROW, .chained = KT_NO_ROW};

    if (net->item[i].row != KT_NO_ROW)
        read_lines(&job, net->item[i].row);
    for (uint32_t p = net->item[i].producer; p < net->n_producers && !b->failed; p++) {
        net->producer[p].recipe = recipe_for(&job, p);
        b->failed |= kt_control_stopped(b->control); // lines times producers may be very many
    }
    free(job.line);
}
